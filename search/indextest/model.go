package indextest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"issnd/issn"
	"issnd/search"
)

// model is an index that looks at every document for every question.
type model map[issn.ISSN]search.Document

func (m model) apply(docs []search.Document) {
	for _, d := range docs {
		if d.Gone {
			delete(m, d.ISSN)
		} else {
			m[d.ISSN] = d
		}
	}
}

// tokens is what a document has in a field.
func tokens(d search.Document, field string) []search.Token {
	for _, f := range d.Fields {
		if f.Field == field {
			return f.Tokens
		}
	}
	return nil
}

// search is search.Index.Search.
func (m model) search(p *search.Plan, w search.Window) *search.Hits {
	found := m.order(p)
	h := &search.Hits{Total: uint64(len(found))}
	lo := min(int(w.Offset), len(found))
	hi := min(lo+max(w.Limit, 0), len(found))
	for _, d := range found[lo:hi] {
		h.ISSNs = append(h.ISSNs, d.ISSN)
	}
	for _, r := range w.Facets {
		h.Facets = append(h.Facets, facet(found, r))
	}
	return h
}

// order is the documents that a plan finds, in its order.
func (m model) order(p *search.Plan) []search.Document {
	var found []search.Document
	for _, d := range m {
		if (d.Public || !p.Public) && matches(p.Query, d) && !omitted(d, p.Sort) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b search.Document) int {
		c := cmp.Compare(rank(p.Rank, a), rank(p.Rank, b))
		for _, s := range p.Sort {
			c = cmp.Or(c, compare(s, a, b))
		}
		return cmp.Or(c, cmp.Compare(a.ISSN, b.ISSN))
	})
	return found
}

func rank(nodes []search.Node, d search.Document) int {
	for i, n := range nodes {
		if matches(n, d) {
			return i
		}
	}
	return len(nodes)
}

// value is what a document is sorted by.
func value(s search.SortField, d search.Document) (string, bool) {
	for _, f := range slices.Backward(s.Fields) {
		if ts := tokens(d, f); len(ts) > 0 {
			return ts[0].Term, true
		}
	}
	return s.Value, s.Missing == search.MissingValue
}

func omitted(d search.Document, by []search.SortField) bool {
	for _, s := range by {
		if _, ok := value(s, d); !ok && s.Missing == search.MissingOmit {
			return true
		}
	}
	return false
}

func compare(s search.SortField, a, b search.Document) int {
	va, hasA := value(s, a)
	vb, hasB := value(s, b)
	c := 0
	switch {
	case hasA && hasB:
		c = strings.Compare(va, vb)
	case hasA || hasB:
		if c = 1; hasA {
			c = -1
		}
		if s.Missing == search.MissingLow {
			c = -c
		}
	}
	if s.Descending {
		return -c
	}
	return c
}

// facet counts terms among documents.
func facet(docs []search.Document, r search.FacetRequest) []search.TermCount {
	counts := countTerms(docs, r.Fields)
	var all []search.TermCount
	for _, t := range slices.Sorted(maps.Keys(counts)) {
		if counts[t] >= r.MinCount {
			all = append(all, search.TermCount{Term: t, Count: counts[t]})
		}
	}
	switch {
	case r.ByTerm && r.Descending:
		slices.Reverse(all)
	case !r.ByTerm:
		slices.SortStableFunc(all, func(a, b search.TermCount) int {
			if r.Descending {
				a, b = b, a
			}
			return cmp.Compare(b.Count, a.Count)
		})
	}
	all = all[min(r.Offset, len(all)):]
	if r.Limit >= 0 {
		all = all[:min(r.Limit, len(all))]
	}
	return all
}

// countTerms is how many of the documents have each term in any of the fields.
func countTerms(docs []search.Document, fields []string) map[string]uint64 {
	counts := map[string]uint64{}
	for _, d := range docs {
		seen := map[string]bool{}
		for _, f := range fields {
			for _, t := range tokens(d, f) {
				seen[t.Term] = true
			}
		}
		for t := range seen {
			counts[t]++
		}
	}
	return counts
}

// terms is search.Index.Terms.
func (m model) terms(r search.TermsRequest) search.Terms {
	var docs []search.Document
	for _, d := range m {
		if d.Public || !r.Public {
			docs = append(docs, d)
		}
	}
	counts := countTerms(docs, r.Fields)
	var before, after []search.TermCount
	for _, t := range slices.Sorted(maps.Keys(counts)) {
		c := search.TermCount{Term: t, Count: counts[t]}
		switch {
		case !strings.HasPrefix(t, r.Prefix):
		case t < r.From:
			before = append(before, c)
		default:
			after = append(after, c)
		}
	}
	n, k := min(r.Before, len(before)), min(r.After, len(after))
	return search.Terms{
		Before: before[len(before)-n:], First: n == len(before),
		After: after[:k], Last: k == len(after),
	}
}

// matches says whether a node has a document.
func matches(n search.Node, d search.Document) bool {
	switch n := n.(type) {
	case search.All:
		return true
	case search.None:
		return false
	case *search.And:
		return !slices.ContainsFunc(n.Nodes, func(c search.Node) bool { return !matches(c, d) })
	case *search.Or:
		return slices.ContainsFunc(n.Nodes, func(c search.Node) bool { return matches(c, d) })
	case *search.AndNot:
		return matches(n.Keep, d) && !matches(n.Drop, d)
	case *search.Term:
		return anyTerm(n.Fields, d, func(t string) bool { return t == n.Term })
	case *search.Range:
		return anyTerm(n.Fields, d, func(t string) bool { return inRange(n, t) })
	case *search.Matching:
		return anyTerm(n.Fields, d, func(t string) bool { return accepts(n.Pattern, t) })
	case *search.Phrase:
		return anyField(n.Fields, d, func(ts []search.Token) bool { return len(spans(n.Slots, ts)) > 0 })
	case *search.Near:
		return anyField(n.Fields, d, func(ts []search.Token) bool { return near(n, ts) })
	case *search.Filter:
		if !matches(n.Of, d) {
			return false
		}
		keep, err := n.Keep(context.Background(), []issn.ISSN{d.ISSN})
		return err == nil && keep[0]
	}
	panic("an unknown node")
}

func anyField(fields []string, d search.Document, ok func([]search.Token) bool) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return ok(tokens(d, f)) })
}

func anyTerm(fields []string, d search.Document, ok func(string) bool) bool {
	return anyField(fields, d, func(ts []search.Token) bool {
		return slices.ContainsFunc(ts, func(t search.Token) bool { return ok(t.Term) })
	})
}
