package rdf

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
	x := newIndex(g)
	defer x.free()
	first := true
	for i := range x.nodes {
		nd := &x.nodes[i]
		if nd.first < 0 {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = appendFlatID(append(dst, '{'), g, &nd.term)
		for r := nd.first; r >= 0; r = x.runs[r].next {
			dst = x.flatRun(dst, g, &x.runs[r])
		}
		dst = append(dst, '}')
	}
	return dst
}

// flatRun appends the statements of a run, the types that are IRIs as @type.
func (x *index) flatRun(dst []byte, g *Graph, run *run) []byte {
	if run.pred != rdfType {
		return x.flatMember(dst, g, run, run.pred, func(*Term) bool { return true })
	}
	dst = x.flatMember(dst, g, run, "@type", func(o *Term) bool { return o.Kind == KindIRI })
	return x.flatMember(dst, g, run, rdfType, func(o *Term) bool { return o.Kind != KindIRI })
}

func (x *index) flatMember(dst []byte, g *Graph, run *run, key string, accept func(*Term) bool) []byte {
	open := false
	for i := run.first; i >= 0; i = x.next[i] {
		o := &x.triples[i].O
		if !accept(o) {
			continue
		}
		if !open {
			dst = AppendJSONString(append(dst, ','), EscapeIRI(key))
			dst = append(dst, ":["...)
			open = true
		} else {
			dst = append(dst, ',')
		}
		switch {
		case key == "@type":
			dst = AppendJSONString(dst, EscapeIRI(o.Value))
		case o.Kind == KindLiteral:
			dst = appendFlatLiteral(dst, o)
		default:
			dst = append(appendFlatID(append(dst, '{'), g, o), '}')
		}
	}
	if open {
		dst = append(dst, ']')
	}
	return dst
}

func appendFlatID(dst []byte, g *Graph, t *Term) []byte {
	dst = append(dst, `"@id":`...)
	if t.Kind == KindBlank {
		return append(appendLabel(append(dst, `"_:`...), g, t.Value), '"')
	}
	return AppendJSONString(dst, EscapeIRI(t.Value))
}

func appendFlatLiteral(dst []byte, t *Term) []byte {
	dst = AppendJSONString(append(dst, `{"@value":`...), t.Value)
	lang, datatype := t.literalType()
	switch {
	case lang != "":
		dst = append(append(append(dst, `,"@language":"`...), lang...), '"')
	case datatype != "":
		dst = AppendJSONString(append(dst, `,"@type":`...), EscapeIRI(datatype))
	}
	return append(dst, '}')
}
