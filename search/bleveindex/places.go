package bleveindex

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// reader reads the places of a word, document by document, in ascending order.
type reader struct {
	// One term: its postings, or those of a long list with the number of the next.
	it   segment.PostingsIterator
	long *placeList
	next int
	buf  []uint32
	// Several: document and place of all of them, in order.
	all []uint64
}

// reader reads in the given documents only, all of which have the word.
func (e *evaluation) reader(sl slot, docs *roaring.Bitmap) (*reader, error) {
	if len(sl.lists) == 1 {
		long, err := e.places(sl.id, sl.lists[0])
		if long != nil || err != nil {
			return &reader{long: long}, err
		}
		return &reader{it: restricted(sl.lists[0], docs)}, nil
	}
	r := &reader{}
	for _, l := range sl.lists {
		in := roaring.And(postings(l), docs)
		if in.IsEmpty() {
			continue
		}
		it := restricted(l, in)
		for range in.GetCardinality() {
			p, err := it.Next()
			if err != nil {
				return nil, err
			}
			if p == nil {
				return nil, fmt.Errorf("%w: a list of postings ends early", ErrCorrupt)
			}
			for _, at := range appendPlaces(nil, p) {
				r.all = append(r.all, p.Number()<<32|uint64(at))
			}
		}
	}
	slices.Sort(r.all)
	return r, nil
}

// restricted iterates over some of the documents of a list, with places.
func restricted(l segment.PostingsList, docs *roaring.Bitmap) segment.PostingsIterator {
	it := l.Iterator(true, true, true, nil)
	if o, ok := it.(segment.OptimizablePostingsIterator); ok && o.ActualBitmap() != nil {
		o.ReplaceActual(docs)
	}
	return it
}

// places is where the word is in a document. The slice is good until the next
// call.
func (r *reader) places(doc uint32) ([]uint32, error) {
	r.buf = r.buf[:0]
	if r.long != nil {
		for r.next = r.long.seek(r.next, doc); r.next < len(r.long.docs) && r.long.docs[r.next] == doc; r.next++ {
			r.buf = append(r.buf, uint32(r.long.at[r.next]))
		}
		return r.buf, nil
	}
	if r.it != nil {
		p, err := r.it.Next()
		if err != nil {
			return nil, err
		}
		if p == nil || p.Number() != uint64(doc) {
			return nil, fmt.Errorf("%w: the places of a term are not where they should be", ErrCorrupt)
		}
		r.buf = appendPlaces(r.buf, p)
		return r.buf, nil
	}
	n := 0
	for ; n < len(r.all) && uint32(r.all[n]>>32) <= doc; n++ {
		if uint32(r.all[n]>>32) == doc {
			r.buf = append(r.buf, uint32(r.all[n]))
		}
	}
	r.all = r.all[n:]
	return r.buf, nil
}

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
