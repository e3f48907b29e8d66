package store

import (
	"context"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// sample is three records: 1 and 2 with the ISSN-L 1, and 3, which cancels 9.
func sample(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "register.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	var recs []*register.Record
	for n := uint32(1); n <= 3; n++ {
		id, l := toTestISSN(n), toTestISSN(1)
		r := &register.Record{MARC: &marc.Record{}}
		r.Head = register.Head{ISSN: id, ISSNL: l, Status: register.Confirmed}
		if n == 3 {
			r.ISSNL = id
			r.MARC.Fields = []marc.Field{{
				Tag: marc.T("022"), Subfields: []marc.Subfield{{Code: 'z', Value: toTestISSN(9).String()}},
			}}
		}
		recs = append(recs, r)
	}
	if _, err := s.Apply(t.Context(), recs); err != nil {
		t.Fatal(err)
	}
	return s
}

func toTestISSN(n uint32) issn.ISSN {
	id, _ := issn.FromNumber(n)
	return id
}

func TestCheckFinds(t *testing.T) {
	one, three := seqKey(1), seqKey(3)
	put := func(bucket, k, v []byte) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error { return tx.Bucket(bucket).Put(k, v) }
	}
	alter := func(bucket, k []byte, fn func(v []byte) []byte) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket(bucket)
			return b.Put(k, fn(append([]byte(nil), b.Get(k)...)))
		}
	}
	update := func(bucket []byte, n uint32, with uint64, add bool) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			return related(tx, bucket).update([]change{{pair{toTestISSN(n), with}, add}})
		}
	}
	inPart := func(m register.Membership, fn func(*placeSet)) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			key, set := appendPartKey(nil, 0, m), new(placeSet)
			if v := tx.Bucket(listBucket).Get(key); v != nil {
				if err := set.read(v); err != nil {
					return err
				}
			}
			fn(set)
			return tx.Bucket(listBucket).Put(key, set.appendTo(nil))
		}
	}
	tests := []struct {
		name   string
		damage func(*bolt.Tx) error
		want   string
	}{
		{"a missing record", func(tx *bolt.Tx) error { return tx.Bucket(recordBucket).Delete(three[:]) }, "issn: 3 entries"},
		{"a key of another length", put(recordBucket, []byte("k"), nil), "record 6b: malformed key"},
		{"an empty record", put(recordBucket, one[:], nil), "record 1: malformed value"},
		{"a later encoding", alter(recordBucket, one[:], func(v []byte) []byte { v[0]++; return v }), "record 1: malformed value"},
		{"cut MARC", alter(recordBucket, one[:], func(v []byte) []byte { return v[:len(v)-1] }), "record 1: marc"},
		{"an unknown status", alter(recordBucket, one[:], func(v []byte) []byte { v[1] = 7; return v }), "record 1: not a record"},
		{"another status", alter(recordBucket, one[:], func(v []byte) []byte { v[1]++; return v }), "meta counts"},
		{"another ISSN", alter(recordBucket, one[:], func(v []byte) []byte { v[fixedLen] = 5; return v }), "issn 0000-0051: there is no entry 1"},
		{"a datestamp that falls", alter(recordBucket, three[:], func(v []byte) []byte { v[fixedLen+1] &^= 0x7f; v[fixedLen+5] = 1; return v }), "record 3: datestamp"},
		{"a second record of an ISSN", func(tx *bolt.Tx) error {
			b := tx.Bucket(recordBucket)
			return errors.Join(b.Put([]byte{0, 0, 0, 0, 0, 0, 0, 4}, b.Get(one[:])), update(issnBucket, 1, 4, true)(tx))
		}, "leads to two records"},
		{"a sequence number too low", put(metaBucket, seqMetaKey, []byte{2}), "record 3: comes after the latest, 2"},
		{"a latest datestamp too low", put(metaBucket, updatedKey, []byte{2}), "record 1: datestamp"},
		{"wrong counts", put(metaBucket, countsKey, []byte{0, 4, 0, 0, 0, 0, 0}), "meta counts"},
		{"malformed counts", put(metaBucket, countsKey, []byte{0}), "meta: "},
		{"no place", update(issnBucket, 2, 2, false), "issn 0000-0027: there is no entry 2"},
		{"a place too many", update(issnBucket, 4, 2, true), "issn: 4 entries, the records ask for 3"},
		{"no cluster", update(clusterBucket, 1, 2, false), "cluster 0000-0019: there is no entry 2"},
		{"a member too many", update(clusterBucket, 1, 3, true), "cluster: 2 entries"},
		{"no replacement", update(replacedBucket, 9, 3, false), "replaced 0000-0094: there is no entry 3"},
		{"a replacement too many", update(replacedBucket, 8, 3, true), "replaced: 2 entries"},
		{"pairs out of order", put(replacedBucket, []byte{0, 1}, []byte{2, 1, 1, 1}), "replaced 0001: malformed value"},
		{"no pairs", put(clusterBucket, []byte{0, 1}, nil), "cluster 0001: malformed value"},
		{"a number past the last", put(clusterBucket, []byte{0xff, 0}, []byte{0, 1}), "cluster ff00: malformed value"},
		{"a list without a record", inPart(register.Membership{}, func(s *placeSet) { s.remove(2) }), `list 0 key "": 1 records are missing, the first at 2`},
		{"a list with a record too many", inPart(register.Membership{Public: true}, func(s *placeSet) { s.add(9) }), `list 0 public "": 1 records are too many, the first at 9`},
		{"no list", func(tx *bolt.Tx) error {
			return tx.Bucket(listBucket).Delete(appendPartKey(nil, 0, register.Membership{Set: "status"}))
		}, `list 0 key "status": 3 records are missing`},
		{"a list too many", inPart(register.Membership{Set: "x"}, func(s *placeSet) { s.add(1) }), "list: 7 parts, the records ask for 6"},
		{"no part of a list", put(listBucket, []byte("k"), nil), "list 6b: malformed key"},
		{"a malformed list", put(listBucket, appendPartKey(nil, 0, register.Membership{}), []byte{3, 1}), `list 0 key "": malformed value`},
		{"a wrong total", put(setBucket, []byte{0}, []byte{2}), `set "\x00": counts 2, the records say 3`},
		{"a total too many", put(setBucket, []byte("\x00x"), []byte{2}), "set: 7 lists"},
		{"a total of no audience", put(setBucket, []byte("x"), []byte{2}), "set 78: malformed key"},
		{"no datestamp", func(tx *bolt.Tx) error {
			k, _ := tx.Bucket(stampBucket).Cursor().First()
			return tx.Bucket(stampBucket).Delete(k)
		}, "does not lead to the record at 1"},
		{"a datestamp too late", func(tx *bolt.Tx) error {
			k, _ := tx.Bucket(stampBucket).Cursor().First()
			return tx.Bucket(stampBucket).Put(append([]byte(nil), k...), []byte{1})
		}, "does not lead to the record at 1"},
		{"a list that it has left and is in", func(tx *bolt.Tx) error {
			st, err := decode(1, tx.Bucket(recordBucket).Get(one[:]))
			if err != nil {
				return err
			}
			st.past = []register.Membership{{Set: "status"}}
			return tx.Bucket(recordBucket).Put(one[:], appendState(nil, &st))
		}, "record 1: is in a list that it has left"},
		{"a branch without a name", put(branchBucket, one[:], nil), "branch 1: has no name"},
		{"a branch after the end", put(branchBucket, three[:], []byte("x")), "branch 3: begins after the latest change, 3"},
		{"a branch that begins nowhere", put(branchBucket, []byte("k"), []byte("x")), "branch 6b: malformed key"},
		{"no bucket", func(tx *bolt.Tx) error { return tx.DeleteBucket(clusterBucket) }, "cluster: there is no such bucket"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sample(t)
			if got, _ := checkAll(t, s); got != "" {
				t.Fatalf("before the damage:\n%s", got)
			}
			if err := s.db.Update(tt.damage); err != nil {
				t.Fatal(err)
			}
			got, n := checkAll(t, s)
			if !strings.Contains(got, tt.want) || n != strings.Count(got, "\n") {
				t.Errorf("%d problems, want one with %q:\n%s", n, tt.want, got)
			}
		})
	}
}

