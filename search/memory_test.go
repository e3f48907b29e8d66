package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"issnd/diagnostic"
	"issnd/issn"
)

// memory is an Index that looks at every document for every question: slow, and
// so simple that what it finds is what a plan means.
type memory struct {
	docs map[issn.ISSN]Document
	at   Position
}

func newMemory() *memory { return &memory{docs: map[issn.ISSN]Document{}} }

func (m *memory) Position(context.Context) (Position, error) { return m.at, nil }
func (m *memory) Documents(context.Context) (uint64, error)  { return uint64(len(m.docs)), nil }
func (m *memory) Close() error                               { return nil }

func (m *memory) Apply(_ context.Context, docs []Document, at Position) error {
	for _, d := range docs {
		if d.Gone {
			delete(m.docs, d.ISSN)
		} else {
			m.docs[d.ISSN] = d
		}
	}
	m.at = at
	return nil
}

func (m *memory) Search(ctx context.Context, p *Plan, w Window) (*Hits, error) {
	var found []Document
	for _, d := range m.docs {
		ok, err := has(ctx, d, p.Query)
		if err != nil {
			return nil, err
		}
		if !ok || p.Public && !d.Public || omitted(d, p.Sort) {
			continue
		}
		found = append(found, d)
	}
	for _, d := range found {
		for _, f := range p.Sort {
			if _, ok := sortTerm(d, f); !ok && f.Missing == MissingFail {
				return nil, diagnostic.New(diagnostic.SortMissingValue, "")
			}
		}
	}
	slices.SortFunc(found, func(a, b Document) int {
		if c := cmp.Compare(rankOf(ctx, a, p), rankOf(ctx, b, p)); c != 0 {
			return c
		}
		for _, f := range p.Sort {
			if c := compare(a, b, f); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.ISSN, b.ISSN)
	})
	h := &Hits{Total: uint64(len(found))}
	from := min(int(w.Offset), len(found))
	for _, d := range found[from:min(from+w.Limit, len(found))] {
		h.ISSNs = append(h.ISSNs, d.ISSN)
	}
	for _, r := range w.Facets {
		h.Facets = append(h.Facets, count(found, r))
	}
	return h, nil
}

func rankOf(ctx context.Context, d Document, p *Plan) int {
	for i, n := range p.Rank {
		if ok, _ := has(ctx, d, n); ok {
			return i
		}
	}
	return len(p.Rank)
}

func sortTerm(d Document, f SortField) (string, bool) {
	for _, name := range slices.Backward(f.Fields) {
		if t := tokensIn(d, name); len(t) > 0 {
			return t[0].Term, true
		}
	}
	return f.Value, f.Missing == MissingValue
}

func omitted(d Document, fields []SortField) bool {
	for _, f := range fields {
		if _, ok := sortTerm(d, f); !ok && f.Missing == MissingOmit {
			return true
		}
	}
	return false
}

func compare(a, b Document, f SortField) int {
	x, okX := sortTerm(a, f)
	y, okY := sortTerm(b, f)
	c := strings.Compare(x, y)
	if okX != okY {
		c = 1
		if okX {
			c = -1
		}
		if f.Missing == MissingLow {
			c = -c
		}
	}
	if f.Descending {
		c = -c
	}
	return c
}

func count(found []Document, r FacetRequest) []TermCount {
	counts := map[string]uint64{}
	for _, d := range found {
		for term := range termsIn(d, r.Fields) {
			counts[term]++
		}
	}
	var list []TermCount
	for term, n := range counts {
		if n >= r.MinCount {
			list = append(list, TermCount{term, n})
		}
	}
	slices.SortFunc(list, func(a, b TermCount) int {
		switch {
		case r.ByTerm && r.Descending:
			return strings.Compare(b.Term, a.Term)
		case r.ByTerm:
			return strings.Compare(a.Term, b.Term)
		case r.Descending && a.Count != b.Count:
			return cmp.Compare(a.Count, b.Count)
		case a.Count != b.Count:
			return cmp.Compare(b.Count, a.Count)
		}
		return strings.Compare(a.Term, b.Term)
	})
	list = list[min(r.Offset, len(list)):]
	if r.Limit >= 0 {
		list = list[:min(r.Limit, len(list))]
	}
	return list
}

