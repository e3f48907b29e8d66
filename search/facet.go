package search

import (
	"strconv"

	"issnd/cql"
	"issnd/diagnostic"
)

// facets adds to the window what the index counts for the wishes, and returns
// the points that they name.
func (s *Service) facets(c *compiler, wishes []FacetWish, w *Window) ([]*Point, error) {
	if len(wishes) > s.limits.Facets {
		return nil, diagnostic.Newf(diagnostic.UnsupportedParameterValue, "facetLimit",
			"more than %s facets", strconv.Itoa(s.limits.Facets))
	}
	points := make([]*Point, len(wishes))
	for i, wish := range wishes {
		n := cql.ParseName(wish.Point)
		p, err := c.table.Find(n)
		if err != nil {
			return nil, err
		}
		if err := c.permit(p, n); err != nil {
			return nil, err
		}
		if !p.Facet {
			return nil, diagnostic.Newf(diagnostic.QueryFeatureUnsupported, wish.Point, "%s cannot be counted as a facet", wish.Point)
		}
		limit := wish.Count
		if limit < 0 || limit > s.limits.Terms {
			limit = s.limits.Terms
		}
		points[i] = p
		w.Facets = append(w.Facets, FacetRequest{
			Fields: c.fieldsOf(p), Offset: max(wish.Start, 1) - 1, Limit: limit,
			ByTerm: wish.ByTerm, Descending: wish.Descending, MinCount: wish.MinCount,
		})
	}
	return points, nil
}

// labelled makes facets of what the index counted.
func labelled(points []*Point, counts [][]TermCount, q *cql.Query) []Facet {
	list := make([]Facet, 0, len(points))
	for i, p := range points {
		f := Facet{Point: p}
		if i < len(counts) {
			f.Values = make([]FacetValue, len(counts[i]))
			for j, t := range counts[i] {
				f.Values[j] = FacetValue{Value: t.Term, Label: p.label(t.Term), Count: t.Count, Query: narrowed(q, p, t.Term)}
			}
		}
		list = append(list, f)
	}
	return list
}

// label is a value for people.
func (p *Point) label(value string) string {
	if p.Label != nil {
		if s := p.Label(value); s != "" {
			return s
		}
	}
	return value
}

// narrowed is CQL for the records of a query that have the value.
func narrowed(q *cql.Query, p *Point, value string) string {
	both := cql.Query{Root: &cql.Boolean{Op: cql.And, Left: q.Root, Right: cql.NewClause(p.Names[0], "=", value)}}
	return both.String()
}
