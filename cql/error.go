package cql

import (
	"strconv"
	"unicode/utf8"

	"issnd/diagnostic"
)

// SyntaxError is why a query was refused.
type SyntaxError struct {
	// Code is QuerySyntax, TooManyCharacters, InvalidParentheses,
	// InvalidQuotes or TooManyBooleans.
	Code diagnostic.Code
	// Pos is the byte offset in the query of what was not expected; it is the
	// length of the query if that was its end.
	Pos int
	// Limit is what was exceeded, or zero.
	Limit int
	// Message says for people what was expected.
	Message string
}

// Error is the message with the offset.
func (e *SyntaxError) Error() string {
	return e.Message + " (byte " + strconv.Itoa(e.Pos) + ")"
}

// Diagnostic is the error in the form that SRU sends. Its details are the
// offset, or for the codes 12 and 38 the limit.
func (e *SyntaxError) Diagnostic() *diagnostic.Diagnostic {
	details := e.Pos
	if e.Code == diagnostic.TooManyCharacters || e.Code == diagnostic.TooManyBooleans {
		details = e.Limit
	}
	return &diagnostic.Diagnostic{Code: e.Code, Details: strconv.Itoa(details), Message: e.Message}
}

// Unwrap gives errors.As and errors.Is the diagnostic.
func (e *SyntaxError) Unwrap() error { return e.Diagnostic() }

// unexpected refuses the next token where the grammar wants something else.
func (p *parser) unexpected(expected string) *SyntaxError {
	found := clip(p.tok.text)
	switch p.tok.kind {
	case invalid:
		return p.err
	case end:
		found = "the end of the query"
	case closing:
		if p.depth == 0 {
			return p.fail(diagnostic.InvalidParentheses, "a closing parenthesis that closes nothing")
		}
	}
	return p.fail(diagnostic.QuerySyntax, "expected "+expected+" and found "+found)
}

// unexpectedAfterClause refuses the next token, which stands where a search
// clause has ended, with a hint at what is often meant.
func (p *parser) unexpectedAfterClause(expected string) error {
	hint := ""
	switch p.tok.kind {
	case word, quoted:
		if p.tok.kind == word && reserved(p.tok.text) {
			break
		}
		hint = "a term of several words needs quotation marks: "
	case slash:
		hint = "a term has no modifiers, and one with a slash needs quotation marks: "
	case symbol:
		hint = "a search clause has one relation: "
	}
	err := p.unexpected(expected)
	err.Message = hint + err.Message
	return err
}

func (p *parser) fail(c diagnostic.Code, message string) *SyntaxError {
	return &SyntaxError{Code: c, Pos: p.tok.pos, Message: message}
}

// clip is s in quotation marks, with its end left out if it is long.
func clip(s string) string {
	const most = 40
	if len(s) > most {
		n := most
		for !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n] + "…"
	}
	return `"` + s + `"`
}
