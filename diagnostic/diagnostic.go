// Package diagnostic is the list of SRU diagnostics (info:srw/diagnostic/1),
// which CQL, the search core and the SRU protocol share as their vocabulary of
// what can be wrong with a request.
package diagnostic

import (
	"fmt"
	"strconv"
)

// URI is the identifier of the list; that of one diagnostic is the list's, a
// slash and the number of the code.
const URI = "info:srw/diagnostic/1"

// Diagnostic is one thing that is wrong with a request, or that its answer
// could not do. It is an error, so that what finds it need not know the
// protocol. Details are in the format that the list gives for the code: the
// unsupported index, the offset of a syntax error in bytes, a limit.
type Diagnostic struct {
	Code    Code
	Details string // "" if there are none
	Message string // for people; "" stands for that of the code
}

// New is a diagnostic with the message of its code.
func New(c Code, details string) *Diagnostic { return &Diagnostic{Code: c, Details: details} }

// Newf is a diagnostic with a message of its own.
func Newf(c Code, details, format string, args ...any) *Diagnostic {
	return &Diagnostic{Code: c, Details: details, Message: fmt.Sprintf(format, args...)}
}

// Text is the message for people.
func (d *Diagnostic) Text() string {
	if d.Message != "" {
		return d.Message
	}
	return d.Code.String()
}

// Error is the message with the details.
func (d *Diagnostic) Error() string {
	if d.Details == "" {
		return d.Text()
	}
	return d.Text() + ": " + d.Details
}

// Is reports whether target is a diagnostic with the same code, so that
// errors.Is finds one by its code alone.
func (d *Diagnostic) Is(target error) bool {
	t, ok := target.(*Diagnostic)
	return ok && t.Code == d.Code
}

// URI is the identifier of the code, for example info:srw/diagnostic/1/7.
func (c Code) URI() string { return URI + "/" + strconv.Itoa(int(c)) }

// String is the message that the list gives for the code.
func (c Code) String() string {
	if m, ok := messages[c]; ok {
		return m
	}
	return messages[GeneralSystemError]
}
