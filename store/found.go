package store

import (
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
)

// found remembers where in the log records were found, so that one that is asked
// for again takes one search in the file in place of two. It is a table of fixed
// size in which a record may push another one out. Nothing has to be forgotten
// when records change: each is in one place of any state of the register, so that
// what is at a place remembered is the record if it has its ISSN, and otherwise
// the record has moved.
type found [1 << foundBits]atomic.Uint64

// A word of found is a sequence number above the number of an ISSN; 0 is none.
const (
	foundBits  = 18
	numberBits = 24 // an ISSN has seven digits
	numberMask = 1<<numberBits - 1
)

// of is the word for a record.
func (f *found) of(id issn.ISSN) *atomic.Uint64 {
	const golden = 0x9e3779b1 // spreads numbers that follow each other
	return &f[id.Number()*golden>>(32-foundBits)]
}

// get is the place where a record was last, if that is known.
func (f *found) get(id issn.ISSN) (seq uint64, known bool) {
	w := f.of(id).Load()
	return w >> numberBits, w != 0 && uint32(w&numberMask) == id.Number()
}

// put remembers the place of a record.
func (f *found) put(id issn.ISSN, seq uint64) {
	if seq>>(64-numberBits) == 0 {
		f.of(id).Store(seq<<numberBits | uint64(id.Number()))
	}
}

// find is the state of a record in a transaction, with its place, or ErrNotFound.
func (s *Store) find(tx *bolt.Tx, id issn.ISSN) (state, error) {
	records := tx.Bucket(recordBucket)
	if seq, known := s.found.get(id); known {
		if v := lookUp(records, seq); v != nil {
			if st, err := decode(seq, v); err != nil || st.head.ISSN == id {
				return st, err
			}
		}
	}
	seq, err := locate(related(tx, issnBucket), id)
	if err != nil {
		return state{}, err
	}
	s.found.put(id, seq)
	return decode(seq, lookUp(records, seq))
}
