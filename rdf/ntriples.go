package rdf

import (
	"slices"
	"sync"
	"unicode/utf8"
)

// AppendNTriples appends the graph as N-Triples (RDF 1.1 N-Triples), one
// statement a line, in the order of the graph. The output of several graphs
// can be joined if their label prefixes differ (see Graph.SetLabelPrefix).
func AppendNTriples(dst []byte, g *Graph) []byte {
	w := ntWriters.Get().(*ntWriter)
	dst = w.graph(dst, g)
	if len(w.symbols.iris) <= maxSymbols {
		ntWriters.Put(w)
	}
	return dst
}

var ntWriters = sync.Pool{New: func() any { return &ntWriter{symbols: newSymbols()} }}

// ntWriter knows how the IRIs that it has met before are written.
type ntWriter struct {
	symbols symbols
	names   []string // by symbol: the IRI escaped, with its brackets
}

func (w *ntWriter) graph(dst []byte, g *Graph) []byte {
	w.symbols.next()
	dst = slices.Grow(dst, 100*len(g.Triples)) // a little less than most need
	var subject *Term
	start, end := 0, 0 // of the last subject
	for i := range g.Triples {
		t := &g.Triples[i]
		if !t.valid() {
			continue
		}
		if subject != nil && sameNode(subject, &t.S) {
			from := len(dst)
			dst = append(dst, dst[start:end]...)
			start, end = from, len(dst)
		} else {
			subject, start = &t.S, len(dst)
			dst = append(w.node(dst, g, &t.S), ' ')
			end = len(dst)
		}
		dst = append(w.iri(dst, t.P.Value), ' ')
		if t.O.Kind == KindLiteral {
			dst = w.literal(dst, &t.O)
		} else {
			dst = w.node(dst, g, &t.O)
		}
		dst = append(dst, " .\n"...)
	}
	return dst
}

func (w *ntWriter) node(dst []byte, g *Graph, t *Term) []byte {
	if t.Kind == KindBlank {
		return appendLabel(append(dst, "_:"...), g, t.Value)
	}
	return w.iri(dst, t.Value)
}

func (w *ntWriter) iri(dst []byte, iri string) []byte {
	n := w.symbols.find(iri)
	if n < 0 {
		return append(appendIRI(append(dst, '<'), iri), '>')
	}
	for len(w.names) <= int(n) {
		w.names = append(w.names, "<"+EscapeIRI(w.symbols.iris[len(w.names)])+">")
	}
	return append(dst, w.names[n]...)
}

func (w *ntWriter) literal(dst []byte, t *Term) []byte {
	dst = appendQuoted(dst, t.Value)
	lang, datatype := t.literalType()
	switch {
	case lang != "":
		dst = append(append(dst, '@'), lang...)
	case datatype != "":
		dst = w.iri(append(dst, "^^"...), datatype)
	}
	return dst
}

// appendQuoted appends a string in double quotes with the escapes that Turtle
// and N-Triples share. Bytes that are not UTF-8 become U+FFFD.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := span(s, inQuoted); i < len(s); {
		c := s[i]
		switch {
		case c < utf8.RuneSelf && charClass[c]&inQuoted != 0:
			i++
			continue
		case c < utf8.RuneSelf:
			dst = appendQuotedEscape(append(dst, s[start:i]...), c)
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			dst = append(append(dst, s[start:i]...), "\uFFFD"...)
			start = i + 1
		}
		i += n
	}
	return append(append(dst, s[start:]...), '"')
}

func appendQuotedEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xF])
}