func (m *memory) Terms(_ context.Context, r TermsRequest) (Terms, error) {
	counts := map[string]uint64{}
	for _, d := range m.docs {
		if r.Public && !d.Public {
			continue
		}
		for term := range termsIn(d, r.Fields) {
			if strings.HasPrefix(term, r.Prefix) {
				counts[term]++
			}
		}
	}
	var list []TermCount
	for term, n := range counts {
		list = append(list, TermCount{term, n})
	}
	slices.SortFunc(list, func(a, b TermCount) int { return strings.Compare(a.Term, b.Term) })
	at, _ := slices.BinarySearchFunc(list, r.From, func(t TermCount, s string) int { return strings.Compare(t.Term, s) })
	from, to := max(at-r.Before, 0), min(at+r.After, len(list))
	return Terms{Before: list[from:at], After: list[at:to], First: from == 0, Last: to == len(list)}, nil
}

func tokensIn(d Document, field string) []Token {
	for _, f := range d.Fields {
		if f.Field == field {
			return f.Tokens
		}
	}
	return nil
}

func termsIn(d Document, fields []string) map[string]bool {
	all := map[string]bool{}
	for _, name := range fields {
		for _, t := range tokensIn(d, name) {
			all[t.Term] = true
		}
	}
	return all
}

// has reports whether a document is in a node.
func has(ctx context.Context, d Document, n Node) (bool, error) {
	switch n := n.(type) {
	case All:
		return true, nil
	case None:
		return false, nil
	case *And:
		for _, sub := range n.Nodes {
			if ok, err := has(ctx, d, sub); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	case *Or:
		for _, sub := range n.Nodes {
			if ok, err := has(ctx, d, sub); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case *AndNot:
		ok, err := has(ctx, d, n.Keep)
		if !ok || err != nil {
			return false, err
		}
		drop, err := has(ctx, d, n.Drop)
		return !drop, err
	case *Filter:
		if ok, err := has(ctx, d, n.Of); !ok || err != nil {
			return false, err
		}
		ok, err := n.Keep(ctx, []issn.ISSN{d.ISSN})
		return err == nil && ok[0], err
	}
	return hasTerms(d, n), nil
}

func hasTerms(d Document, n Node) bool {
	switch n := n.(type) {
	case *Term:
		return termsIn(d, n.Fields)[n.Term]
	case *Range:
		for t := range termsIn(d, n.Fields) {
			if (n.From == "" || t > n.From || t == n.From && !n.OpenFrom) && (n.To == "" || t < n.To || t == n.To && !n.OpenTo) {
				return true
			}
		}
	case *Matching:
		for t := range termsIn(d, n.Fields) {
			if n.Pattern.Match(t) {
				return true
			}
		}
	case *Phrase:
		for _, f := range n.Fields {
			if len(places(tokensIn(d, f), n.Slots)) > 0 {
				return true
			}
		}
	case *Near:
		for _, f := range n.Fields {
			if near(n, places(tokensIn(d, f), n.Left), places(tokensIn(d, f), n.Right)) {
				return true
			}
		}
	}
	return false
}

// places is where the slots begin to match.
func places(tokens []Token, slots []Pattern) (list []uint32) {
	at := map[uint32][]string{}
	for _, t := range tokens {
		at[t.Pos] = append(at[t.Pos], t.Term)
	}
	for pos := range at {
		ok := true
		for i, s := range slots {
			ok = ok && slices.ContainsFunc(at[pos+uint32(i)], s.Match)
		}
		if ok {
			list = append(list, pos)
		}
	}
	return list
}

func near(n *Near, left, right []uint32) bool {
	for _, l := range left {
		for _, r := range right {
			// from the last word of the one that comes first to the first of the other
			distance := int(r) - int(l) - len(n.Left) + 1
			if r < l && !n.Ordered {
				distance = int(l) - int(r) - len(n.Right) + 1
			}
			if distance > 0 && distance < leap && n.Distance.holds(distance) {
				return true
			}
		}
	}
	return false
}

func (d Distance) holds(words int) bool {
	switch d.Comparison {
	case "<":
		return words < d.Words
	case "<=":
		return words <= d.Words
	case ">":
		return words > d.Words
	case ">=":
		return words >= d.Words
	case "<>":
		return words != d.Words
	}
	return words == d.Words
}
