package rdf

import "strings"

// AppendJSONLD appends the graph as one JSON-LD 1.1 document in compact form,
// without white space, named by ctx.
//
// The document is one tree. It begins at root, which is also @base: the id of
// root is "" and those of its fragments are "#KeyTitle" and the like. A node is
// embedded in one place, the first of those nearest to root: in the order of the
// graph, through a property before through a reverse term. Elsewhere it is
// referred to. Nodes that cannot be reached from root stand in "@included". With
// an empty root there is no @base, and "@graph" holds a tree for each node that
// is not embedded in an earlier one.
//
// "@context" is the address of ctx (see Context.At) or the definitions
// themselves. Booleans and integers under terms without a type are JSON values.
func AppendJSONLD(dst []byte, g *Graph, root string, ctx *Context) []byte {
	w, _ := ctx.writers.Get().(*ldWriter)
	if w == nil {
		w = &ldWriter{x: newIndex(), ns: ctx.ns, scopes: ctx.scopes, known: make([][]ldTerms, len(ctx.scopes))}
	}
	w.g = g
	w.base, _, _ = strings.Cut(root, "#")
	w.x.group(g, root)
	w.link()
	w.place()
	dst = w.document(dst, ctx, root != "")
	w.g, w.base = nil, ""
	if w.x.release() {
		ctx.writers.Put(w)
	}
	return dst
}

// ldWriter writes one compact document, and then others with the same prefixes
// and terms.
type ldWriter struct {
	x      index
	ns     *Namespaces
	scopes []*scope

	g     *Graph
	base  string
	scope *scope // of the node object being written

	names   []ldName
	known   [][]ldTerms // by scope and symbol
	places  []ldPlace   // by node
	follow  []int32     // by statement: the next one with the same object, of those to reverse
	written []bool      // by statement
	queue   []int32     // of nodes
}

func (w *ldWriter) document(dst []byte, ctx *Context, rooted bool) []byte {
	dst = w.context(append(dst, `{"@context":`...), ctx)
	rest := `,"@graph":[`
	if rooted {
		dst = w.node(append(dst, ','), 0, true)
		rest = `,"@included":[`
	}
	if listed := w.others(append(dst, rest...)); len(listed) > len(dst)+len(rest) {
		dst = append(listed, ']')
	}
	return append(dst, '}')
}

func (w *ldWriter) context(dst []byte, ctx *Context) []byte {
	inline := ctx.url == ""
	switch {
	case inline:
		dst = append(append(dst, '{'), ctx.inline...)
	case w.base == "":
		return append(dst, ctx.urlJSON...)
	default:
		dst = append(append(append(dst, '['), ctx.urlJSON...), ",{"...)
	}
	if w.base != "" {
		dst = append(appendMember(dst), `"@base":`...)
		dst = appendJSONIRI(dst, w.base)
	}
	if inline {
		return append(dst, '}')
	}
	return append(dst, "}]"...)
}

// others appends the trees that do not begin at root.
func (w *ldWriter) others(dst []byte) []byte {
	for i := range w.places {
		n := int32(i)
		if w.places[n].at != topLevel || n == 0 && w.rooted() {
			continue
		}
		named := w.x.nodes[n].refs > 0 || w.x.term(n).Kind == KindIRI
		dst = append(appendMember(dst), '{')
		dst = append(w.node(dst, n, named), '}')
	}
	return dst
}

// rooted tells whether node 0 is the root that was asked for.
func (w *ldWriter) rooted() bool { return w.x.root.Kind != None }

// node appends the members of a node object.
func (w *ldWriter) node(dst []byte, n int32, named bool) []byte {
	outer := w.scope
	w.scope = w.scopes[w.places[n].scope]
	if named {
		dst = w.id(append(dst, `"id":`...), w.x.term(n))
	}
	for r := w.x.nodes[n].first; r >= 0; r = w.x.runs[r].next {
		dst = w.run(dst, r)
	}
	if w.places[n].firstIn >= 0 {
		for _, t := range w.scope.reverse {
			dst = w.reverse(dst, n, t)
		}
	}
	w.scope = outer
	return dst
}

// reverse appends the nodes whose place is inside node n through the reverse
// term t.
func (w *ldWriter) reverse(dst []byte, n int32, t *term) []byte {
	count := 0
	for i := w.places[n].firstIn; i >= 0; i = w.follow[i] {
		if w.reversed(i, t) {
			count++
		}
	}
	if count == 0 {
		return dst
	}
	array := count > 1 || t.isSet
	dst = openArray(append(appendMember(dst), t.name...), array)
	for i := w.places[n].firstIn; i >= 0; i = w.follow[i] {
		if w.reversed(i, t) {
			dst = w.embed(appendElement(dst), w.x.subject(i), false)
		}
	}
	return closeArray(dst, array)
}

// reversed tells whether the place of the subject of a statement is inside the
// object through the reverse term t.
func (w *ldWriter) reversed(i int32, t *term) bool {
	return w.written[i] && w.places[w.x.subject(i)].at == i && w.x.triples[i].P.Value == t.IRI
}

// embed appends a node object. In byRef, the node is the object of the statement
// that is written.
func (w *ldWriter) embed(dst []byte, n int32, byRef bool) []byte {
	refs := w.x.nodes[n].refs
	anonymous := (refs == 0 || refs == 1 && byRef) && w.x.term(n).Kind == KindBlank
	return append(w.node(append(dst, '{'), n, !anonymous), '}')
}

// resource appends the object of statement i as a value of t, which is nil under
// a bare IRI: embedded if this is its place, else as a reference.
func (w *ldWriter) resource(dst []byte, i int32, t *term) []byte {
	if to := w.x.statements[i].object; to >= 0 && w.places[to].at == i {
		return w.embed(dst, to, true)
	}
	o := &w.x.triples[i].O
	switch {
	case t == nil || !t.isID:
		return append(w.id(append(dst, `{"id":`...), o), '}')
	case o.Kind == KindIRI && t.Type == CoerceVocab:
		return w.vocab(dst, o.Value)
	}
	return w.id(dst, o)
}
