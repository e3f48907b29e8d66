package portal

import (
	"slices"

	"issnd/cql"
	"issnd/register"
	"issnd/search"
)

// How many values of a facet are shown, and how many on demand.
const (
	facetValues     = 6
	facetValuesMore = 200
)

// openFacets lists the points whose values are seen at once.
var openFacets = [...]string{"country", "medium", "openAccess", "language"}

// facet is a facet as a page shows it.
type facet struct {
	Title  string
	Open   bool
	Values []facetValue
	More   string // address that shows more values, "" if these are all
}

type facetValue struct {
	Label, Href string
	Count       uint64
}

// chip is a value that has been chosen.
type chip struct{ Title, Label, Remove string }

// wishes asks for all facets that the viewer may have.
func wishes(t *search.Table, v register.Viewer, q *question) []search.FacetWish {
	var out []search.FacetWish
	for _, p := range t.For(v) {
		if !p.Facet {
			continue
		}
		w := search.FacetWish{Point: p.Names[0], Count: facetValues + 1, MinCount: 1}
		if q.More == p.Name() {
			w.Count = facetValuesMore
		}
		out = append(out, w)
	}
	return out
}

// facets shows what would narrow the result: values that have been chosen and
// such as all records have are left out.
func facets(q *question, res *search.Result) []facet {
	var out []facet
	for _, f := range res.Facets {
		name := f.Point.Name()
		shown := facet{Title: f.Point.Title, Open: q.More == name || slices.Contains(openFacets[:], name)}
		values := f.Values
		if q.More != name && len(values) > facetValues {
			values = values[:facetValues]
			more := q.at(1)
			more.More = name
			shown.More = more.url()
		}
		for _, v := range values {
			c := choice{name, v.Value}
			if v.Count < res.Total && !slices.Contains(q.Chosen, c) {
				shown.Values = append(shown.Values, facetValue{capital(v.Label), q.with(c).url(), v.Count})
			}
		}
		if len(shown.Values) > 0 {
			out = append(out, shown)
		}
	}
	return out
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
