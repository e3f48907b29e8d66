package store

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"

	"issnd/marc"
	"issnd/register"
)

// old makes a store of some records, changes its file, and returns its path.
func old(t *testing.T, change func(*bolt.Tx) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	s, err := Open(path, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	const n = 3000 // more than a transaction moves
	var recs []*register.Record
	for i := uint32(1); i <= n; i++ {
		r := &register.Record{MARC: &marc.Record{}}
		r.Head = register.Head{ISSN: toTestISSN(i), Status: register.Statuses()[i%2], Media: register.Media(0).With(register.Print)}
		recs = append(recs, r)
	}
	if _, err := s.Apply(t.Context(), recs); err != nil {
		t.Fatal(err)
	}
	if err := s.db.Update(change); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// upgraded opens a store that is out of date, for reading and then for
// writing.
func upgraded(t *testing.T, path string) *Store {
	t.Helper()
	if s, err := Open(path, Options{ReadOnly: true}); !errors.Is(err, ErrOlder) {
		t.Errorf("opened for reading: %v, error is %v, want %v", s, err, ErrOlder)
	}
	s, err := Open(path, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if got, _ := checkAll(t, s); got != "" {
		t.Errorf("after opening:\n%s", got)
	}
	return s
}

func TestUpgradeFromFormat1(t *testing.T) {
	s := upgraded(t, old(t, func(tx *bolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		return errors.Join(tx.DeleteBucket(listBucket), tx.DeleteBucket(setBucket), tx.DeleteBucket(stampBucket), tx.DeleteBucket(branchBucket),
			meta.Delete(setsKey), meta.Put(formatKey, binary.AppendUvarint(nil, 1)))
	}))
	sel := register.Selection{Membership: register.Membership{Public: true, Set: "medium:print"}, Through: 1 << 60}
	if n, err := s.Count(t.Context(), sel); err != nil || n != 1500 {
		t.Errorf("%d records are public, %v, want 1500", n, err)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Seq != 3000 {
		t.Errorf("seq is %d, %v: records have moved", st.Seq, err)
	}
}

// TestUpgradeFromFormat2: what was written before branches had names has none,
// and followers of it go on.
func TestUpgradeFromFormat2(t *testing.T) {
	s := upgraded(t, old(t, func(tx *bolt.Tx) error {
		return errors.Join(tx.DeleteBucket(branchBucket), tx.Bucket(metaBucket).Put(formatKey, binary.AppendUvarint(nil, 2)))
	}))
	st, err := s.Stats(t.Context())
	if err != nil || st.Seq != 3000 || st.Branch != "" {
		t.Fatalf("%+v, %v", st, err)
	}
	withdrawn := &register.Record{Head: register.Head{ISSN: toTestISSN(1), Deleted: true}}
	if _, err := s.Apply(t.Context(), []*register.Record{withdrawn}); err != nil {
		t.Fatal(err)
	}
	for seq, want := range map[uint64]string{0: "", 1: "", 3000: "", 3001: s.branch} {
		if got, err := s.Branch(t.Context(), seq); err != nil || got != want {
			t.Errorf("branch of %d is %q, %v, want %q", seq, got, err, want)
		}
	}
	if holds, err := register.Holds(t.Context(), s, register.Position{Store: st.ID, Seq: 3000}); err != nil || !holds {
		t.Errorf("a position of before is held: %v, %v", holds, err)
	}
}

// TestUpgradeSets verifies that records which other rules put in other lists
// move and remember what they have left, and that no others do.
func TestUpgradeSets(t *testing.T) {
	gone := register.Membership{Public: true, Set: "older"}
	s := upgraded(t, old(t, func(tx *bolt.Tx) error {
		ms := make(moves)
		ms.enter(gone, 2)
		ms.leave(register.Membership{Set: "medium:print"}, 2500)
		return errors.Join(ms.write(listsOf(tx)), tx.Bucket(metaBucket).Put(setsKey, []byte{1}))
	}))
	moved, err := s.Changes(t.Context(), 3000, 10)
	if err != nil {
		t.Fatal(err)
	}
	got := map[uint32][]register.Membership{}
	for _, r := range moved {
		got[r.ISSN.Number()] = r.Past
	}
	if d := cmp.Diff(map[uint32][]register.Membership{2: {gone}, 2500: nil}, got); d != "" {
		t.Errorf("Past of the moved (-want +got):\n%s", d)
	}
	again, err := s.Select(t.Context(), register.Selection{Membership: gone, Through: 1 << 60}, 10, nil)
	if err != nil || len(again) != 1 || again[0].ISSN.Number() != 2 {
		t.Errorf("the list that no record is in any more has %v, %v", again, err)
	}
}

// TestParts verifies pages and counts over the borders of parts, and over parts
// that hold nothing.
func TestParts(t *testing.T) {
	s := sample(t)
	m := register.Membership{Public: true, Set: "x"}
	places := []uint64{1, partSize - 1, partSize, partSize + 5, 5 * partSize, 5*partSize + 7, 300*partSize - 1}
	err := s.db.Update(func(tx *bolt.Tx) error {
		ms := make(moves)
		for _, p := range places {
			ms.enter(m, p)
			ms.enter(register.Membership{Set: "between"}, p+partSize)
		}
		l := listsOf(tx)
		if err := ms.write(l); err != nil {
			return err
		}
		bounds := append([]uint64{0, 2, partSize - 2, 2 * partSize, 400 * partSize}, places...)
		for _, after := range bounds {
			for _, through := range bounds {
				want := uint64(0)
				for _, p := range places {
					if p > after && p <= through {
						want++
					}
				}
				n, err := l.count(register.Selection{Membership: m, After: after, Through: through})
				if err != nil || n != want {
					t.Errorf("%d numbers after %d through %d, %v, want %d", n, after, through, err, want)
				}
			}
		}
		return errors.New("leave the store as it was")
	})
	if err == nil {
		t.Error("no error")
	}
}
