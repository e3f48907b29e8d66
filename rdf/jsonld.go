package rdf

import "strings"

// maxEmbed is how deep node objects are embedded in each other; deeper nodes
// are written apart.
const maxEmbed = 64

// AppendJSONLD appends the graph as one JSON-LD 1.1 document in compact form,
// without white space, named by ctx.
//
// The document is one tree. It begins at root, which is also @base: the id of
// root is "" and those of its fragments are "#KeyTitle" and the like. A node is
// embedded where it is first reached, depth first in the order of the graph, and
// referred to elsewhere. Nodes that cannot be reached from root stand in
// "@included". With an empty root there is no @base, and "@graph" holds a tree
// for each node that is not embedded in an earlier one.
//
// "@context" is the address of ctx (see Context.At) or the definitions
// themselves. Booleans and integers under terms without a type are JSON values.
func AppendJSONLD(dst []byte, g *Graph, root string, ctx *Context) []byte {
	w := ldWriter{x: newLinkedIndex(g, root), g: g, ctx: ctx, scope: ctx.root}
	defer w.x.free()
	w.base, _, _ = strings.Cut(root, "#")
	dst = w.context(append(dst, `{"@context":`...))
	rest := `,"@graph":[`
	if root != "" {
		dst = w.node(append(dst, ','), 0, ctx.root, true)
		rest = `,"@included":[`
	}
	if listed := w.others(append(dst, rest...)); len(listed) > len(dst)+len(rest) {
		dst = append(listed, ']')
	}
	return append(dst, '}')
}

// ldWriter writes one compact document.
type ldWriter struct {
	x    *index
	g    *Graph
	ctx  *Context
	base string

	scope *scope // of the node object being written
	depth int    // of its embedding
}

func (w *ldWriter) context(dst []byte) []byte {
	inline := w.ctx.url == ""
	switch {
	case inline:
		dst = append(append(dst, '{'), w.ctx.inline...)
	case w.base == "":
		return AppendJSONString(dst, w.ctx.url)
	default:
		dst = append(AppendJSONString(append(dst, '['), w.ctx.url), ",{"...)
	}
	if w.base != "" {
		dst = append(appendMember(dst), `"@base":`...)
		dst = AppendJSONString(dst, EscapeIRI(w.base))
	}
	if inline {
		return append(dst, '}')
	}
	return append(dst, "}]"...)
}

// others appends the nodes that are not yet written.
func (w *ldWriter) others(dst []byte) []byte {
	for i := range w.x.nodes {
		nd := &w.x.nodes[i]
		if nd.state == begun || nd.first < 0 {
			continue
		}
		named := nd.term.Kind == KindIRI || nd.refs > 0
		dst = append(appendMember(dst), '{')
		dst = append(w.node(dst, int32(i), w.ctx.root, named), '}')
	}
	return dst
}

// node appends the members of a node object in which sc is in force.
func (w *ldWriter) node(dst []byte, n int32, sc *scope, named bool) []byte {
	outer := w.scope
	w.scope = sc
	w.depth++
	nd := &w.x.nodes[n]
	nd.state = begun
	if named {
		dst = w.id(append(dst, `"id":`...), &nd.term)
	}
	for r := nd.first; r >= 0; r = w.x.runs[r].next {
		dst = w.run(dst, r)
	}
	for _, t := range sc.reverse {
		dst = w.reverse(dst, nd, t)
	}
	w.depth--
	w.scope = outer
	return dst
}

// reverse appends the subjects of the statements with the property of t whose
// object is nd, as far as they can be embedded. The others are written or being
// written, and the statement with them.
func (w *ldWriter) reverse(dst []byte, nd *node, t *term) []byte {
	n := 0
	for i := nd.firstIn; i >= 0; i = w.x.nextIn[i] {
		if w.reversible(i, t) >= 0 {
			n++
		}
	}
	if n == 0 {
		return dst
	}
	array := n > 1 || t.Container == Set
	dst = openArray(append(appendMember(dst), t.name...), array)
	for i := nd.firstIn; i >= 0; i = w.x.nextIn[i] {
		if s := w.reversible(i, t); s >= 0 {
			w.x.written[i] = true
			dst = w.resource(appendElement(dst), &w.x.triples[i].S, s, t, false)
		}
	}
	return closeArray(dst, array)
}

