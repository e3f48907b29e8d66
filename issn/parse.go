package issn

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads one ISSN in any form that people type and refuses everything
// else with an *Error that says what is wrong. It accepts
//
//   - 0317-8471, 03178471 and 0317 8471, with any dash and a small x;
//   - the number after "ISSN", "eISSN", "p-ISSN" or "ISSN-L", with or without
//     a colon, and as a name "urn:ISSN:0317-8471" (RFC 8254);
//   - full-width digits;
//   - the EAN-13 that begins with 977, with or without an add-on of two or
//     five digits.
func Parse(s string) (ISSN, error) {
	i, rest, err := Scan(s)
	if err == nil && rest != "" {
		return 0, &Error{Input: s, Reason: TrailingText}
	}
	return i, err
}

// Scan reads the ISSN at the start of s, in every form of Parse, and returns
// the text that follows it, trimmed, for example the qualifier of
// "1530-5309 (print)". A letter or digit that touches the number makes it
// Malformed. On an error rest is s.
func Scan(s string) (i ISSN, rest string, err error) {
	if i, ok := canonical(s); ok {
		return i, trimSpace(s[9:]), nil
	}
	c := cursor{rest: trimPrefix(trimSpace(s))}
	if i, after, err, ok := scanBarcode(c, s); ok {
		if err != nil {
			after = s
		}
		return i, after, err
	}
	n, ok := c.number()
	check, okCheck := c.check()
	if !ok || !okCheck || c.touches() {
		return 0, s, &Error{Input: s, Reason: Malformed}
	}
	if want := checkCharacter(n); check != want {
		return 0, s, &Error{Input: s, Reason: WrongCheck, Want: want}
	}
	i, ok = FromNumber(n)
	if !ok {
		return 0, s, &Error{Input: s, Reason: Reserved}
	}
	return i, trimSpace(c.rest), nil
}

// canonical is the path that nearly every call takes: the form that String
// prints, at the start of s.
func canonical(s string) (ISSN, bool) {
	if len(s) < 9 || s[4] != '-' || len(s) > 9 && !boundary(s[9]) {
		return 0, false
	}
	var n uint32
	for k := 0; k < 8; k++ {
		d := uint32(s[k]) - '0'
		if k == 4 {
			continue
		}
		if d > 9 {
			return 0, false
		}
		n = n*10 + d
	}
	if s[8] != checkCharacter(n) {
		return 0, false
	}
	return FromNumber(n)
}

// boundary reports whether b surely does not belong to a word or number.
func boundary(b byte) bool { return b == ' ' || b == '(' || b == ';' || b == ',' || b == ')' }

// prefixes are the labels that stand before an ISSN, longest first, in lower
// case.
var prefixes = [...]string{"urn:issn:", "e-issn", "p-issn", "issn-l", "issnl", "eissn", "pissn", "issn"}

func trimPrefix(s string) string {
	for _, p := range prefixes {
		if len(s) < len(p) || !strings.EqualFold(s[:len(p)], p) {
			continue
		}
		s = trimSpace(s[len(p):])
		if strings.HasPrefix(s, ":") && !strings.HasSuffix(p, ":") {
			s = trimSpace(s[1:])
		}
		return s
	}
	return s
}

func trimSpace(s string) string { return strings.TrimFunc(s, isSpace) }

// isSpace knows the invisible characters that come with pasted text, too.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\uFEFF' || r >= '\u200B' && r <= '\u200F' || r == '\u2060'
}

// isDash reports whether r is one of the dashes that stand for the hyphen:
// those of General Punctuation, minus, soft, small and full-width hyphen.
func isDash(r rune) bool {
	switch r {
	case '-', '\u00AD', '\u2212', '\uFE58', '\uFE63', '\uFF0D':
		return true
	}
	return r >= '\u2010' && r <= '\u2015'
}

// digit is the value of an ASCII or full-width digit.
func digit(r rune) (uint32, bool) {
	switch {
	case r >= '0' && r <= '9':
		return uint32(r - '0'), true
	case r >= '０' && r <= '９':
		return uint32(r - '０'), true
	}
	return 0, false
}

// cursor reads a number from the front of rest.
type cursor struct{ rest string }

func (c *cursor) digit() (uint32, bool) {
	r, size := utf8.DecodeRuneInString(c.rest)
	d, ok := digit(r)
	if ok {
		c.rest = c.rest[size:]
	}
	return d, ok
}

// separator skips spaces and at most one dash among them.
func (c *cursor) separator() {
	c.rest = strings.TrimLeftFunc(c.rest, isSpace)
	if r, size := utf8.DecodeRuneInString(c.rest); isDash(r) {
		c.rest = strings.TrimLeftFunc(c.rest[size:], isSpace)
	}
}

// number reads seven digits with a separator after the fourth.
func (c *cursor) number() (n uint32, ok bool) {
	for k := range 7 {
		if k == 4 {
			c.separator()
		}
		d, ok := c.digit()
		if !ok {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

// check reads the check character, an x in Latin, full-width or Cyrillic.
func (c *cursor) check() (byte, bool) {
	if d, ok := c.digit(); ok {
		return byte('0' + d), true
	}
	r, size := utf8.DecodeRuneInString(c.rest)
	switch r {
	case 'x', 'X', 'ｘ', 'Ｘ', 'х', 'Х':
		c.rest = c.rest[size:]
		return 'X', true
	}
	return 0, false
}

// touches reports whether a letter or digit follows without a space.
func (c *cursor) touches() bool {
	r, size := utf8.DecodeRuneInString(c.rest)
	return size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
