package store

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

func TestHeadRoundTrip(t *testing.T) {
	base := register.Head{ISSN: toTestISSN(9999999), Status: register.Unreported, Seq: 5, Updated: time.Unix(1<<33, 0).UTC()}
	tests := map[string]func(*register.Head){
		"least":      func(h *register.Head) {},
		"own ISSN-L": func(h *register.Head) { h.ISSNL = h.ISSN },
		"other":      func(h *register.Head) { h.ISSNL, h.ISSNH = toTestISSN(1), toTestISSN(2) },
		"flags":      func(h *register.Head) { h.Deleted, h.OpenAccess, h.StatusSource = true, true, register.Derived },
		"media":      func(h *register.Head) { h.Media = 0xff },
		"the epoch":  func(h *register.Head) { h.Updated = time.Unix(0, 0).UTC() },
	}
	for name, fn := range tests {
		t.Run(name, func(t *testing.T) {
			h := base
			fn(&h)
			for _, past := range [][]register.Membership{nil, {{Set: "a:b"}, {Public: true}, {Public: true, Set: "c"}}} {
				got, err := decode(5, appendState(nil, &state{head: h, past: past, packed: []byte("MARC")}))
				if err != nil || string(got.packed) != "MARC" {
					t.Fatalf("rest %q, %v", got.packed, err)
				}
				if d := cmp.Diff(h, got.head); d != "" {
					t.Errorf("head (-want +got):\n%s", d)
				}
				if d := cmp.Diff(past, got.past); d != "" {
					t.Errorf("past (-want +got):\n%s", d)
				}
			}
		})
	}
}

// FuzzDecode verifies that what can be decoded says the same when encoded
// again.
func FuzzDecode(f *testing.F) {
	h := register.Head{ISSN: toTestISSN(12), ISSNL: toTestISSN(13), ISSNH: toTestISSN(14), Status: register.Confirmed}
	h.Updated = time.Unix(1700000000, 0)
	f.Add(appendState(nil, &state{head: h}))
	f.Add(appendState(nil, &state{head: h, past: []register.Membership{{Set: "a"}, {Public: true}}}))
	f.Add([]byte{encoding, 1, 1, flagOwnL, 1, 0, 'x'})
	f.Fuzz(func(t *testing.T, v []byte) {
		st, err := decode(1, v)
		if err != nil {
			return
		}
		again, err := decode(1, appendState(nil, &st))
		if err != nil || !bytes.Equal(st.packed, again.packed) {
			t.Fatalf("rest %x, then %x, %v", st.packed, again.packed, err)
		}
		if d := cmp.Diff(st.head, again.head); d != "" {
			t.Errorf("head (-first +second):\n%s", d)
		}
		if d := cmp.Diff(st.past, again.past); d != "" {
			t.Errorf("past (-first +second):\n%s", d)
		}
	})
}

// FuzzPairs verifies that well formed blocks are in order and in their range.
func FuzzPairs(f *testing.F) {
	f.Add([]byte{0, 0}, []byte{1, 1, 1, 2, 255, 0x80, 1})
	f.Add([]byte{0x98, 0x96}, []byte{0x7f, 0})
	f.Fuzz(func(t *testing.T, k, v []byte) {
		pairs, err := appendPairs(nil, k, v)
		if err != nil {
			return
		}
		for i, p := range pairs {
			if key := blockKey(p.id); !bytes.Equal(key[:], k) {
				t.Errorf("%s is not in block %x", p.id, k)
			}
			if i > 0 && comparePairs(pairs[i-1], p) >= 0 {
				t.Errorf("%v before %v", pairs[i-1], p)
			}
		}
	})
}

// TestRelation compares a relation with a set, over random changes.
func TestRelation(t *testing.T) {
	s := sample(t)
	rng := rand.New(rand.NewPCG(1, 2))
	set := make(map[pair]bool)
	for range 50 {
		changes := make(map[pair]change)
		for range 40 {
			p := pair{toTestISSN(1000 + 150*rng.Uint32N(4) + rng.Uint32N(3)), rng.Uint64N(4) << (7 * rng.UintN(9))}
			changes[p] = change{p, rng.UintN(2) == 0}
			set[p] = changes[p].add
		}
		var list []change
		for _, c := range changes {
			list = append(list, c)
		}
		err := s.db.Update(func(tx *bolt.Tx) error { return related(tx, replacedBucket).update(list) })
		if err != nil {
			t.Fatal(err)
		}
	}
	err := s.db.View(func(tx *bolt.Tx) error {
		r := related(tx, replacedBucket)
		for p, in := range set {
			all, err := r.all(p.id)
			if err != nil {
				return err
			}
			if got := slices.Contains(all, p.n); got != in {
				t.Errorf("%v is in: %v, want %v", p, got, in)
			}
			if n, found, err := r.first(p.id); err != nil || found != (len(all) > 0) || found && n != all[0] {
				t.Errorf("first of %v is %d, %v, %v, of all %v", p.id, n, found, err, all)
			}
			for limit := range len(all) + 2 {
				if some, err := r.some(p.id, limit); err != nil || !slices.Equal(some, all[:min(limit, len(all))]) {
					t.Errorf("the first %d of %v are %v, %v, of all %v", limit, p.id, some, err, all)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
