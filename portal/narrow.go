package portal

import (
	"issnd/cql"
	"issnd/diagnostic"
	"issnd/search"
)

// narrowing is a point by which the records are narrowed: they have one of the
// values, at least.
type narrowing struct {
	*search.Point
	values []string
}

// narrowings are the points of what has been chosen, in the order of choice.
// The error is a *diagnostic.Diagnostic.
func narrowings(t *search.Table, chosen []choice) ([]narrowing, error) {
	var out []narrowing
next:
	for _, c := range chosen {
		p, err := t.Find(cql.Name{Prefix: "issn", Base: c.Point})
		if err != nil || !p.Facet {
			return nil, diagnostic.Newf(diagnostic.UnsupportedIndex, "", "records cannot be narrowed by %s", quoted(c.Point))
		}
		for i := range out {
			if out[i].Point == p {
				out[i].values = append(out[i].values, c.Value)
				continue next
			}
		}
		out = append(out, narrowing{p, []string{c.Value}})
	}
	return out, nil
}

// node is the records that the narrowing leaves.
func (n *narrowing) node() cql.Node {
	var node cql.Node
	for _, v := range n.values {
		if one := cql.NewClause(n.Names[0], "=", v); node == nil {
			node = one
		} else {
			node = &cql.Boolean{Op: cql.Or, Left: node, Right: one}
		}
	}
	return node
}

// narrowed is the query for the records that all narrowings leave, but for the
// one by the point except.
func narrowed(q *cql.Query, by []narrowing, except *search.Point) *cql.Query {
	out := *q
	for i := range by {
		if by[i].Point != except {
			out.Root = &cql.Boolean{Prefixes: q.SortPrefixes, Op: cql.And, Left: out.Root, Right: by[i].node()}
		}
	}
	return &out
}
