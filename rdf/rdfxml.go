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
	dst, err := w.body(dst)
	if err == nil {
		w.header = append(w.header[:0], xmlOpening...)
		for i, d := range w.declarations {
			if w.used[1+i] {
				w.header = append(w.header, d...)
			}
		}
		dst = slices.Insert(dst, start, append(w.header, ">\n"...)...)
		dst = AppendRDFXMLFooter(dst)
	}
	w.release()
	return dst, err
}

// AppendRDFXMLHeader appends the beginning of a document, with all the
// prefixes, to be followed by any number of bodies and the footer.
func AppendRDFXMLHeader(dst []byte, ns *Namespaces) []byte {
	dst = append(dst, xmlOpening...)
	for _, p := range ns.Prefixes() {
		dst = appendXMLDeclaration(dst, p)
	}
	return append(dst, ">\n"...)
}

// AppendRDFXMLBody appends the node elements as AppendRDFXML does. Bodies can
// be joined if their label prefixes differ (see Graph.SetLabelPrefix).
func AppendRDFXMLBody(dst []byte, g *Graph, ns *Namespaces) ([]byte, error) {
	w := newXMLWriter(g, ns)
	dst, err := w.body(dst)
	w.release()
	return dst, err
}

// AppendRDFXMLFooter appends the end of a document.
func AppendRDFXMLFooter(dst []byte) []byte { return append(dst, "</rdf:RDF>\n"...) }

// xmlOpening is the beginning of every document, before other prefixes.
const xmlOpening = xmlw.Header + `<rdf:RDF xmlns:rdf="` + rdfNS + `"`

// appendXMLDeclaration declares a prefix on the root element, on a line of its
// own. The element declares rdf itself.
func appendXMLDeclaration(dst []byte, p Prefix) []byte {
	if p.Name == "rdf" {
		return dst
	}
	return appendXMLNS(append(dst, "\n   "...), p.Name, p.IRI)
}

func appendXMLNS(dst []byte, name, iri string) []byte {
	dst = append(append(append(dst, " xmlns:"...), name...), `="`...)
	return append(appendXMLIRI(dst, iri), '"')
}

// xmlWriter writes one graph, and then others with the same namespaces.
type xmlWriter struct {
	x     index
	g     *Graph
	ns    *Namespaces
	own   ownIRI
	local string // the prefix for predicates that ns does not cover

	declarations []string // by prefix
	names        []xmlName
	used         []bool // by prefix + 1
	header       []byte
}

func newXMLWriter(g *Graph, ns *Namespaces) *xmlWriter {
	if ns == nil {
		ns = noNamespaces
	}
	w, _ := ns.xmls.Get().(*xmlWriter)
	if w == nil {
		w = &xmlWriter{ns: ns, x: newIndex(), used: make([]bool, 1+len(ns.prefixes)), local: "p"}
		for _, p := range ns.prefixes {
			w.declarations = append(w.declarations, string(appendXMLDeclaration(nil, p)))
		}
		for slices.ContainsFunc(ns.prefixes, func(p Prefix) bool { return p.Name == w.local }) {
			w.local += "p"
		}
	}
	w.g, w.own = g, ownOf(g)
	clear(w.used)
	w.x.group(g, "")
	w.x.nest()
	return w
}

func (w *xmlWriter) release() {
	w.g, w.own = nil, ""
	if w.x.release() {
		w.ns.xmls.Put(w)
	}
}

// body appends the node elements, or nothing with an error.
func (w *xmlWriter) body(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = slices.Grow(dst, 80*len(w.x.triples)) // a little less than most need
	for r := range w.x.runs {
		if pred := w.x.runs[r].pred; w.name(pred).open == "" {
			return dst[:start], &PredicateError{IRI: w.x.symbols.iris[pred]}
		}
	}
	for i := range w.x.nodes {
		if nd := &w.x.nodes[i]; nd.state != nested && nd.first >= 0 {
			dst = w.node(dst, int32(i), "\n  ")
		}
	}
	return dst, nil
}

// node appends a node element; indent is a line break and its indentation.
func (w *xmlWriter) node(dst []byte, n int32, indent string) []byte {
	dst = append(append(dst, indent[1:]...), "<rdf:Description"...)
	nd, t := &w.x.nodes[n], w.x.term(n)
	switch {
	case t.Kind == KindIRI:
		dst = append(w.iri(append(dst, ` rdf:about="`...), t.Value), '"')
	case nd.state != nested && nd.refs > 0:
		dst = w.nodeID(dst, t)
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
