package rdf

import "unicode/utf8"

// EscapeIRI returns an IRI with the characters that no IRI may hold (RFC 3987
// §2.2 and the IRIREF of Turtle) percent-encoded: controls, space, the
// characters < > " { } | ^ ` \, U+FFFE, U+FFFF and bytes that are not UTF-8. All
// writers write IRIs in this way, so that no IRI can break a document; they do
// not resolve relative IRIs, which builders must not make.
func EscapeIRI(s string) string {
	if span(s, inIRI) == len(s) {
		return s
	}
	return string(appendIRI(nil, s))
}

// appendIRI appends an IRI escaped as EscapeIRI says.
func appendIRI(dst []byte, s string) []byte {
	i := span(s, inIRI)
	dst = append(dst, s[:i]...)
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		bad := r == utf8.RuneError && n == 1 || r < 0xA0 && (r >= 0x7F || charClass[r]&inIRI == 0) || r == 0xFFFE || r == 0xFFFF
		for _, c := range []byte(s[i : i+n]) {
			if bad {
				dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&0xF])
			} else {
				dst = append(dst, c)
			}
		}
		i += n
	}
	return dst
}

// appendLabel appends a blank node label that every format allows: letters and
// digits as they are, any other byte and a leading digit as "_" and two
// hexadecimal digits, so that different labels stay different. A hyphen stands
// between the prefix of the graph and the label.
func appendLabel(dst []byte, g *Graph, label string) []byte {
	if g.labels == "" && len(label) > 0 && label[0] > '9' && span(label, inLabel) == len(label) {
		return append(dst, label...)
	}
	start := len(dst)
	if g.labels != "" {
		dst = append(appendLabelPart(dst, g.labels, start), '-')
	}
	return appendLabelPart(dst, label, start)
}

func appendLabelPart(dst []byte, s string, start int) []byte {
	for i := range len(s) {
		c := s[i]
		digit := '0' <= c && c <= '9'
		if digit && len(dst) > start || 'a' <= c|0x20 && c|0x20 <= 'z' {
			dst = append(dst, c)
		} else {
			dst = append(dst, '_', hexDigits[c>>4], hexDigits[c&0xF])
		}
	}
	return dst
}

// literalType returns the language tag or the datatype that a writer names;
// both are empty for a plain string. A tag that is not well formed (BCP 47
// §2.1, only its shape) is dropped: no format could carry it.
func (t *Term) literalType() (lang, datatype string) {
	if t.Lang == "" && t.Datatype == "" {
		return "", ""
	}
	if t.Lang != "" && wellFormedTag(t.Lang) {
		return t.Lang, ""
	}
	if t.Datatype == xsdString || t.Datatype == langString || t.Lang != "" {
		return "", ""
	}
	return "", t.Datatype
}

// wellFormedTag matches the LANGTAG of Turtle, [a-zA-Z]+('-'[a-zA-Z0-9]+)*,
// with the limit of eight characters a part that BCP 47 sets.
func wellFormedTag(s string) bool {
	part, first := 0, true
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9' && !first:
			part++
		case c == '-' && part > 0:
			part, first = 0, false
			continue
		default:
			return false
		}
		if part > 8 {
			return false
		}
	}
	return part > 0
}
