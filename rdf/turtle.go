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
	dst = w.body(dst)
	if len(dst) > start {
		w.header = w.header[:0]
		for i, d := range w.declarations {
			if w.used[1+i] {
				w.header = append(w.header, d...)
			}
		}
		if len(w.header) == 0 {
			dst = slices.Delete(dst, start, start+1) // the empty line after the header
		} else {
			dst = slices.Insert(dst, start, w.header...)
		}
	}
	w.release()
	return dst
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
	dst = w.body(dst)
	w.release()
	return dst
}

// turtle writes one graph, and then others with the same namespaces.
type turtle struct {
	x  index
	g  *Graph
	ns *Namespaces

	declarations []string // by prefix
	names        []turtleName
	used         []bool // by prefix + 1
	header       []byte
}

// turtleName is how a symbol is written.
type turtleName struct {
	text string
	used int // 1 + its prefix
}

func newTurtle(g *Graph, ns *Namespaces) *turtle {
	if ns == nil {
		ns = noNamespaces
	}
	w, _ := ns.turtles.Get().(*turtle)
	if w == nil {
		w = &turtle{ns: ns, x: newIndex(), used: make([]bool, 1+len(ns.prefixes))}
		for _, p := range ns.prefixes {
			w.declarations = append(w.declarations, string(appendPrefix(nil, p)))
		}
	}
	w.g = g
	clear(w.used)
	w.x.group(g, "")
	w.x.nest()
	return w
}

func (w *turtle) release() {
	w.g = nil
	if w.x.release() {
		w.ns.turtles.Put(w)
	}
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
		if t := w.x.term(int32(i)); t.Kind == KindBlank && nd.refs == 0 {
			dst = append(dst, "[]"...)
		} else {
			dst = w.resource(dst, t)
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
		if run.pred == symbolType {
			dst = w.objects(append(dst, 'a'), run, " ", indent)
			continue
		}
		dst = w.symbol(dst, run.pred)
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
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if i != run.first {
			dst = append(dst, ',')
		}
		dst = append(dst, sep...)
		o := &w.x.triples[i].O
		switch to := w.x.statements[i].object; {
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

func (w *turtle) iri(dst []byte, iri string) []byte {
	if n := w.x.symbols.find(iri); n >= 0 {
		return w.symbol(dst, n)
	}
	dst, used := w.ns.appendTurtle(dst, iri)
	w.used[used] = true
	return dst
}

// symbol appends what iri appends for the IRI with a number.
func (w *turtle) symbol(dst []byte, n int32) []byte {
	for len(w.names) <= int(n) {
		text, used := w.ns.appendTurtle(nil, w.x.symbols.iris[len(w.names)])
		w.names = append(w.names, turtleName{string(text), used})
	}
	name := &w.names[n]
	w.used[name.used] = true
	return append(dst, name.text...)
}

// appendTurtle appends a prefixed name if the rest of the IRI makes a local
// name, else the IRI in brackets. It returns 1 + the prefix used, or 0.
func (ns *Namespaces) appendTurtle(dst []byte, iri string) ([]byte, int) {
	if i := ns.find(iri); i >= 0 {
		p := &ns.prefixes[i]
		if local := iri[len(p.IRI):]; isLocal(local) {
			dst = append(append(dst, p.Name...), ':')
			return append(dst, local...), i + 1
		}
	}
	return append(appendIRI(append(dst, '<'), iri), '>'), 0
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
