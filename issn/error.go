package issn

// Reason is why a string is not an ISSN.
type Reason uint8

// The reasons that Parse gives.
const (
	Malformed    Reason = iota + 1 // not eight digits in one of the accepted forms
	WrongCheck                     // the check character does not fit; Error.Want does
	Reserved                       // 0000-0000, which is never assigned
	TrailingText                   // a valid ISSN with other text after it
)

// Error says what is wrong with a string that should be an ISSN. Want is the
// check character that would make it valid when Reason is WrongCheck.
type Error struct {
	Input  string
	Reason Reason
	Want   byte
}

func (e *Error) Error() string { return "not an ISSN: " + e.Input }
