package bleveindex

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"issnd/search"
)

// slot is the lists of postings of a word in a phrase: one, or with masks one
// for each term.
type slot struct {
	lists []segment.PostingsList
	docs  *roaring.Bitmap
	id    longID // of the one term of a word without masks
}

// slots finds the words of a phrase in a field. If they cannot all be there,
// what remains of within is empty.
func (e *evaluation) slots(s *seg, field string, ps []search.Pattern, within *roaring.Bitmap) ([]slot, *roaring.Bitmap, error) {
	if len(ps) == 0 {
		return nil, roaring.New(), nil
	}
	out := make([]slot, len(ps))
	for i, p := range ps {
		var err error
		if out[i], err = e.slot(s, field, p); err != nil {
			return nil, nil, err
		}
		within = roaring.And(within, out[i].docs)
		if within.IsEmpty() {
			break
		}
	}
	return out, within, nil
}

func (e *evaluation) slot(s *seg, field string, p search.Pattern) (slot, error) {
	var sl slot
	add := func(term string, d segment.TermDictionary) error {
		list, err := d.PostingsList([]byte(term), nil, nil)
		if err != nil {
			return err
		}
		if len(sl.lists) >= e.o.MaxPhraseTerms {
			return tooMany(e.o.MaxPhraseTerms)
		}
		sl.lists = append(sl.lists, list)
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
		sl.docs, sl.id = postings(sl.lists[0]), longID{s.id, field, term}
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
	for _, l := range sl.lists {
		u.addAll(postings(l))
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
	f, err := e.finder(slots, docs)
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
	slots []*reader
	buf   []uint32
}

// finder is for documents that have every word of the phrase.
func (e *evaluation) finder(slots []slot, docs *roaring.Bitmap) (*finder, error) {
	f := &finder{slots: make([]*reader, len(slots))}
	for i, sl := range slots {
		var err error
		if f.slots[i], err = e.reader(sl, docs); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// starts is the places at which the phrase begins in a document. Documents come
// in ascending order. The slice is good until the next call.
func (f *finder) starts(doc uint32) ([]uint32, error) {
	var starts []uint32
	for i, r := range f.slots {
		at, err := r.places(doc)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			f.buf = append(f.buf[:0], at...)
			starts = f.buf
			continue
		}
		// Every list is read to the end of the document, found or not: the readers
		// keep in step.
		starts = follow(starts, at, uint32(i))
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
