package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"issnd/search"
)

// facetTerm is a term with its documents in a segment, which are owned.
type facetTerm struct {
	term string
	docs *roaring.Bitmap
}

// addFacets counts what is asked for.
func (v *view) addFacets(ctx context.Context, h *search.Hits, r *result, wanted []search.FacetRequest) error {
	for _, w := range wanted {
		counts, err := v.facet(ctx, r.docs, w)
		if errors.Is(err, context.DeadlineExceeded) {
			h.Partial, h.Facets = true, nil
			return nil
		}
		if err != nil {
			return err
		}
		h.Facets = append(h.Facets, counts)
	}
	return nil
}

func (v *view) facet(ctx context.Context, docs []*roaring.Bitmap, w search.FacetRequest) ([]search.TermCount, error) {
	v.gen.orders.follow(w.Fields)
	counts := map[string]uint64{}
	for i, s := range v.segs {
		if docs[i].IsEmpty() {
			continue
		}
		terms, err := s.facetTerms(w.Fields)
		if err != nil {
			return nil, err
		}
		for n, t := range terms {
			if n&0xff == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if c := docs[i].AndCardinality(t.docs); c > 0 {
				counts[t.term] += c
			}
		}
	}
	return chosen(counts, w), nil
}

// chosen is the part of the counts that is asked for.
func chosen(counts map[string]uint64, w search.FacetRequest) []search.TermCount {
	all := make([]search.TermCount, 0, len(counts))
	for t, n := range counts {
		if n >= w.MinCount {
			all = append(all, search.TermCount{Term: t, Count: n})
		}
	}
	slices.SortFunc(all, func(a, b search.TermCount) int {
		byTerm, byCount := cmp.Compare(a.Term, b.Term), cmp.Compare(b.Count, a.Count)
		switch {
		case w.ByTerm && w.Descending:
			return -byTerm
		case w.ByTerm:
			return byTerm
		case w.Descending:
			return cmp.Or(-byCount, byTerm)
		}
		return cmp.Or(byCount, byTerm)
	})
	all = all[min(max(w.Offset, 0), len(all)):]
	if w.Limit >= 0 {
		all = all[:min(w.Limit, len(all))]
	}
	return all
}

// facetTerms is the terms of the fields in a segment, each with the documents
// that have it in any of them.
func (s *seg) facetTerms(fields []string) ([]facetTerm, error) {
	return s.facets.get(strings.Join(fields, "\x00"), func() ([]facetTerm, error) { return s.readFacetTerms(fields) })
}

func (s *seg) readFacetTerms(fields []string) ([]facetTerm, error) {
	docs := map[string]*roaring.Bitmap{}
	for _, f := range fields {
		err := s.walk(f, nil, nil, nil, func(t *index.DictEntry, d segment.TermDictionary) error {
			list, err := d.PostingsList([]byte(t.Term), nil, nil)
			if err != nil {
				return err
			}
			b := docs[t.Term]
			if b == nil {
				b = roaring.New()
				docs[t.Term] = b
			}
			b.Or(postings(list))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	terms := make([]facetTerm, 0, len(docs))
	for t, b := range docs {
		b.RunOptimize()
		terms = append(terms, facetTerm{term: t, docs: owned(b)})
	}
	return terms, nil
}
