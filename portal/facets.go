package portal

import (
	"context"
	"slices"

	"issnd/cql"
	"issnd/register"
	"issnd/search"
)

// How many values of a facet are shown, and how many at a time on demand.
const (
	facetValues     = 6
	facetValuesMore = 200
)

// openFacets lists the points whose values are seen at once.
var openFacets = [...]string{"country", "medium", "openAccess", "language"}

// facet is a facet as a page shows it.
type facet struct {
	Title      string
	Open, Adds bool // Adds: records are narrowed by it, and a value is one more alternative
	Values     []facetValue
	Less, More string // addresses of the values before and after these, "" where there are none
}

type facetValue struct {
	Label, Href string
	Count       uint64
}

// chip is a value that has been chosen.
type chip struct{ Title, Label, Remove string }

// counted is the values of a facet among so many records.
type counted struct {
	search.Facet
	total uint64
	by    *narrowing // what narrows the records by the facet, nil if nothing does
}

// wish is what a question wants of the facet of a point: one value more than
// is shown tells whether there are any.
func (q *question) wish(p *search.Point) search.FacetWish {
	if q.More == p.Name() {
		return search.FacetWish{Point: p.Names[0], Start: q.From, Count: facetValuesMore + 1, MinCount: 1}
	}
	return search.FacetWish{Point: p.Names[0], Start: 1, Count: facetValues + 1, MinCount: 1}
}

// wishes asks for all facets that the viewer may have, but for those by which
// the records are narrowed.
func wishes(t *search.Table, v register.Viewer, r *result) []search.FacetWish {
	var out []search.FacetWish
	for _, p := range t.For(v) {
		if p.Facet && !slices.ContainsFunc(r.By, func(n narrowing) bool { return n.Point == p }) {
			out = append(out, r.wish(p))
		}
	}
	return out
}

// count takes what was counted in the result. The values of a point by which it
// is narrowed are alternatives: they are counted among the records that there
// are without any of them. What fails here is only help that is not given.
func (s *Service) count(ctx context.Context, v register.Viewer, out *result) {
	for i := range out.By {
		by := &out.By[i]
		query := narrowed(out.Wide, out.By, by.Point)
		query.Sort = nil
		res, err := s.finder.Search(ctx, v, search.Request{Query: query, Start: 1, Facets: []search.FacetWish{out.wish(by.Point)}})
		if err == nil && len(res.Facets) == 1 {
			out.counted = append(out.counted, counted{res.Facets[0], res.Total, by})
		}
	}
	for _, f := range out.Facets {
		out.counted = append(out.counted, counted{f, out.Total, nil})
	}
}

// facets shows what would narrow the result, or add to it: values that have
// been chosen and such as all records have are left out.
func facets(r *result) []facet {
	var out []facet
	for _, f := range r.counted {
		name := f.Point.Name()
		shown := facet{Title: f.Point.Title, Adds: f.by != nil, Open: f.by != nil || r.More == name || slices.Contains(openFacets[:], name)}
		values, most, next := f.Values, facetValues, 1
		if r.More == name {
			most, next = facetValuesMore, r.From+facetValuesMore
			if r.From > 1 {
				shown.Less = r.values(name, max(r.From-facetValuesMore, 1)).url()
			}
		}
		if len(values) > most {
			values, shown.More = values[:most], r.values(name, next).url()
		}
		for _, v := range values {
			if v.Count < f.total && !f.chosen(v.Value) {
				shown.Values = append(shown.Values, facetValue{capital(v.Label), r.with(choice{name, v.Value}).url(), v.Count})
			}
		}
		if len(shown.Values) > 0 || shown.Less != "" || shown.More != "" {
			out = append(out, shown)
		}
	}
	return out
}

func (c *counted) chosen(value string) bool {
	return c.by != nil && slices.Contains(c.by.values, value)
}

// chips shows the values that have been chosen.
func chips(t *search.Table, q *question) []chip {
	var out []chip
	for _, c := range q.Chosen {
		shown := chip{Title: c.Point, Label: c.Value, Remove: q.without(c).url()}
		if p, err := t.Find(cql.Name{Prefix: "issn", Base: c.Point}); err == nil {
			shown.Title = p.Title
			if p.Label != nil {
				if s := p.Label(c.Value); s != "" {
					shown.Label = s
				}
			}
		}
		shown.Label = capital(shown.Label)
		out = append(out, shown)
	}
	return out
}
