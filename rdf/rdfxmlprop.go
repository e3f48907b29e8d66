package rdf

import "issnd/internal/xmlw"

// property appends the property elements of a run.
func (w *xmlWriter) property(dst []byte, run *run, indent string) []byte {
	name := w.name(run.pred)
	w.used[name.used] = true
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		dst = append(append(dst, indent...), name.open...)
		o := &w.x.triples[i].O
		to := w.x.statements[i].object
		switch {
		case o.Kind == KindIRI:
			dst = append(w.iri(append(dst, ` rdf:resource="`...), o.Value), `"/>`...)
			continue
		case o.Kind == KindLiteral:
			dst = w.literal(dst, o)
		case w.x.nodes[to].state != nested:
			dst = append(w.nodeID(dst, o), "/>"...)
			continue
		default:
			dst = w.node(append(dst, ">\n"...), to, deeperIndent(indent, 2))
			dst = append(dst, indent[1:]...)
		}
		dst = append(dst, name.close...)
	}
	return dst
}

func (w *xmlWriter) literal(dst []byte, t *Term) []byte {
	lang, datatype := t.literalType()
	switch {
	case lang != "":
		dst = append(append(append(dst, ` xml:lang="`...), lang...), '"')
	case datatype != "":
		dst = append(w.iri(append(dst, ` rdf:datatype="`...), datatype), '"')
	}
	dst = append(dst, '>')
	plain := span(t.Value, inXML)
	dst = append(dst, t.Value[:plain]...)
	return xmlw.AppendText(dst, t.Value[plain:])
}

func (w *xmlWriter) nodeID(dst []byte, t *Term) []byte {
	return append(appendLabel(append(dst, ` rdf:nodeID="`...), w.g, t.Value), '"')
}

// iri appends an IRI as the value of an attribute, without its quotes.
func (w *xmlWriter) iri(dst []byte, iri string) []byte {
	if w.own.begins(iri) {
		return append(dst, iri...)
	}
	if n := w.x.symbols.find(iri); n >= 0 {
		return append(dst, w.name(n).attr...)
	}
	return appendXMLIRI(dst, iri)
}