func checkAll(t *testing.T, s *Store) (string, int) {
	t.Helper()
	var b strings.Builder
	n, err := s.Check(t.Context(), func(p Problem) { b.WriteString(p.String() + "\n") }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), n
}

func TestCheckEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sample(t).Check(ctx, func(Problem) {}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

// TestDamagedReads verifies that reading a damaged record is an error.
func TestDamagedReads(t *testing.T) {
	s := sample(t)
	k := seqKey(1)
	err := s.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(recordBucket).Put(k[:], []byte{encoding, 1}) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), toTestISSN(1)); !errors.Is(err, errValue) {
		t.Errorf("Get: error is %v", err)
	}
	if _, err := s.Changes(t.Context(), 0, 9); !errors.Is(err, errValue) {
		t.Errorf("Changes: error is %v", err)
	}
	if _, err := s.List(t.Context(), 0, 9); !errors.Is(err, errValue) {
		t.Errorf("List: error is %v", err)
	}
	if _, err := s.Cluster(t.Context(), toTestISSN(1), 9); !errors.Is(err, errValue) {
		t.Errorf("Cluster: error is %v", err)
	}
	if _, err := s.Apply(t.Context(), []*register.Record{{Head: register.Head{ISSN: toTestISSN(1), Deleted: true}}}); !errors.Is(err, errValue) {
		t.Errorf("Apply: error is %v", err)
	}
}

func TestFormats(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	set := func(fn func(*bolt.Tx) error) {
		t.Helper()
		db, err := bolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Update(fn); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	set(func(tx *bolt.Tx) error {
		return tx.Bucket(metaBucket).Put(formatKey, binary.AppendUvarint(nil, format+1))
	})
	if _, err := Open(path, Options{}); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "format 4") {
		t.Errorf("newer format: error is %v", err)
	}
	set(func(tx *bolt.Tx) error { return tx.DeleteBucket(metaBucket) })
	if _, err := Open(path, Options{}); err == nil || !strings.Contains(err.Error(), "something else") {
		t.Errorf("another file: error is %v", err)
	}
}
