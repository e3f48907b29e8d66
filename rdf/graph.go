// Package rdf holds small RDF graphs and writes them as Turtle, N-Triples,
// RDF/XML and JSON-LD.
//
// The writers are our own because every dereferenced record goes through them;
// knakk/rdf reads Turtle back (vocabularies, tests), and package jsonld serves
// the JSON-LD profiles with json-gold.
package rdf

import "strconv"

// Kind tells what a Term is.
type Kind uint8

// The kinds of RDF term (RDF 1.1 Concepts §3.1). The zero Kind is no term.
const (
	None Kind = iota
	KindIRI
	KindBlank
	KindLiteral
)

// Term is an IRI, a blank node or a literal. Value is the IRI, the blank node
// label without "_:", or the lexical form. Datatype is the IRI of a typed
// literal, "" for xsd:string and for language-tagged strings; Lang is the
// language tag or "".
type Term struct {
	Kind     Kind
	Value    string
	Datatype string
	Lang     string
}

// IRI makes an IRI term.
func IRI(s string) Term { return Term{Kind: KindIRI, Value: s} }

// Literal makes a plain literal, an xsd:string.
func Literal(s string) Term { return Term{Kind: KindLiteral, Value: s} }

// Typed makes a literal with a datatype IRI.
func Typed(s, datatype string) Term {
	return Term{Kind: KindLiteral, Value: s, Datatype: datatype}
}

// LangString makes a language-tagged string.
func LangString(s, lang string) Term { return Term{Kind: KindLiteral, Value: s, Lang: lang} }

// Triple is one statement.
type Triple struct{ S, P, O Term }

// Graph is a list of triples in the order in which they were added, which the
// writers keep: put the statements of one subject together. A triple added
// twice is written twice, so builders add each once. Reset makes a Graph
// ready for reuse. The zero Graph is empty and ready.
type Graph struct {
	Triples []Triple
	blanks  int
	labels  string
}

// Add appends one triple.
func (g *Graph) Add(s, p, o Term) { g.Triples = append(g.Triples, Triple{s, p, o}) }

// NewBlank makes a blank node that is new in the graph: b0, b1, ….
func (g *Graph) NewBlank() Term {
	n := g.blanks
	g.blanks++
	if n < len(blankLabels) {
		return Term{Kind: KindBlank, Value: blankLabels[n]}
	}
	return Term{Kind: KindBlank, Value: "b" + strconv.Itoa(n)}
}

// SetLabelPrefix makes the writers put a prefix before the label of every blank
// node, so that several graphs can be written into one document without their
// blank nodes becoming one. Letters and digits, a letter first, read best.
func (g *Graph) SetLabelPrefix(prefix string) { g.labels = prefix }

// Reset empties the graph, forgets its label prefix and keeps its memory, with
// the strings in it until others take their place; a large graph lets go of it.
func (g *Graph) Reset() {
	if cap(g.Triples) > maxPooled {
		g.Triples = nil
	}
	g.Triples, g.blanks, g.labels = g.Triples[:0], 0, ""
}

// blankLabels is the labels of the first blank nodes, made once.
var blankLabels = func() (labels [100]string) {
	for i := range labels {
		labels[i] = "b" + strconv.Itoa(i)
	}
	return labels
}()
