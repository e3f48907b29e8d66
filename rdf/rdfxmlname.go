package rdf

import (
	"strings"
	"unicode/utf8"

	"issnd/internal/xmlw"
)

// xmlName is how a symbol is written: as a property, which is "" if it cannot
// be one, and as the value of an attribute.
type xmlName struct {
	open  string // the start tag without its end, with the namespace if ns lacks it
	close string
	attr  string
	used  int // 1 + the prefix of the tags
}

func (w *xmlWriter) name(n int32) *xmlName {
	for len(w.names) <= int(n) {
		w.names = append(w.names, w.newName(w.x.symbols.iris[len(w.names)]))
	}
	return &w.names[n]
}

func (w *xmlWriter) newName(iri string) xmlName {
	name := xmlName{attr: string(appendXMLIRI(nil, iri))}
	if reservedName(iri) {
		return name
	}
	at, qname, namespace := splitName(iri), "", ""
	switch i := w.prefix(iri); {
	case i >= 0:
		name.used = i + 1
		qname = w.ns.prefixes[i].Name + ":" + iri[len(w.ns.prefixes[i].IRI):]
	case at < 0:
		return name
	case iri[:at] == rdfNS:
		qname = "rdf:" + iri[at:]
	default:
		qname = w.local + ":" + iri[at:]
		namespace = string(appendXMLNS(nil, w.local, iri[:at]))
	}
	name.open = "<" + qname + namespace
	name.close = "</" + qname + ">"
	return name
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

// appendXMLIRI appends an IRI, escaped as EscapeIRI says, as the value of an
// attribute.
func appendXMLIRI(dst []byte, iri string) []byte {
	if span(iri, inPlainIRI) == len(iri) {
		return append(dst, iri...)
	}
	return xmlw.AppendAttr(dst, EscapeIRI(iri))
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
