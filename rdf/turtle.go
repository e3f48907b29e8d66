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
	x   index
	g   *Graph
	ns  *Namespaces
	own ownIRI

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
	w.g, w.own = g, ownOf(g).unprefixed(ns)
	clear(w.used)
	w.x.group(g, "")
	w.x.nest()
	return w
}

func (w *turtle) release() {
	w.g, w.own = nil, ""
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
