package cql

import (
	"unicode"
	"unicode/utf8"

	"issnd/diagnostic"
)

// class is what a byte can be in a word.
type class uint8

const (
	plain     class = iota // a part of it
	delimiter              // the end of it
	other                  // a control, or a part of a character beyond ASCII
)

var classes = func() (t [256]class) {
	for c := range t {
		if c < ' ' || c >= 0x7F {
			t[c] = other
		}
	}
	for _, c := range "\t\n\r ()=<>/\"" {
		t[c] = delimiter
	}
	return t
}()

// lexer cuts a query into tokens. An error makes an invalid token, which the
// grammar accepts nowhere, so that only the place that refuses it looks at err.
type lexer struct {
	src string
	off int
	err *SyntaxError
}

// next is the token at l.off, which it moves past.
func (l *lexer) next() token {
	l.skipSpace()
	start := l.off
	if start == len(l.src) {
		return token{end, "", start}
	}
	k := symbol
	switch l.src[start] {
	case '"':
		return l.quotedString()
	case '(':
		k, l.off = opening, start+1
	case ')':
		k, l.off = closing, start+1
	case '/':
		k, l.off = slash, start+1
	case '=', '<', '>':
		l.off += symbolLen(l.src[start:])
	default:
		k = word
		l.scanWord()
	}
	if l.err != nil {
		return token{invalid, "", l.err.Pos}
	}
	return token{k, l.src[start:l.off], start}
}

func symbolLen(s string) int {
	if len(s) > 1 {
		switch s[:2] {
		case "==", "<>", "<=", ">=":
			return 2
		}
	}
	return 1
}

func (l *lexer) skipSpace() {
	for l.off < len(l.src) {
		n := spaceLen(l.src[l.off:])
		if n == 0 {
			return
		}
		l.off += n
	}
}

// spaceLen is the length of the white space character that s begins with, or
// zero. Those of Unicode count too: they come with text that is pasted, and
// from the keyboards of languages that have their own.
func spaceLen(s string) int {
	switch c := s[0]; {
	case c == ' ', c == '\t', c == '\n', c == '\r':
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return n
	}
	return 0
}

// scanWord moves past the characters of a word; the first is known to be one,
// unless it is refused.
func (l *lexer) scanWord() {
	for l.off < len(l.src) {
		switch classes[l.src[l.off]] {
		case plain:
			l.off++
			continue
		case delimiter:
			return
		}
		if spaceLen(l.src[l.off:]) > 0 || !l.character() {
			return
		}
	}
}

// quotedString reads the token that begins at a quotation mark.
func (l *lexer) quotedString() token {
	start := l.off
	for l.off++; l.off < len(l.src); {
		switch c := l.src[l.off]; {
		case classes[c] == plain && c != '\\':
			l.off++
			continue
		case c == '"':
			l.off++
			return token{quoted, l.src[start+1 : l.off-1], start}
		case c == '\\':
			if l.off++; l.off == len(l.src) {
				continue
			}
		}
		if !l.character() {
			return token{invalid, "", l.err.Pos}
		}
	}
	l.err = &SyntaxError{Code: diagnostic.InvalidQuotes, Pos: start, Message: "a quotation mark is not closed"}
	return token{invalid, "", start}
}

// nextLine is the one control character beyond ASCII that is white space.
const nextLine = '\u0085'

// character moves past one character, if it is one that a query may hold:
// any that XML can carry and that is not a control.
func (l *lexer) character() bool {
	if classes[l.src[l.off]] != other {
		l.off++
		return true
	}
	r, n := utf8.DecodeRuneInString(l.src[l.off:])
	switch {
	case r == utf8.RuneError && n == 1:
		l.refuse("not UTF-8")
	case unicode.IsControl(r) && r != nextLine, r == 0xFFFE, r == 0xFFFF:
		l.refuse("a control character")
	default:
		l.off += n
		return true
	}
	return false
}

func (l *lexer) refuse(message string) {
	l.err = &SyntaxError{Code: diagnostic.QuerySyntax, Pos: l.off, Message: message}
}
