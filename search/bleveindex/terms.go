package bleveindex

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/search"
)

// termDocs is the documents of a segment with a term, by field; those fields
// are left out that have none.
type termDocs struct {
	fields []*roaring.Bitmap
	most   uint64 // not less than how many documents there are
}

func (s *seg) termDocs(n *search.Term) (t termDocs, err error) {
	for _, f := range n.Fields {
		b, err := s.term(f, n.Term)
		if err != nil {
			return t, err
		}
		if !b.IsEmpty() {
			t.fields = append(t.fields, b)
			t.most += b.GetCardinality()
		}
	}
	return t, nil
}

// within is those that are among the given ones.
func (t *termDocs) within(docs *roaring.Bitmap) *roaring.Bitmap {
	found := roaring.And(docs, t.fields[0])
	for _, b := range t.fields[1:] {
		found.Or(roaring.And(docs, b))
	}
	return found
}

// anyTerm is the documents with a term, which need be right only within the
// given ones. Nobody may change the bitmap.
func (s *seg) anyTerm(n *search.Term, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	t, err := s.termDocs(n)
	switch {
	case err != nil:
		return nil, err
	case len(t.fields) == 0:
		return roaring.New(), nil
	case len(t.fields) == 1:
		return t.fields[0], nil
	}
	return t.within(within), nil
}

// allTerms is the documents of a conjunction, within the given ones, as far as
// it is of terms, the rarest first, and what else it is of.
func (s *seg) allTerms(nodes []search.Node, within *roaring.Bitmap) (*roaring.Bitmap, []search.Node, error) {
	var terms []termDocs
	var rest []search.Node
	for _, n := range nodes {
		term, ok := n.(*search.Term)
		if !ok {
			rest = append(rest, n)
			continue
		}
		t, err := s.termDocs(term)
		if err != nil {
			return nil, nil, err
		}
		if len(t.fields) == 0 {
			return roaring.New(), nil, nil
		}
		terms = append(terms, t)
	}
	slices.SortStableFunc(terms, func(a, b termDocs) int { return cmp.Compare(a.most, b.most) })
	for _, t := range terms {
		if within.IsEmpty() {
			break
		}
		within = t.within(within)
	}
	return within, rest, nil
}
