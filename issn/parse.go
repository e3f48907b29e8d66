package issn

// Parse reads one ISSN in any form that people type and refuses everything
// else with an *Error that says what is wrong.
func Parse(s string) (ISSN, error) {
	i, rest, err := Scan(s)
	if err == nil && rest != "" {
		return 0, &Error{Input: s, Reason: TrailingText}
	}
	return i, err
}

// Scan reads the ISSN at the start of s and returns the text that follows it,
// trimmed, for example the qualifier of "1530-5309 (print)".
func Scan(s string) (i ISSN, rest string, err error) {
	if len(s) < 9 || s[4] != '-' {
		return 0, s, &Error{Input: s, Reason: Malformed}
	}
	var n uint32
	for k := 0; k < 8; k++ {
		if k == 4 {
			continue
		}
		if s[k] < '0' || s[k] > '9' {
			return 0, s, &Error{Input: s, Reason: Malformed}
		}
		n = n*10 + uint32(s[k]-'0')
	}
	want := checkCharacter(n)
	if s[8] != want {
		return 0, s, &Error{Input: s, Reason: WrongCheck, Want: want}
	}
	i, ok := FromNumber(n)
	if !ok {
		return 0, s, &Error{Input: s, Reason: Reserved}
	}
	return i, s[9:], nil
}
