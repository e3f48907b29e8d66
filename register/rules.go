package register

import (
	"fmt"
	"strings"

	"issnd/marc"
)

// Subfield names one subfield of one field, written "699$8". The zero value
// names none.
type Subfield struct {
	Tag  marc.Tag
	Code byte
}

// ParseSubfield reads the form tag, dollar sign, code. The empty string is the
// zero Subfield.
func ParseSubfield(s string) (Subfield, error) {
	if s == "" {
		return Subfield{}, nil
	}
	if len(s) != 5 || s[3] != '$' || !alphanumeric(s[:3]) || !alphanumeric(s[4:]) {
		return Subfield{}, fmt.Errorf("%q does not name a subfield such as 699$8", s)
	}
	return Subfield{Tag: marc.Tag{s[0], s[1], s[2]}, Code: s[4]}, nil
}

func alphanumeric(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// String is the form that ParseSubfield reads.
func (s Subfield) String() string {
	if s == (Subfield{}) {
		return ""
	}
	return s.Tag.String() + "$" + string(s.Code)
}

// Rules says how the register's own data about a record is read from local
// fields, which differ from register to register. The zero Rules reads none:
// every Status is derived and no record is open access.
type Rules struct {
	// Status is the subfield that gives the record kind, and StatusCodes what
	// its values mean, by value in lower case. A value that is not listed is
	// taken as not given.
	Status      Subfield
	StatusCodes map[string]Status

	// OpenAccess is the repeatable subfield that puts a record in the directory
	// of open access resources when it holds one of OpenAccessCodes. A code that
	// ends in * stands for all values with that beginning.
	OpenAccess      Subfield
	OpenAccessCodes []string
}

// DefaultRules reads the ISSN International Centre's local fields: the status
// in 699 $8 and the codes of ROAD in 950 $a.
func DefaultRules() Rules {
	codes := map[string]Status{"register": Confirmed}
	for _, s := range Statuses() {
		codes[s.String()] = s
	}
	return Rules{
		Status:          Subfield{marc.T("699"), '8'},
		StatusCodes:     codes,
		OpenAccess:      Subfield{marc.T("950"), 'a'},
		OpenAccessCodes: []string{"OA", "OA-*"},
	}
}

// StatusOf is the record kind that a value of the status subfield gives.
// Letter case and spaces around it do not matter.
func (ru *Rules) StatusOf(value string) (Status, bool) {
	s, ok := ru.StatusCodes[value]
	if !ok {
		s, ok = ru.StatusCodes[strings.ToLower(strings.TrimSpace(value))]
	}
	return s, ok
}

func (ru *Rules) openAccess(value string) bool {
	for _, c := range ru.OpenAccessCodes {
		if prefix, wild := strings.CutSuffix(c, "*"); wild && strings.HasPrefix(value, prefix) || c == value {
			return true
		}
	}
	return false
}
