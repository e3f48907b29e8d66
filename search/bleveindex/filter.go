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

// filtered is what a filter has said so far, by segment.
type filtered struct {
	asked, kept []*roaring.Bitmap
	total       uint64 // of asked
}

// filter is those of the documents within the given ones that a filter keeps. It
// is asked about each document once.
func (e *evaluation) filter(n *search.Filter, s *seg, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	of, err := e.eval(n.Of, s, within)
	if err != nil {
		return nil, err
	}
	f := e.filtered[n]
	if f == nil {
		f = &filtered{asked: make([]*roaring.Bitmap, len(e.view.segs)), kept: make([]*roaring.Bitmap, len(e.view.segs))}
		e.filtered[n] = f
	}
	if f.asked[s.number] == nil {
		f.asked[s.number], f.kept[s.number] = roaring.New(), roaring.New()
	}
	candidates := roaring.And(of, within)
	candidates.AndNot(f.asked[s.number])
	if f.total += candidates.GetCardinality(); f.total > uint64(max(n.Max, 0)) {
		return nil, diagnostic.Newf(diagnostic.TooManyRecords, strconv.Itoa(n.Max),
			"more than %d records would have to be read to decide whether they match: ask for something narrower", n.Max)
	}
	kept, err := e.keep(n, s, candidates.ToArray())
	if err != nil {
		return nil, err
	}
	f.asked[s.number].Or(candidates)
	f.kept[s.number].Or(kept)
	return roaring.And(f.kept[s.number], within), nil
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
