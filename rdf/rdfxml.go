package rdf

import (
	"fmt"
	"slices"

	"issnd/internal/xmlw"
)

// PredicateError says that RDF/XML cannot express a graph because a predicate
// does not end in an XML name, or is a name that its syntax reserves (RDF 1.1
// XML Syntax §5.1, §6.1.4).
type PredicateError struct{ IRI string }

func (e *PredicateError) Error() string {
	return fmt.Sprintf("rdf/xml: predicate <%s> cannot be an element name", e.IRI)
}

// AppendRDFXML appends the graph as an RDF/XML document (RDF 1.1 XML Syntax),
// indented, with absolute IRIs. Nodes and blank nodes are arranged as
// AppendTurtle does. A predicate without a prefix in ns gets one on its own
// element. Characters that XML cannot hold become U+FFFD in literals. With a
// *PredicateError dst is returned as it was.
func AppendRDFXML(dst []byte, g *Graph, ns *Namespaces) ([]byte, error) {
	start := len(dst)
	w := newXMLWriter(g, ns)
	defer w.x.free()
	dst, err := w.body(dst)
	if err != nil {
		return dst[:start], err
	}
	w.x.header = appendXMLHeader(w.x.header[:0], w.ns, w.x.used)
	dst = slices.Insert(dst, start, w.x.header...)
	return AppendRDFXMLFooter(dst), nil
}

// AppendRDFXMLHeader appends the beginning of a document, with all the
// prefixes, to be followed by any number of bodies and the footer.
func AppendRDFXMLHeader(dst []byte, ns *Namespaces) []byte {
	if ns == nil {
		ns = &Namespaces{}
	}
	return appendXMLHeader(dst, ns, nil)
}

// AppendRDFXMLBody appends the node elements as AppendRDFXML does. Bodies can
// be joined if their label prefixes differ (see Graph.SetLabelPrefix).
func AppendRDFXMLBody(dst []byte, g *Graph, ns *Namespaces) ([]byte, error) {
	start := len(dst)
	w := newXMLWriter(g, ns)
	defer w.x.free()
	dst, err := w.body(dst)
	if err != nil {
		return dst[:start], err
	}
	return dst, nil
}

// AppendRDFXMLFooter appends the end of a document.
func AppendRDFXMLFooter(dst []byte) []byte { return append(dst, "</rdf:RDF>\n"...) }

// appendXMLHeader declares rdf and the used prefixes, all if used is nil.
func appendXMLHeader(dst []byte, ns *Namespaces, used []bool) []byte {
	dst = append(append(dst, xmlw.Header...), `<rdf:RDF xmlns:rdf="`+rdfNS+`"`...)
	for i, p := range ns.prefixes {
		if p.Name != "rdf" && (used == nil || used[i]) {
			dst = append(append(append(dst, "\n    xmlns:"...), p.Name...), `="`...)
			dst = append(xmlw.AppendAttr(dst, EscapeIRI(p.IRI)), '"')
		}
	}
	return append(dst, ">\n"...)
}

// xmlWriter writes one graph.
type xmlWriter struct {
	x     *index
	g     *Graph
	ns    *Namespaces
	local string // the prefix for predicates that ns does not cover
}

func newXMLWriter(g *Graph, ns *Namespaces) xmlWriter {
	if ns == nil {
		ns = &Namespaces{}
	}
	x := newIndex(g)
	x.nest()
	x.used = append(x.used[:0], make([]bool, len(ns.prefixes))...)
	w := xmlWriter{x: x, g: g, ns: ns, local: "p"}
	for slices.ContainsFunc(ns.prefixes, func(p Prefix) bool { return p.Name == w.local }) {
		w.local += "p"
	}
	return w
}

func (w *xmlWriter) body(dst []byte) ([]byte, error) {
	for r := range w.x.runs {
		if pred := w.x.runs[r].pred; w.prefix(pred) < 0 && splitName(pred) < 0 || reservedName(pred) {
			return dst, &PredicateError{IRI: pred}
		}
	}
	for i := range w.x.nodes {
		if nd := &w.x.nodes[i]; nd.state != nested && nd.first >= 0 {
			dst = w.node(dst, nd, "\n  ")
		}
	}
	return dst, nil
}

// node appends a node element; indent is a line break and its indentation.
func (w *xmlWriter) node(dst []byte, nd *node, indent string) []byte {
	dst = append(append(dst, indent[1:]...), "<rdf:Description"...)
	switch {
	case nd.term.Kind == KindIRI:
		dst = appendIRIAttr(dst, "about", nd.term.Value)
	case nd.state != nested && nd.refs > 0:
		dst = w.nodeID(dst, &nd.term)
	}
	if nd.first < 0 {
		return append(dst, "/>\n"...)
	}
	dst = append(dst, '>')
	for r := nd.first; r >= 0; r = w.x.runs[r].next {
		dst = w.property(dst, &w.x.runs[r], deeperIndent(indent, 2))
	}
	return append(append(dst, indent...), "</rdf:Description>\n"...)
}
