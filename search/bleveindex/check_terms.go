package bleveindex

import (
	"hash/maphash"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"issnd/search"
)

// termHash stands for a term of a field at a place.
type termHash struct {
	field, term string
	place       uint32
}

func (k *checking) hash(field, term string, place uint32) uint64 {
	return maphash.Comparable(k.seed, termHash{field, term, place})
}

// sum is that of the terms that a document should have.
func (k *checking) sum(d *search.Document) (total uint64) {
	if d.Public {
		total += k.hash(fieldPublic, termPublic, 0)
	}
	for _, f := range d.Fields {
		places := k.schema[f.Field].Positions
		seen := map[string]bool{}
		for _, t := range f.Tokens {
			switch {
			case t.Term == "":
			case places:
				total += k.hash(f.Field, t.Term, t.Pos)
			case !seen[t.Term]:
				seen[t.Term] = true
				total += k.hash(f.Field, t.Term, 0)
			}
		}
	}
	return total
}

// terms goes once through the dictionaries of all segments, which is what the
// documents have, and compares.
func (k *checking) terms() error {
	for i, s := range k.view.segs {
		if k.chosen[i].IsEmpty() {
			continue
		}
		for _, field := range s.data.Fields() {
			if field == fieldID {
				continue
			}
			if err := k.field(i, field); err != nil {
				return err
			}
		}
		numbers, err := s.numbers()
		if err != nil {
			return err
		}
		for it := k.chosen[i].Iterator(); it.HasNext(); {
			doc := it.Next()
			if sums := k.sums[i][doc]; sums.want != sums.got {
				k.fault(numbers[doc], "has other terms in the index than the record")
			}
		}
	}
	return nil
}

// field adds up the terms of a field in the chosen documents of a segment.
func (k *checking) field(at int, field string) error {
	const often = 1024
	steps, places := 0, k.schema[field].Positions
	return k.view.segs[at].walk(field, nil, nil, nil, func(e *index.DictEntry, dict segment.TermDictionary) error {
		if steps++; steps%often == 0 && k.ctx.Err() != nil {
			return k.ctx.Err()
		}
		list, err := dict.PostingsList([]byte(e.Term), nil, nil)
		if err != nil {
			return err
		}
		in := roaring.And(postings(list), k.chosen[at])
		if in.IsEmpty() {
			return nil
		}
		sums := k.sums[at]
		r := &walker{it: restricted(list, in)}
		for it := in.Iterator(); it.HasNext(); {
			doc := it.Next()
			if !places {
				sums[doc].got += k.hash(field, e.Term, 0)
				continue
			}
			where, err := r.places(doc)
			if err != nil {
				return err
			}
			for _, place := range where {
				sums[doc].got += k.hash(field, e.Term, place)
			}
		}
		return nil
	})
}
