package issn

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Reason is why a string is not an ISSN.
type Reason uint8

// The reasons that Parse gives.
const (
	Malformed    Reason = iota + 1 // not eight digits in one of the accepted forms
	WrongCheck                     // the check character does not fit; Error.Want does
	Reserved                       // 0000-0000, which is never assigned
	TrailingText                   // a valid ISSN with other text after it
	WrongBarcode                   // the check digit of an EAN-13 does not fit; Error.Want does
)

// Error says what is wrong with a string that should be an ISSN. Want is the
// check character that would make it valid when Reason is WrongCheck, the
// check digit of the bar code when it is WrongBarcode, and 0 otherwise.
type Error struct {
	Input  string
	Reason Reason
	Want   byte
}

// Error is one sentence for people that names the input and its fault, for
// example "0317-8472 is not a valid ISSN: the check character should be 1".
func (e *Error) Error() string { return printable(e.Input) + " is not a valid ISSN: " + e.fault() }

func (e *Error) fault() string {
	switch e.Reason {
	case WrongCheck:
		return "the check character should be " + string(rune(e.Want))
	case Reserved:
		return "it is never assigned"
	case TrailingText:
		return "other text follows the number"
	case WrongBarcode:
		return "the check digit of the bar code should be " + string(rune(e.Want))
	}
	return "it is not four digits, a hyphen, three digits and a check character"
}

// longestInput is how much of an input an error message repeats, in bytes.
const longestInput = 48

// printable is s on one line of bounded length, quoted where it would not be
// read as what it is.
func printable(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > longestInput {
		cut := longestInput
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	if q := strconv.Quote(s); len(q) != len(s)+2 || s == "" {
		return q
	}
	return s
}
