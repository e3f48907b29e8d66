// Package jsonw appends JSON strings to byte slices, for the writers of JSON-LD
// that build their documents by hand.
package jsonw

import "unicode/utf8"

// AppendString appends s as a JSON string with its quotes (RFC 8259 §7). The
// result may stand in an HTML script element and in JavaScript: <, >, &, U+2028
// and U+2029 are written as \u escapes. Bytes that are not UTF-8 become U+FFFD.
func AppendString(dst []byte, s string) []byte {
	return append(appendEscaped(append(dst, '"'), s), '"')
}

func appendEscaped(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			dst = append(append(dst, s[start:i]...), escapes[c]...)
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		var esc string
		switch {
		case r == utf8.RuneError && n == 1:
			esc = "\uFFFD"
		case r == '\u2028':
			esc = `\u2028`
		case r == '\u2029':
			esc = `\u2029`
		default:
			continue
		}
		dst = append(append(dst, s[start:i-n]...), esc...)
		start = i
	}
	return append(dst, s[start:]...)
}

// plain is the bytes that stand for themselves whatever follows them.
var plain = func() (p [256]bool) {
	for c, esc := range escapes {
		p[c] = esc == ""
	}
	return p
}()

// escapes is what stands for an ASCII byte in a string; "" means itself.
var escapes = func() (e [utf8.RuneSelf]string) {
	const hex = "0123456789abcdef"
	unicode := func(c byte) string { return `\u00` + string([]byte{hex[c>>4], hex[c&15]}) }
	for c := range byte(0x20) {
		e[c] = unicode(c)
	}
	for _, c := range []byte{'<', '>', '&', 0x7F} {
		e[c] = unicode(c)
	}
	e['\b'], e['\t'], e['\n'], e['\f'], e['\r'] = `\b`, `\t`, `\n`, `\f`, `\r`
	e['"'], e['\\'] = `\"`, `\\`
	return e
}()
