package cql

import (
	"strconv"

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
