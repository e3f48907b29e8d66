package search

import (
	"slices"
	"strings"
)

// Usual is what most searches of the public ask for, which an engine makes ready
// before they do: fields to sort by, which are those of titles, and the fields
// of each facet, all of which a page of results counts.
func (t *Table) Usual() (orders []string, facets [][]string) {
	for _, p := range t.points {
		f := t.fields[p]
		if p.Facet && f.words[public] != "" {
			facets = append(facets, []string{f.words[public]})
		}
		if p.SortAs == "" {
			continue
		}
		by := t.fields[t.byName[strings.ToLower(p.SortAs)]].sort[public]
		if by != "" && !slices.Contains(orders, by) {
			orders = append(orders, by)
		}
	}
	return orders, facets
}
