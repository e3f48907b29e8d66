package rdf

import (
	"slices"
	"strings"
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
	byLength []namespace // longest IRI first
}

type namespace struct {
	iri string
	at  int // its place among the prefixes
}

// NewNamespaces prepares a list of prefixes, which is copied. The order of the
// list is the order in which headers declare them. Of two prefixes that both
// begin an IRI the longer wins.
func NewNamespaces(prefixes []Prefix) *Namespaces {
	ns := &Namespaces{prefixes: slices.Clone(prefixes)}
	for i, p := range prefixes {
		if p.IRI != "" {
			ns.byLength = append(ns.byLength, namespace{p.IRI, i})
		}
	}
	slices.SortStableFunc(ns.byLength, func(a, b namespace) int { return len(b.iri) - len(a.iri) })
	return ns
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
	if ns == nil {
		return -1
	}
	for i := range ns.byLength {
		p := ns.byLength[i].iri
		if n := len(p); n <= len(iri) && iri[n-1] == p[n-1] && iri[:n] == p {
			return ns.byLength[i].at
		}
	}
	return -1
}
