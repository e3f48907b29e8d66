package rdf

import "sync"

// AppendJSONLDGraph appends the graph as flattened, expanded JSON-LD:
// {"@graph": […]} with one object for each subject, absolute IRIs as keys and
// no context.
func AppendJSONLDGraph(dst []byte, g *Graph) []byte {
	dst = AppendJSONLDNodes(append(dst, `{"@graph":[`...), g)
	return append(dst, "]}"...)
}

// AppendJSONLDNodes appends the objects of AppendJSONLDGraph with commas
// between them, nothing for an empty graph. Several graphs can be written into
// one array if their label prefixes differ (see Graph.SetLabelPrefix).
func AppendJSONLDNodes(dst []byte, g *Graph) []byte {
	w := flatWriters.Get().(*flatWriter)
	w.g = g
	w.x.group(g, "")
	for i := range w.x.nodes {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = w.node(dst, int32(i))
	}
	w.g = nil
	if w.x.release() {
		flatWriters.Put(w)
	}
	return dst
}

var flatWriters = sync.Pool{New: func() any { return &flatWriter{x: newIndex()} }}

// flatWriter writes one graph, and then others.
type flatWriter struct {
	x     index
	g     *Graph
	names []string // by symbol: the IRI as a JSON string
}

func (w *flatWriter) node(dst []byte, n int32) []byte {
	dst = w.id(append(dst, `{"@id":`...), w.x.term(n))
	for r := w.x.nodes[n].first; r >= 0; r = w.x.runs[r].next {
		run := &w.x.runs[r]
		if run.pred == symbolType {
			dst = w.types(dst, run)
			continue
		}
		dst = append(w.symbol(append(dst, ','), run.pred), ":["...)
		for i := run.first; i >= 0; i = w.x.statements[i].next {
			dst = w.value(appendMember(dst), &w.x.triples[i].O)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

// types appends the types that are IRIs as @type, and others, which @type cannot
// hold, under the IRI of rdf:type.
func (w *flatWriter) types(dst []byte, run *run) []byte {
	others, open := false, false
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		o := &w.x.triples[i].O
		if o.Kind != KindIRI {
			others = true
			continue
		}
		if !open {
			dst = append(dst, `,"@type":[`...)
			open = true
		}
		dst = w.iri(appendMember(dst), o.Value)
	}
	if open {
		dst = append(dst, ']')
	}
	if !others {
		return dst
	}
	dst = append(w.symbol(append(dst, ','), symbolType), ":["...)
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if o := &w.x.triples[i].O; o.Kind != KindIRI {
			dst = w.value(appendMember(dst), o)
		}
	}
	return append(dst, ']')
}

func (w *flatWriter) value(dst []byte, o *Term) []byte {
	if o.Kind == KindLiteral {
		return w.literal(dst, o)
	}
	return append(w.id(append(dst, `{"@id":`...), o), '}')
}

func (w *flatWriter) id(dst []byte, t *Term) []byte {
	if t.Kind == KindBlank {
		return append(appendLabel(append(dst, `"_:`...), w.g, t.Value), '"')
	}
	return w.iri(dst, t.Value)
}

func (w *flatWriter) iri(dst []byte, iri string) []byte {
	if n := w.x.symbols.find(iri); n >= 0 {
		return w.symbol(dst, n)
	}
	return appendJSONIRI(dst, iri)
}

func (w *flatWriter) symbol(dst []byte, n int32) []byte {
	for len(w.names) <= int(n) {
		w.names = append(w.names, string(appendJSONIRI(nil, w.x.symbols.iris[len(w.names)])))
	}
	return append(dst, w.names[n]...)
}

func (w *flatWriter) literal(dst []byte, t *Term) []byte {
	dst = AppendJSONString(append(dst, `{"@value":`...), t.Value)
	lang, datatype := t.literalType()
	switch {
	case lang != "":
		dst = append(append(append(dst, `,"@language":"`...), lang...), '"')
	case datatype != "":
		dst = w.iri(append(dst, `,"@type":`...), datatype)
	}
	return append(dst, '}')
}
