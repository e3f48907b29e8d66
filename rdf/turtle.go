package rdf

import "slices"

// AppendTurtle appends the graph as a Turtle document (RDF 1.1 Turtle): the
// prefixes that it uses, then the statements grouped by subject and predicate in
// the order in which each first appears in the graph. A blank node that is the
// object of one statement only is written inside it as [ … ], unless it is part
// of a cycle. IRIs are absolute or prefixed names; ns may be nil.
func AppendTurtle(dst []byte, g *Graph, ns *Namespaces) []byte {
	start := len(dst)
	w := newTurtle(g, ns)
	defer w.x.free()
	dst = w.body(dst)
	if len(dst) == start {
		return dst
	}
	header := w.x.header[:0]
	for i, p := range w.ns.prefixes {
		if w.x.used[i] {
			header = appendPrefix(header, p)
		}
	}
	w.x.header = header
	if len(header) == 0 {
		return slices.Delete(dst, start, start+1) // the empty line after the header
	}
	return slices.Insert(dst, start, header...)
}

// AppendTurtleHeader appends the declarations of all the prefixes, to be
// followed by any number of bodies.
func AppendTurtleHeader(dst []byte, ns *Namespaces) []byte {
	for _, p := range ns.Prefixes() {
		dst = appendPrefix(dst, p)
	}
	return dst
}

// AppendTurtleBody appends the statements as AppendTurtle does, without
// prefixes. Bodies can be joined if their label prefixes differ (see
// Graph.SetLabelPrefix).
func AppendTurtleBody(dst []byte, g *Graph, ns *Namespaces) []byte {
	w := newTurtle(g, ns)
	defer w.x.free()
	return w.body(dst)
}

// turtle writes one graph.
type turtle struct {
	x  *index
	g  *Graph
	ns *Namespaces
}

func newTurtle(g *Graph, ns *Namespaces) turtle {
	if ns == nil {
		ns = &Namespaces{}
	}
	x := newIndex(g)
	x.nest()
	x.used = append(x.used[:0], make([]bool, len(ns.prefixes))...)
	return turtle{x: x, g: g, ns: ns}
}

func appendPrefix(dst []byte, p Prefix) []byte {
	dst = append(append(dst, "@prefix "...), p.Name...)
	return append(appendIRI(append(dst, ": <"...), p.IRI), "> .\n"...)
}

func (w *turtle) body(dst []byte) []byte {
	for i := range w.x.nodes {
		nd := &w.x.nodes[i]
		if nd.state == nested || nd.first < 0 {
			continue
		}
		dst = append(dst, '\n')
		if nd.term.Kind == KindBlank && nd.refs == 0 {
			dst = append(dst, "[]"...)
		} else {
			dst = w.resource(dst, &nd.term)
		}
		dst = append(w.predicates(dst, nd, "\n    "), " .\n"...)
	}
	return dst
}

// predicates appends the predicates and objects of a node, each predicate after
// the line break and indentation given.
func (w *turtle) predicates(dst []byte, nd *node, indent string) []byte {
	for r := nd.first; r >= 0; r = w.x.runs[r].next {
		run := &w.x.runs[r]
		if r != nd.first {
			dst = append(dst, " ;"...)
		}
		dst = append(dst, indent...)
		if run.pred == rdfType {
			dst = w.objects(append(dst, 'a'), run, " ", indent)
			continue
		}
		dst = w.iri(dst, run.pred)
		if run.n == 1 {
			dst = w.objects(dst, run, " ", indent)
		} else {
			deeper := deeperIndent(indent, 4)
			dst = w.objects(dst, run, deeper, deeper)
		}
	}
	return dst
}

// objects appends the objects of a run, each after sep.
func (w *turtle) objects(dst []byte, run *run, sep, indent string) []byte {
	for i := run.first; i >= 0; i = w.x.next[i] {
		if i != run.first {
			dst = append(dst, ',')
		}
		dst = append(dst, sep...)
		o := &w.x.triples[i].O
		switch to := w.x.object[i]; {
		case o.Kind == KindLiteral:
			dst = w.literal(dst, o)
		case to >= 0 && w.x.nodes[to].state == nested:
			dst = w.nested(dst, &w.x.nodes[to], indent)
		default:
			dst = w.resource(dst, o)
		}
	}
	return dst
}

func (w *turtle) nested(dst []byte, nd *node, indent string) []byte {
	dst = append(dst, '[')
	if nd.first >= 0 {
		dst = append(w.predicates(dst, nd, deeperIndent(indent, 4)), indent...)
	}
	return append(dst, ']')
}

// indentation is a line break and more spaces than a document for people needs.
const indentation = "\n                                                                "

// deeperIndent returns a longer indentation, up to a limit, without allocating.
func deeperIndent(indent string, by int) string {
	return indentation[:min(len(indent)+by, len(indentation))]
}

func (w *turtle) resource(dst []byte, t *Term) []byte {
	if t.Kind == KindBlank {
		return appendLabel(append(dst, "_:"...), w.g, t.Value)
	}
	return w.iri(dst, t.Value)
}

// iri appends a prefixed name if the rest of the IRI makes a local name.
func (w *turtle) iri(dst []byte, iri string) []byte {
	if i := w.ns.find(iri); i >= 0 {
		p := &w.ns.prefixes[i]
		if local := iri[len(p.IRI):]; isLocal(local) {
			w.x.used[i] = true
			dst = append(append(dst, p.Name...), ':')
			return append(dst, local...)
		}
	}
	return append(appendIRI(append(dst, '<'), iri), '>')
}

// isLocal tells whether a string can stand after a prefix as it is: a PN_LOCAL
// (Turtle §6.5) of ASCII letters, digits, "_", "-", ":" and inner ".". Names
// that need an escape, and the empty name, are legal too, but there are parsers
// in wide use that misread them.
func isLocal(s string) bool {
	for i := range len(s) {
		c := s[i]
		inner := i > 0 && i < len(s)-1
		if charClass[c]&inLocal == 0 && !(c == '.' && inner) || c == '-' && i == 0 {
			return false
		}
	}
	return s != ""
}

func (w *turtle) literal(dst []byte, t *Term) []byte {
	lang, datatype := t.literalType()
	if datatype == xsdBoolean && (t.Value == "true" || t.Value == "false") {
		return append(dst, t.Value...)
	}
	dst = appendQuoted(dst, t.Value)
	switch {
	case lang != "":
		return append(append(dst, '@'), lang...)
	case datatype != "":
		return w.iri(append(dst, "^^"...), datatype)
	}
	return dst
}
