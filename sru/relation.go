package sru

import (
	"strings"

	"issnd/register"
	"issnd/search"
)

// relations lists the relations that a point of a kind can be asked with, the
// one that is meant where none is named first.
func relations(k search.Kind) []string {
	switch k {
	case search.Code:
		return []string{"=", "==", "exact", "<>", "any"}
	case search.Number, search.Date:
		return []string{"=", "==", "<>", "<", "<=", ">", ">=", "within"}
	}
	return []string{"=", "==", "exact", "<>", "adj", "all", "any"}
}

// sortable reports whether results can be ordered by a point.
func sortable(p *search.Point) bool { return p.Sort || p.SortAs != "" }

// uses says what else than search a point is for.
func uses(p *search.Point) string {
	var out []string
	if p.Scan {
		out = append(out, "scan")
	}
	if sortable(p) {
		out = append(out, "sort")
	}
	if p.Facet {
		out = append(out, "facets")
	}
	return strings.Join(out, ", ")
}

// needsKey reports whether the public may not use a point by its name.
func needsKey(p *search.Point) bool { return p.Tier > register.Released }

// allPoints lists the points that somebody with a key may use.
func (s *Service) allPoints() []*search.Point {
	return s.points.For(register.NewViewer("", register.Complete))
}