// reversible returns the subject of a statement that is to be written under the
// reverse term t, or -1.
func (w *ldWriter) reversible(i int32, t *term) int32 {
	if w.x.written[i] || w.x.triples[i].P.Value != t.IRI {
		return -1
	}
	s := w.x.nodeOf(&w.x.triples[i].S, false)
	if !w.embeds(s) {
		return -1
	}
	return s
}

// resource appends a node as a value of t, which is nil under a bare IRI:
// embedded if this is its first place, else as a reference. In byRef, the node
// is the object of the statement that is written.
func (w *ldWriter) resource(dst []byte, o *Term, to int32, t *term, byRef bool) []byte {
	if to >= 0 && w.embeds(to) {
		nd := &w.x.nodes[to]
		anonymous := nd.term.Kind == KindBlank && (nd.refs == 0 || nd.refs == 1 && byRef)
		dst = w.node(append(dst, '{'), to, w.inner(t), !anonymous)
		return append(dst, '}')
	}
	switch {
	case t == nil || t.Type != CoerceID && t.Type != CoerceVocab:
		return append(w.id(append(dst, `{"id":`...), o), '}')
	case t.Type == CoerceVocab && o.Kind == KindIRI:
		return w.vocab(dst, o.Value)
	}
	return w.id(dst, o)
}

// embeds tells whether a node is to be embedded here: it has statements and is
// not written yet.
func (w *ldWriter) embeds(to int32) bool {
	nd := &w.x.nodes[to]
	return nd.state != begun && nd.first >= 0 && w.depth < maxEmbed
}

// inner returns the scope of the node objects that are values of t.
func (w *ldWriter) inner(t *term) *scope {
	if t == nil {
		return w.scope
	}
	return t.inner
}

// id appends the id of a node as a JSON string: relative to @base for root
// and its fragments, else compact if a prefix fits, else absolute.
func (w *ldWriter) id(dst []byte, t *Term) []byte {
	if t.Kind == KindBlank {
		return append(appendLabel(append(dst, `"_:`...), w.g, t.Value), '"')
	}
	if w.base != "" {
		if rest, ok := strings.CutPrefix(t.Value, w.base); ok && relative(rest) {
			return AppendJSONString(dst, EscapeIRI(rest))
		}
	}
	return w.compact(dst, t.Value)
}

// relative tells whether what follows the base in an IRI can stand alone: a
// fragment, not empty, of unreserved ASCII characters. A colon would make it look like a
// compact IRI, and there are processors that percent-encode other characters
// when they resolve.
func relative(rest string) bool {
	if rest == "" {
		return true
	}
	if rest[0] != '#' || len(rest) == 1 {
		return false
	}
	for i := 1; i < len(rest); i++ {
		if c := rest[i]; c == ':' || charClass[c]&inLocal == 0 && c != '.' {
			return false
		}
	}
	return true
}

// vocab appends the IRI of a property, class or datatype.
func (w *ldWriter) vocab(dst []byte, iri string) []byte {
	if key, ok := w.scope.vocab[iri]; ok {
		return AppendJSONString(dst, key)
	}
	return w.compact(dst, iri)
}

// compact appends an IRI with a prefix if one fits, else absolute.
func (w *ldWriter) compact(dst []byte, iri string) []byte {
	i := w.ctx.ns.find(iri)
	if i < 0 {
		return AppendJSONString(dst, EscapeIRI(iri))
	}
	p := &w.ctx.ns.prefixes[i]
	rest := iri[len(p.IRI):]
	if strings.HasPrefix(rest, "//") { // would read as a scheme and an authority
		return AppendJSONString(dst, EscapeIRI(iri))
	}
	dst = append(append(append(dst, '"'), p.Name...), ':')
	end := len(dst) - 1
	dst = AppendJSONString(dst[:end], EscapeIRI(rest))
	dst[end] = ':'
	return dst
}
