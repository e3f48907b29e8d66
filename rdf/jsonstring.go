package rdf

import "unicode/utf8"

const hexDigits = "0123456789ABCDEF"

// AppendJSONString appends s as a JSON string with its quotes (RFC 8259 §7).
// The characters <, > and & and the line separators U+2028 and U+2029 are
// escaped, so that JSON can stand inside an HTML script element. Bytes that are
// not UTF-8 become U+FFFD.
func AppendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := span(s, inJSON); i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if charClass[c]&inJSON != 0 {
				i++
				continue
			}
			dst = appendJSONEscape(append(dst, s[start:i]...), c)
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(append(dst, s[start:i]...), "\uFFFD"...)
			start = i + n
		case r == 0x2028 || r == 0x2029:
			dst = append(append(dst, s[start:i]...), `\u202`...)
			dst = append(dst, hexDigits[r&0xF])
			start = i + n
		}
		i += n
	}
	return append(append(dst, s[start:]...), '"')
}

func appendJSONEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xF])
}

// appendJSONIRI appends an IRI, escaped as EscapeIRI says, as a JSON string.
func appendJSONIRI(dst []byte, iri string) []byte {
	if span(iri, inPlainIRI) == len(iri) {
		return append(append(append(dst, '"'), iri...), '"')
	}
	return AppendJSONString(dst, EscapeIRI(iri))
}

// appendMember appends the comma that a further member of an object, or a
// further element of an array, needs.
func appendMember(dst []byte) []byte {
	switch dst[len(dst)-1] {
	case '{', '[':
		return dst
	}
	return append(dst, ',')
}

// appendElement is appendMember for a value that may also stand alone after
// its key.
func appendElement(dst []byte) []byte {
	switch dst[len(dst)-1] {
	case '[', ':':
		return dst
	}
	return append(dst, ',')
}

func openArray(dst []byte, array bool) []byte {
	if array {
		return append(dst, '[')
	}
	return dst
}

func closeArray(dst []byte, array bool) []byte {
	if array {
		return append(dst, ']')
	}
	return dst
}
