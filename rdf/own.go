package rdf

import "strings"

// ownIRI is the first subject of a graph, which many of its IRIs begin with, or
// "" if a writer cannot write it as it is: of those, it has to look only at the
// rest.
type ownIRI string

func ownOf(g *Graph) ownIRI {
	if len(g.Triples) == 0 || g.Triples[0].S.Kind != KindIRI {
		return ""
	}
	iri := g.Triples[0].S.Value
	if span(iri, inPlainIRI) < len(iri) {
		return ""
	}
	return ownIRI(iri)
}

// unprefixed returns the IRI if neither it nor a longer one has a prefix.
func (o ownIRI) unprefixed(ns *Namespaces) ownIRI {
	for i := range ns.prefixes {
		iri := ns.prefixes[i].IRI
		if strings.HasPrefix(string(o), iri) || strings.HasPrefix(iri, string(o)) {
			return ""
		}
	}
	return o
}

// begins tells whether an IRI begins with o and is written as it is.
func (o ownIRI) begins(iri string) bool {
	return o != "" && strings.HasPrefix(iri, string(o)) && span(iri[len(o):], inPlainIRI) == len(iri)-len(o)
}
