package crosswalk

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// appendName appends a name as the part of an IRI that the profile writes as
// {name} (§1.2): in normal form C, without ISBD punctuation at the end, a
// single underscore for each run of spaces, and every character percent-encoded
// that may not stand in a fragment (RFC 3987 §2.2). It appends nothing for a
// name that is only punctuation and space.
func appendName(dst []byte, name string) []byte {
	name = trimISBD(strings.TrimSpace(name))
	start, space := len(dst), false
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c >= utf8.RuneSelf:
			// Normal form C composes across characters: all over again.
			return appendUnicodeName(dst[:start], name)
		case c == ' ' || c >= '\t' && c <= '\r':
			space = true
			continue
		case space:
			dst = append(dst, '_')
			space = false
			fallthrough
		default:
			if fragmentASCII[c] {
				dst = append(dst, c)
			} else {
				dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
			}
		}
	}
	return dst
}

func appendUnicodeName(dst []byte, name string) []byte {
	// The quick span needs no memory and is the whole name nearly always.
	if norm.NFC.QuickSpanString(name) < len(name) {
		name = norm.NFC.String(name)
	}
	space := false
	for _, r := range name {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space {
			dst = append(dst, '_')
			space = false
		}
		if fragmentChar(r) {
			dst = utf8.AppendRune(dst, r)
		} else {
			dst = appendPercent(dst, r)
		}
	}
	return dst
}

// appendPercent appends a character as its percent-encoded UTF-8 bytes.
func appendPercent(dst []byte, r rune) []byte {
	var b [utf8.UTFMax]byte
	for _, c := range b[:utf8.EncodeRune(b[:], r)] {
		dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
	}
	return dst
}

// fragmentChar reports whether r is iunreserved, a sub-delim or one of ":@/?"
// (RFC 3987 §2.2) and not a bidirectional formatting character (§4.1).
func fragmentChar(r rune) bool {
	if r < utf8.RuneSelf {
		return fragmentASCII[r]
	}
	return ucschar(r)
}

var fragmentASCII = func() (allowed [utf8.RuneSelf]bool) {
	for c := range allowed {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		digit := c >= '0' && c <= '9'
		allowed[c] = letter || digit || strings.IndexByte("-._~!$&'()*+,;=:@/?", byte(c)) >= 0
	}
	return allowed
}()

// ucschar reports whether r may stand in an IRI outside of ASCII.
func ucschar(r rune) bool {
	switch {
	case r == '\u200E', r == '\u200F', r >= '\u202A' && r <= '\u202E':
		return false
	case r >= 0xA0 && r <= 0xD7FF, r >= 0xF900 && r <= 0xFDCF, r >= 0xFDF0 && r <= 0xFFEF:
		return true
	case r >= 0x10000 && r <= 0xEFFFD:
		return r&0xFFFF <= 0xFFFD && (r < 0xE0000 || r >= 0xE1000)
	}
	return false
}

// webIRI makes a valid IRI of an address in a record: http or https with a
// host, percent-encoded where needed. ok is false for anything else.
func webIRI(s string) (iri string, ok bool) {
	s = strings.TrimSpace(s)
	scheme, rest, _ := strings.Cut(s, "://")
	if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return "", false
	}
	if rest == "" || strings.IndexByte("/?#:@", rest[0]) >= 0 {
		return "", false
	}
	return uri(s), true
}
