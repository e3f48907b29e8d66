package bleveindex

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// placer tells where a term is in documents that are asked for in ascending
// order, all of which have it. The slice is good until the next call.
type placer interface {
	places(doc uint32) ([]uint32, error)
}

// placer reads in the given documents only.
func (s *seg) placer(sl *slot, docs *roaring.Bitmap) (placer, error) {
	if len(sl.terms) == 1 {
		return s.termPlacer(sl.field, sl.terms[0], docs)
	}
	var all mixed
	for _, t := range sl.terms {
		in := roaring.And(postings(t.list), docs)
		if in.IsEmpty() {
			continue
		}
		p, err := s.termPlacer(sl.field, t, in)
		if err != nil {
			return nil, err
		}
		for it := in.Iterator(); it.HasNext(); {
			doc := it.Next()
			at, err := p.places(doc)
			if err != nil {
				return nil, err
			}
			for _, place := range at {
				all.list = append(all.list, uint64(doc)<<32|uint64(place))
			}
		}
	}
	slices.Sort(all.list)
	return &all, nil
}

// termPlacer is that of one term.
func (s *seg) termPlacer(field string, t slotTerm, docs *roaring.Bitmap) (placer, error) {
	list, err := s.placeList(field, t.term)
	if err != nil || list != nil {
		return list, err
	}
	return &walker{it: restricted(t.list, docs)}, nil
}

// mixed is the places of several terms: document and place, in order.
type mixed struct {
	list []uint64
	buf  []uint32
}

func (m *mixed) places(doc uint32) ([]uint32, error) {
	m.buf = m.buf[:0]
	n := 0
	for ; n < len(m.list) && uint32(m.list[n]>>32) <= doc; n++ {
		if uint32(m.list[n]>>32) == doc {
			m.buf = append(m.buf, uint32(m.list[n]))
		}
	}
	m.list = m.list[n:]
	return m.buf, nil
}

// walker reads the places of a segment that is not in a file yet.
type walker struct {
	it  segment.PostingsIterator
	buf []uint32
}

// restricted iterates over some of the documents of a list, with places.
func restricted(l segment.PostingsList, docs *roaring.Bitmap) segment.PostingsIterator {
	it := l.Iterator(true, true, true, nil)
	if o, ok := it.(segment.OptimizablePostingsIterator); ok && o.ActualBitmap() != nil {
		o.ReplaceActual(docs)
	}
	return it
}

func (w *walker) places(doc uint32) ([]uint32, error) {
	p, err := w.it.Advance(uint64(doc))
	if err != nil {
		return nil, err
	}
	if p == nil || p.Number() != uint64(doc) {
		return nil, errMisplaced
	}
	w.buf = appendPlaces(w.buf[:0], p)
	return w.buf, nil
}

var errMisplaced = fmt.Errorf("%w: the places of a term are not where they should be", ErrCorrupt)

// appendPlaces appends the places of a posting, as wordField wrote them.
func appendPlaces(dst []uint32, p segment.Posting) []uint32 {
	for _, l := range p.Locations() {
		at := uint32(l.Pos())
		dst = append(dst, at)
		for _, step := range l.ArrayPositions() {
			at += uint32(step)
			dst = append(dst, at)
		}
	}
	return dst
}
