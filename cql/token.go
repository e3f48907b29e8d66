package cql

// kind is what a token is in the grammar.
type kind uint8

const (
	end     kind = iota
	word         // charString1
	quoted       // charString2; the text is what stands between the quotes
	symbol       // = == <> < > <= >=
	slash        // /
	opening      // (
	closing      // )
	invalid      // no token: the lexer's err says why
)

// token is a piece of a query. Its text is as written, less the quotation
// marks.
type token struct {
	kind kind
	text string
	pos  int
}

// is reports whether t is the symbol s.
func (t token) is(s string) bool { return t.kind == symbol && t.text == s }

// named reports whether t can be a name, a value or a term.
func (t token) named() bool { return t.kind == word || t.kind == quoted }

// value is the text of t with its escapes resolved.
func (t token) value() string { return unescape(t.text) }
