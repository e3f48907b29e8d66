package rdf

import (
	"slices"
	"strings"
	"sync"
)

// IRIs that the writers themselves know.
const (
	rdfNS      = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfType    = rdfNS + "type"
	langString = rdfNS + "langString"
	xsdNS      = "http://www.w3.org/2001/XMLSchema#"
	xsdString  = xsdNS + "string"
	xsdBoolean = xsdNS + "boolean"
	xsdInteger = xsdNS + "integer"
)

// Prefix is a short name for the beginning of IRIs: "bf" for
// "http://id.loc.gov/ontologies/bibframe/".
type Prefix struct{ Name, IRI string }

// Namespaces is a list of prefixes, prepared for finding the prefix of an IRI.
// It does not change and may be shared. A nil Namespaces has no prefixes.
type Namespaces struct {
	prefixes []Prefix
	pick     int              // the place in an IRI where the prefixes differ most
	byPick   [256][]namespace // by the byte there: the prefixes, longest first

	turtles sync.Pool // of *turtle
	xmls    sync.Pool // of *xmlWriter
}

type namespace struct {
	iri string
	at  int // its place among the prefixes
}

// noNamespaces stands for nil where writers are kept.
var noNamespaces = NewNamespaces(nil)

// NewNamespaces prepares a list of prefixes, which is copied. The order of the
// list is the order in which headers declare them. Of two prefixes that both
// begin an IRI the longer wins.
func NewNamespaces(prefixes []Prefix) *Namespaces {
	ns := &Namespaces{prefixes: slices.Clone(prefixes)}
	var all []namespace
	for i, p := range prefixes {
		if p.IRI != "" {
			all = append(all, namespace{p.IRI, i})
		}
	}
	slices.SortStableFunc(all, func(a, b namespace) int { return len(b.iri) - len(a.iri) })
	ns.pick = pick(all)
	for _, p := range all {
		c := p.iri[ns.pick]
		ns.byPick[c] = append(ns.byPick[c], p)
	}
	return ns
}

// pick returns the position, within the shortest of the IRIs, at which the
// fewest of them have the same byte.
func pick(byLength []namespace) int {
	if len(byLength) == 0 {
		return 0
	}
	best, fewest := 0, len(byLength)+1
	for i := range len(byLength[len(byLength)-1].iri) {
		var n [256]int
		most := 0
		for _, p := range byLength {
			n[p.iri[i]]++
			most = max(most, n[p.iri[i]])
		}
		if most < fewest {
			best, fewest = i, most
		}
	}
	return best
}

// Prefixes returns a copy of the list.
func (ns *Namespaces) Prefixes() []Prefix {
	if ns == nil {
		return nil
	}
	return slices.Clone(ns.prefixes)
}

// Shorten splits an IRI into the name of its longest prefix and the rest, which
// may be empty; ok is false if no prefix begins the IRI.
func (ns *Namespaces) Shorten(iri string) (name, local string, ok bool) {
	i := ns.find(iri)
	if i < 0 {
		return "", "", false
	}
	return ns.prefixes[i].Name, iri[len(ns.prefixes[i].IRI):], true
}

// Expand returns the IRI that "name:local" stands for; ok is false if the
// prefix is not declared.
func (ns *Namespaces) Expand(curie string) (iri string, ok bool) {
	name, local, found := strings.Cut(curie, ":")
	if !found || ns == nil {
		return "", false
	}
	for _, p := range ns.prefixes {
		if p.Name == name {
			return p.IRI + local, true
		}
	}
	return "", false
}

// find returns the index of the longest prefix that begins iri, or -1. The
// last byte is compared first: most prefixes fail there.
func (ns *Namespaces) find(iri string) int {
	if ns == nil || len(iri) <= ns.pick {
		return -1
	}
	for _, c := range ns.byPick[iri[ns.pick]] {
		p := c.iri
		if n := len(p); n <= len(iri) && iri[n-1] == p[n-1] && iri[:n] == p {
			return c.at
		}
	}
	return -1
}
