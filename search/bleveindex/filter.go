package bleveindex

import (
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/diagnostic"
	"issnd/issn"
	"issnd/search"
)

// filterChunk is how many candidates Filter.Keep is asked about at once.
const filterChunk = 512

// filters works out the filters in a node, those inside others first.
func (e *evaluation) filters(n search.Node) error {
	switch n := n.(type) {
	case *search.And:
		return e.filtersIn(n.Nodes...)
	case *search.Or:
		return e.filtersIn(n.Nodes...)
	case *search.AndNot:
		return e.filtersIn(n.Keep, n.Drop)
	case *search.Filter:
		if err := e.filters(n.Of); err != nil {
			return err
		}
		return e.filter(n)
	}
	return nil
}

func (e *evaluation) filtersIn(nodes ...search.Node) error {
	for _, n := range nodes {
		if err := e.filters(n); err != nil {
			return err
		}
	}
	return nil
}

func (e *evaluation) filter(n *search.Filter) error {
	if e.filtered[n] != nil {
		return nil
	}
	candidates, err := e.query(n.Of)
	if err != nil {
		return err
	}
	if total := count(candidates); total > uint64(max(n.Max, 0)) {
		return diagnostic.Newf(diagnostic.TooManyRecords, strconv.Itoa(n.Max),
			"%d records would have to be read to decide whether they match, and at most %d may be: ask for something narrower", total, n.Max)
	}
	out := make([]*roaring.Bitmap, len(candidates))
	for i, s := range e.view.segs {
		if out[i], err = e.keep(n, s, candidates[i].ToArray()); err != nil {
			return err
		}
	}
	e.filtered[n] = out
	return nil
}

// keep is those of the documents of a segment that the filter keeps.
func (e *evaluation) keep(n *search.Filter, s *seg, docs []uint32) (*roaring.Bitmap, error) {
	out := roaring.New()
	if len(docs) == 0 {
		return out, nil
	}
	numbers, err := s.numbers()
	if err != nil {
		return nil, err
	}
	for len(docs) > 0 {
		chunk := docs[:min(filterChunk, len(docs))]
		docs = docs[len(chunk):]
		ids := make([]issn.ISSN, len(chunk))
		for i, doc := range chunk {
			ids[i] = numbers[doc]
		}
		if err := e.ctx.Err(); err != nil {
			return nil, err
		}
		kept, err := n.Keep(e.ctx, ids)
		if err != nil {
			return nil, err
		}
		for i := range min(len(chunk), len(kept)) {
			if kept[i] {
				out.Add(chunk[i])
			}
		}
	}
	return out, nil
}

// count is how many documents there are in all segments.
func count(bs []*roaring.Bitmap) uint64 {
	var n uint64
	for _, b := range bs {
		n += b.GetCardinality()
	}
	return n
}
