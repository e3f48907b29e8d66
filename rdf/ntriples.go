package rdf

import "unicode/utf8"

// AppendNTriples appends the graph as N-Triples (RDF 1.1 N-Triples), one
// statement a line, in the order of the graph. The output of several graphs
// can be joined if their label prefixes differ (see Graph.SetLabelPrefix).
func AppendNTriples(dst []byte, g *Graph) []byte {
	for i := range g.Triples {
		t := &g.Triples[i]
		if !t.valid() {
			continue
		}
		dst = append(appendNTNode(dst, g, &t.S), ' ')
		dst = append(appendNTNode(dst, g, &t.P), ' ')
		if t.O.Kind == KindLiteral {
			dst = appendNTLiteral(dst, &t.O)
		} else {
			dst = appendNTNode(dst, g, &t.O)
		}
		dst = append(dst, " .\n"...)
	}
	return dst
}

func appendNTNode(dst []byte, g *Graph, t *Term) []byte {
	if t.Kind == KindBlank {
		return appendLabel(append(dst, "_:"...), g, t.Value)
	}
	return append(appendIRI(append(dst, '<'), t.Value), '>')
}

func appendNTLiteral(dst []byte, t *Term) []byte {
	dst = appendQuoted(dst, t.Value)
	lang, datatype := t.literalType()
	switch {
	case lang != "":
		dst = append(append(dst, '@'), lang...)
	case datatype != "":
		dst = append(appendIRI(append(dst, "^^<"...), datatype), '>')
	}
	return dst
}

// appendQuoted appends a string in double quotes with the escapes that Turtle
// and N-Triples share. Bytes that are not UTF-8 become U+FFFD.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if charClass[c]&inString == 0 {
				dst = appendQuotedEscape(append(dst, s[start:i]...), c)
				start = i + 1
			}
			i++
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
