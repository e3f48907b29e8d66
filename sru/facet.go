package sru

import (
	"strconv"
	"strings"

	"issnd/search"
)

// defaultFacet is how many terms a facet has whose number nobody says.
const defaultFacet = 10

// facetItem is one value of a parameter of facets.
type facetItem struct {
	parameter, value string
	index            string // "" if it holds for all facets
	set              func(w *search.FacetWish, value string) bool
}

// facets reads the four parameters of facets (Part 3, facetLimit, facetStart,
// facetSort, facetCount). Each is a list, separated by commas, of values that
// hold for the index after a colon, or for all that name none of their own.
// What is wanted is the indexes that any of them names or, where none does, all
// that have facets.
func (r *Request) facets() {
	all := search.FacetWish{Start: 1, Count: defaultFacet}
	items := r.facetItems()
	for _, i := range items {
		wish := &all
		if i.index != "" {
			if wish = r.facetOf(i.index, all); wish == nil {
				r.wrong(i.parameter, "There can be "+strconv.Itoa(limits.Facets)+" facets in one answer")
				return
			}
		}
		if !i.set(wish, i.value) {
			r.wrong(i.parameter, "The parameter cannot be "+strconv.Quote(i.value))
			return
		}
	}
	if len(items) > 0 && r.Facets == nil {
		r.Spread = &all
	}
}

// facetItems lists what is asked of facets, first what holds for all of them.
func (r *Request) facetItems() []facetItem {
	var all, named []facetItem
	for _, p := range [...]facetItem{
		{parameter: "facetLimit", set: facetLimit}, {parameter: "facetStart", set: facetStart},
		{parameter: "facetSort", set: facetSort}, {parameter: "facetCount", set: facetCount},
	} {
		for _, item := range splitFacets(r.Given.Get(p.parameter)) {
			p.value, p.index, _ = strings.Cut(item, ":")
			p.value, p.index = strings.TrimSpace(p.value), strings.TrimSpace(p.index)
			if p.index == "" {
				all = append(all, p)
			} else {
				named = append(named, p)
			}
		}
	}
	return append(all, named...)
}

// facetOf is the wish for an index, made of that for all if there is none yet;
// nil if there are too many.
func (r *Request) facetOf(index string, all search.FacetWish) *search.FacetWish {
	for i := range r.Facets {
		if strings.EqualFold(r.Facets[i].Point, index) {
			return &r.Facets[i]
		}
	}
	if len(r.Facets) == limits.Facets {
		return nil
	}
	all.Point = index
	r.Facets = append(r.Facets, all)
	return &r.Facets[len(r.Facets)-1]
}

// splitFacets splits a list. A word that only says in which direction to sort
// belongs to the word before.
func splitFacets(list string) []string {
	var out []string
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimSpace(item)
		switch value, _, _ := strings.Cut(item, ":"); {
		case item == "":
		case len(out) > 0 && direction(value) && !strings.Contains(out[len(out)-1], ":"):
			out[len(out)-1] += "/" + item
		default:
			out = append(out, item)
		}
	}
	return out
}

func direction(word string) bool {
	return strings.EqualFold(word, "ascending") || strings.EqualFold(word, "descending")
}

// facetLimit is how many terms are wanted: -1 for all.
func facetLimit(w *search.FacetWish, value string) bool {
	if value == "-1" {
		w.Count = -1
		return true
	}
	n, ok := parseNumber(value)
	w.Count = int(min(n, uint64(limits.Terms)))
	return ok
}

// facetStart is the position of the first term, from 1.
func facetStart(w *search.FacetWish, value string) bool {
	n, ok := parseNumber(value)
	w.Start = int(min(n, 1<<31-1))
	return ok && n > 0
}

// facetCount is how many records a term has at least.
func facetCount(w *search.FacetWish, value string) bool {
	n, ok := parseNumber(value)
	w.MinCount = n
	return ok
}

// facetSort is an order, recordCount or alphanumeric, and a direction. Terms
// by count begin with the highest, others with the first.
func facetSort(w *search.FacetWish, value string) bool {
	order, modifiers, _ := strings.Cut(value, "/")
	switch {
	case strings.EqualFold(order, "recordCount"), strings.EqualFold(order, "count"):
		w.ByTerm, w.Descending = false, false
	case strings.EqualFold(order, "alphanumeric"):
		w.ByTerm, w.Descending = true, false
	default:
		return false
	}
	for m := range strings.SplitSeq(modifiers, "/") {
		switch strings.ToLower(m) {
		case "", "casesensitive", "caseinsensitive": // terms are folded already
		case "ascending":
			w.Descending = !w.ByTerm
		case "descending":
			w.Descending = w.ByTerm
		default:
			return false
		}
	}
	return true
}
