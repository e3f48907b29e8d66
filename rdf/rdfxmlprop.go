package rdf

import (
	"strings"
	"unicode/utf8"

	"issnd/internal/xmlw"
)

// property appends the property elements of a run.
func (w *xmlWriter) property(dst []byte, run *run, indent string) []byte {
	for i := run.first; i >= 0; i = w.x.next[i] {
		dst = append(append(dst, indent...), '<')
		nameStart := len(dst)
		dst = w.name(dst, run.pred)
		nameEnd := len(dst)
		dst = w.declare(dst, run.pred)
		o := &w.x.triples[i].O
		to := w.x.object[i]
		switch {
		case o.Kind == KindIRI:
			dst = append(appendIRIAttr(dst, "resource", o.Value), "/>"...)
			continue
		case o.Kind == KindLiteral:
			dst = appendXMLLiteral(dst, o)
		case w.x.nodes[to].state != nested:
			dst = append(w.nodeID(dst, o), "/>"...)
			continue
		default:
			dst = w.node(append(dst, ">\n"...), &w.x.nodes[to], deeperIndent(indent, 2))
			dst = append(dst, indent[1:]...)
		}
		dst = append(dst, "</"...)
		dst = append(append(dst, dst[nameStart:nameEnd]...), '>')
	}
	return dst
}

func appendXMLLiteral(dst []byte, t *Term) []byte {
	lang, datatype := t.literalType()
	switch {
	case lang != "":
		dst = append(append(append(dst, ` xml:lang="`...), lang...), '"')
	case datatype != "":
		dst = appendIRIAttr(dst, "datatype", datatype)
	}
	return xmlw.AppendText(append(dst, '>'), t.Value)
}

func (w *xmlWriter) nodeID(dst []byte, t *Term) []byte {
	return append(appendLabel(append(dst, ` rdf:nodeID="`...), w.g, t.Value), '"')
}

// appendIRIAttr appends an attribute of the rdf namespace that holds an IRI.
func appendIRIAttr(dst []byte, name, iri string) []byte {
	dst = append(append(append(dst, " rdf:"...), name...), `="`...)
	return append(xmlw.AppendAttr(dst, EscapeIRI(iri)), '"')
}

// prefix returns the position in ns of the prefix that leaves an XML name of a
// predicate, or -1. The prefix name rdf is reserved for RDF itself.
func (w *xmlWriter) prefix(pred string) int {
	i := w.ns.find(pred)
	if i < 0 {
		return -1
	}
	p := &w.ns.prefixes[i]
	if !isNCName(pred[len(p.IRI):]) || p.Name == "rdf" && p.IRI != rdfNS {
		return -1
	}
	return i
}

// name appends the qualified name of a predicate, which body has checked.
func (w *xmlWriter) name(dst []byte, pred string) []byte {
	if i := w.prefix(pred); i >= 0 {
		w.x.used[i] = true
		p := &w.ns.prefixes[i]
		return append(append(append(dst, p.Name...), ':'), pred[len(p.IRI):]...)
	}
	at := splitName(pred)
	if pred[:at] == rdfNS {
		return append(append(dst, "rdf:"...), pred[at:]...)
	}
	return append(append(append(dst, w.local...), ':'), pred[at:]...)
}

// declare appends the namespace of a predicate that ns does not cover.
func (w *xmlWriter) declare(dst []byte, pred string) []byte {
	if w.prefix(pred) >= 0 {
		return dst
	}
	at := splitName(pred)
	if pred[:at] == rdfNS {
		return dst
	}
	dst = append(append(append(dst, " xmlns:"...), w.local...), `="`...)
	return append(xmlw.AppendAttr(dst, EscapeIRI(pred[:at])), '"')
}

// reservedName tells whether the syntax of RDF/XML forbids a property element
// of that name, or, for rdf:li, reads it as another (§5.1, §7.4).
func reservedName(pred string) bool {
	local, ok := strings.CutPrefix(pred, rdfNS)
	if !ok {
		return false
	}
	switch local {
	case "RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description",
		"li", "aboutEach", "aboutEachPrefix", "bagID":
		return true
	}
	return false
}

// splitName returns where the longest XML name at the end of an IRI begins, or
// -1 if there is none or no absolute IRI is left before it.
func splitName(iri string) int {
	at := -1
	for i := len(iri); i > 0; {
		r, n := utf8.DecodeLastRuneInString(iri[:i])
		if !isNameChar(r) {
			break
		}
		i -= n
		if isNameStart(r) {
			at = i
		}
	}
	if at >= 0 && !hasScheme(iri[:at]) {
		return -1
	}
	return at
}

// isNCName matches NCName (Namespaces in XML §3).
func isNCName(s string) bool {
	for i, r := range s {
		if !isNameChar(r) || i == 0 && !isNameStart(r) {
			return false
		}
	}
	return s != ""
}

// isNameStart matches NameStartChar of XML 1.0 §2.3 without the colon, and
// without the characters above U+FFFF, which some parsers refuse in names.
func isNameStart(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return r >= 0xC0 && r <= 0x2FF && r != 0xD7 && r != 0xF7 || r >= 0x370 && r <= 0x1FFF && r != 0x37E ||
		r >= 0x3001 && r <= 0xD7FF
}

func isNameChar(r rune) bool {
	return isNameStart(r) || r == '-' || r == '.' || '0' <= r && r <= '9'
}
