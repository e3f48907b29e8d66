package bleveindex

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
)

// fewest is up to which place documents are found by keeping the first so far.
const fewest = block / 8

// least appends the documents at the places from lo to before hi, which are
// among the first. It looks at each document once.
func (s *selector) least(docs []*roaring.Bitmap, lo, hi int) error {
	s.all = s.all[:0]
	last := uint64(math.MaxUint64) // no document with a greater key is among the first
	err := s.each(docs, func(seg int, docs []uint32, keys []uint64) {
		for i, k := range keys {
			if k <= last {
				s.all = append(s.all, item{key: k, seg: uint32(seg), doc: docs[i]})
			}
		}
		if len(s.all) >= block {
			last = s.cut(hi)
		}
	})
	if err != nil {
		return err
	}
	s.take(s.all, 0, lo, hi)
	return nil
}

// cut leaves the first of all items, so many, and gives the last key of them.
func (s *selector) cut(to int) (last uint64) {
	s.take(s.all, 0, 0, to)
	s.all = append(s.all[:0], s.out...)
	s.out = s.out[:0]
	// Where first keys were equal the next ones were looked at.
	s.rekey(s.all, 0)
	for _, it := range s.all {
		last = max(last, it.key)
	}
	return last
}
