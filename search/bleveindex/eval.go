package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/search"
)

// evaluation works out the nodes of one plan in one view. Documents that are
// deleted, or not for the audience, stay in until the end: the operations are
// the same with them, and they go at once from every node.
type evaluation struct {
	ctx    context.Context
	o      *Options
	fuzzy  *fuzzy
	view   *view
	public bool

	filtered map[*search.Filter]*filtered
	matchers map[string]*matcher
	terms    int // that all patterns together have stood for
	steps    int
}

// tick is called once in every loop that may be long.
func (e *evaluation) tick() error {
	if e.steps++; e.steps&0xff != 0 {
		return nil
	}
	return e.ctx.Err()
}

// query is the documents of each segment that match and that the audience may
// find. The bitmaps are not owned.
func (e *evaluation) query(n search.Node) ([]*roaring.Bitmap, error) {
	out := make([]*roaring.Bitmap, len(e.view.segs))
	for i, s := range e.view.segs {
		scope, err := s.scope(e.public)
		if err != nil {
			return nil, err
		}
		b, err := e.eval(n, s, scope)
		if err != nil {
			return nil, err
		}
		if b != scope {
			b = roaring.And(b, scope)
		}
		out[i] = b
	}
	return out, nil
}

// eval is the documents of a node in a segment. It need be right only within
// the given ones. Nobody may change the bitmap.
func (e *evaluation) eval(n search.Node, s *seg, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	if err := e.tick(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case search.All:
		return within, nil
	case search.None:
		return roaring.New(), nil
	case *search.And:
		return e.and(n, s, within)
	case *search.Or:
		return e.or(n, s, within)
	case *search.AndNot:
		return e.andNot(n, s, within)
	case *search.Term:
		return s.anyTerm(n, within)
	case *search.Range:
		return e.rangeOf(n, s)
	case *search.Matching:
		return e.matching(n, s)
	case *search.Phrase:
		return e.anyField(n.Fields, func(f string) (*roaring.Bitmap, error) { return e.phrase(s, f, n.Slots, within) })
	case *search.Near:
		return e.anyField(n.Fields, func(f string) (*roaring.Bitmap, error) { return e.near(s, f, n, within) })
	case *search.Filter:
		return e.filter(n, s, within)
	}
	return nil, fmt.Errorf("%w %T", errNoNode, n)
}

// anyField is the documents that have in any of the fields what in finds.
func (e *evaluation) anyField(fields []string, in func(string) (*roaring.Bitmap, error)) (*roaring.Bitmap, error) {
	var all *roaring.Bitmap
	for _, f := range fields {
		b, err := in(f)
		if err != nil {
			return nil, err
		}
		switch {
		case all == nil || all.IsEmpty():
			all = b
		case !b.IsEmpty():
			all = roaring.Or(all, b)
		}
	}
	if all == nil {
		return roaring.New(), nil
	}
	return all, nil
}

func (e *evaluation) and(n *search.And, s *seg, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	within, rest, err := s.allTerms(n.Nodes, within)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rest, func(a, b search.Node) int { return cmp.Compare(cost(a), cost(b)) })
	for _, c := range rest {
		if within.IsEmpty() {
			break
		}
		b, err := e.eval(c, s, within)
		if err != nil {
			return nil, err
		}
		if b != within {
			within = roaring.And(within, b)
		}
	}
	return within, nil
}

// cost orders the nodes of a conjunction: those that look at places of terms
// come late, when few documents are left to look at, and those that have records
// read last.
func cost(n search.Node) int {
	switch n := n.(type) {
	case *search.Filter:
		return 4
	case *search.Phrase, *search.Near:
		return 3
	case *search.Matching, *search.Range:
		return 2
	case *search.And:
		return costOf(n.Nodes)
	case *search.Or:
		return costOf(n.Nodes)
	case *search.AndNot:
		return max(cost(n.Keep), cost(n.Drop))
	}
	return 1
}

func costOf(nodes []search.Node) int {
	most := 0
	for _, n := range nodes {
		most = max(most, cost(n))
	}
	return most
}

func (e *evaluation) or(n *search.Or, s *seg, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	all := make([]*roaring.Bitmap, 0, len(n.Nodes))
	for _, c := range n.Nodes {
		b, err := e.eval(c, s, within)
		if err != nil {
			return nil, err
		}
		if b == within {
			return within, nil
		}
		if !b.IsEmpty() {
			all = append(all, b)
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return roaring.FastOr(all...), nil
}

// andNot works out first what is cheaper.
func (e *evaluation) andNot(n *search.AndNot, s *seg, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	if cost(n.Keep) > cost(n.Drop) {
		drop, err := e.eval(n.Drop, s, within)
		if err != nil {
			return nil, err
		}
		within = roaring.AndNot(within, drop)
		keep, err := e.eval(n.Keep, s, within)
		if err != nil {
			return nil, err
		}
		return roaring.And(keep, within), nil
	}
	keep, err := e.eval(n.Keep, s, within)
	if err != nil {
		return nil, err
	}
	keep = roaring.And(keep, within)
	if keep.IsEmpty() {
		return keep, nil
	}
	drop, err := e.eval(n.Drop, s, keep)
	if err != nil {
		return nil, err
	}
	return roaring.AndNot(keep, drop), nil
}
