package cql

import "strings"

// Term is a search term as it was written. See NewTerm for one of plain text.
type Term struct {
	// Raw is the text, without the quotes around it and with its backslashes.
	Raw    string
	Quoted bool
	Pos    int // byte offset of the first character or of the opening quote
}

// TokenKind says what a Token stands for.
type TokenKind uint8

// The kinds of tokens in a term (CQL 2.0, masking rules).
const (
	Text   TokenKind = iota // itself
	Any                     // *: any characters, or none
	One                     // ?: any one character
	Anchor                  // ^: the beginning or the end of the field
)

// Token is a piece of a term: a run of literal text, or one special
// character, which Text then holds.
type Token struct {
	Kind TokenKind
	Text string
}

// Tokens splits the term into literal text and special characters. A
// backslash makes a literal of whatever follows it, and of itself at the end.
// No two neighbours are literal text, and an empty term has no tokens.
// A term that is not Masked is one token at most.
func (t Term) Tokens() []Token {
	if !t.Masked() {
		if t.Raw == "" {
			return nil
		}
		return []Token{{Text, t.Literal()}}
	}
	var out []Token
	for s := t.Raw; s != ""; {
		n := textLen(s)
		if n > 0 {
			out = append(out, Token{Text, unescape(s[:n])})
			s = s[n:]
			continue
		}
		out = append(out, Token{kindOf(s[0]), s[:1]})
		s = s[1:]
	}
	return out
}

// Literal is the term with its escapes resolved and nothing in it special: *,
// ? and ^ stand for themselves. It is how a relation modified by unmasked
// reads a term.
func (t Term) Literal() string { return unescape(t.Raw) }

// Masked reports whether the term has a special character: one of *, ? and ^
// that no backslash precedes.
func (t Term) Masked() bool { return textLen(t.Raw) < len(t.Raw) }

// textLen is the number of bytes of s before its first special character.
func textLen(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '*', '?', '^':
			return i
		}
	}
	return len(s)
}

func kindOf(c byte) TokenKind {
	switch c {
	case '*':
		return Any
	case '?':
		return One
	default:
		return Anchor
	}
}

// unescape takes from s the backslashes that escape.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		out = append(out, s[i])
	}
	return string(out)
}

// NewTerm is the quoted term whose Literal is s and in which nothing is
// special.
func NewTerm(s string) Term {
	raw := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\', '"', '*', '?', '^':
			raw = append(raw, '\\')
		}
		raw = append(raw, s[i])
	}
	return Term{Raw: string(raw), Quoted: true}
}
