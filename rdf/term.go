package rdf

import (
	"strings"
	"unicode/utf8"
)

// EscapeIRI returns an IRI with the characters that no IRI may hold (RFC 3987
// §2.2 and the IRIREF of Turtle) percent-encoded: controls, space, the
// characters < > " { } | ^ ` \, U+FFFE, U+FFFF and bytes that are not UTF-8. All
// writers write IRIs in this way, so that no IRI can break a document; they do
// not resolve relative IRIs, which builders must not make.
func EscapeIRI(s string) string {
	if cleanIRI(s) {
		return s
	}
	return string(appendIRI(nil, s))
}

// cleanIRI tells whether an IRI is ASCII and needs no escape.
func cleanIRI(s string) bool {
	for len(s) >= 4 {
		if charClass[s[0]]&charClass[s[1]]&charClass[s[2]]&charClass[s[3]]&inIRI == 0 {
			return false
		}
		s = s[4:]
	}
	for i := range len(s) {
		if charClass[s[i]]&inIRI == 0 {
			return false
		}
	}
	return true
}

// appendIRI appends an IRI escaped as EscapeIRI says.
func appendIRI(dst []byte, s string) []byte {
	if cleanIRI(s) {
		return append(dst, s...)
	}
	for i := 0; i < len(s); {
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

// The classes of bytes that the writers ask for.
const (
	inIRI    = 1 << iota // ASCII that IRIREF allows
	inString             // stands for itself in a quoted string of Turtle
	inLocal              // stands in a local name
)

var charClass = func() (class [256]uint8) {
	for c := range 256 {
		if c > 0x20 && c < 0x7F && !strings.ContainsRune("<>\"{}|^`\\", rune(c)) {
			class[c] |= inIRI
		}
		if c >= 0x20 && c < 0x7F && c != '"' && c != '\\' {
			class[c] |= inString
		}
		if '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '-' || c == ':' {
			class[c] |= inLocal
		}
	}
	return class
}()
