package bleveindex

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"issnd/search"
)

// slot is a word of a phrase in a field: one term, or those that a pattern
// stands for.
type slot struct {
	field string
	terms []slotTerm
	docs  *roaring.Bitmap // that have any of them
	place uint32          // in the phrase, from 0
}

type slotTerm struct {
	term string
	list segment.PostingsList
}

// slots finds the words of a phrase in a field, the rarest first. If they cannot
// all be there, what remains of within is empty.
func (e *evaluation) slots(s *seg, field string, ps []search.Pattern, within *roaring.Bitmap) ([]slot, *roaring.Bitmap, error) {
	if len(ps) == 0 {
		return nil, roaring.New(), nil
	}
	out := make([]slot, 0, len(ps))
	for _, literal := range []bool{true, false} {
		known := len(out)
		for i, p := range ps {
			if _, ok := p.Term(); ok != literal {
				continue
			}
			sl, err := e.slot(s, field, p)
			if err != nil {
				return nil, nil, err
			}
			if sl.docs.IsEmpty() {
				return nil, sl.docs, nil
			}
			sl.place = uint32(i)
			out = append(out, sl)
		}
		slices.SortStableFunc(out[known:], func(a, b slot) int {
			return cmp.Compare(a.docs.GetCardinality(), b.docs.GetCardinality())
		})
		for _, sl := range out[known:] {
			if within = roaring.And(within, sl.docs); within.IsEmpty() {
				return nil, within, nil
			}
		}
	}
	return out, within, nil
}

func (e *evaluation) slot(s *seg, field string, p search.Pattern) (slot, error) {
	sl := slot{field: field}
	add := func(term string, d segment.TermDictionary) error {
		list, err := d.PostingsList([]byte(term), nil, nil)
		if err != nil {
			return err
		}
		if len(sl.terms) >= e.o.MaxPhraseTerms {
			return tooMany(e.o.MaxPhraseTerms, "a masked word of a phrase")
		}
		sl.terms = append(sl.terms, slotTerm{term, list})
		return nil
	}
	if term, ok := p.Term(); ok {
		d, err := s.data.Dictionary(field)
		if err != nil {
			return sl, err
		}
		if err := add(term, d); err != nil {
			return sl, err
		}
		sl.docs = postings(sl.terms[0].list)
		return sl, nil
	}
	m, err := e.matcher(p)
	if err != nil {
		return sl, err
	}
	if err := e.each(s, field, m, add); err != nil {
		return sl, err
	}
	u := newUnion(s.docs)
	for _, t := range sl.terms {
		u.addAll(postings(t.list))
	}
	sl.docs = u.bitmap()
	return sl, nil
}

// phrase is the documents with the words at places that follow each other.
func (e *evaluation) phrase(s *seg, field string, ps []search.Pattern, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	slots, docs, err := e.slots(s, field, ps, within)
	if err != nil || docs.IsEmpty() || len(ps) == 1 {
		return docs, err
	}
	f, err := s.finder(slots, docs)
	if err != nil {
		return nil, err
	}
	found := roaring.New()
	for it := docs.Iterator(); it.HasNext(); {
		if err := e.tick(); err != nil {
			return nil, err
		}
		doc := it.Next()
		starts, err := f.starts(doc)
		if err != nil {
			return nil, err
		}
		if len(starts) > 0 {
			found.Add(doc)
		}
	}
	return found, nil
}

// finder finds where in documents a phrase is.
type finder struct {
	slots   []slot
	placers []placer
	buf     []uint32
}

// finder is for documents that have every word of the phrase.
func (s *seg) finder(slots []slot, docs *roaring.Bitmap) (*finder, error) {
	f := &finder{slots: slots, placers: make([]placer, len(slots))}
	for i := range slots {
		var err error
		if f.placers[i], err = s.placer(&slots[i], docs); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// starts is the places at which the phrase begins in a document. Documents come
// in ascending order. The slice is good until the next call.
func (f *finder) starts(doc uint32) ([]uint32, error) {
	starts := f.buf[:0]
	for i, p := range f.placers {
		at, err := p.places(doc)
		if err != nil {
			return nil, err
		}
		place := f.slots[i].place
		if i > 0 {
			starts = follow(starts, at, place)
		} else {
			for _, a := range at {
				if a >= place {
					starts = append(starts, a-place)
				}
			}
			f.buf = starts
		}
		if len(starts) == 0 {
			break
		}
	}
	return starts, nil
}

// follow keeps those starts after which one of the places is n further. Both
// ascend.
func follow(starts, places []uint32, n uint32) []uint32 {
	kept := starts[:0]
	for _, s := range starts {
		at, found := slices.BinarySearch(places, s+n)
		if found {
			kept = append(kept, s)
		}
		places = places[at:]
	}
	return kept
}
