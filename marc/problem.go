package marc

import (
	"fmt"
	"slices"
)

// problems are what is noted about one record.
type problems []Problem

// manyProblems is where only new kinds of problem are still noted.
const manyProblems = 200

// add notes a problem once for a field tag.
func (p *problems) add(code, field, detail string) {
	full := len(*p) >= manyProblems
	if !slices.ContainsFunc(*p, func(q Problem) bool {
		return q.Code == code && (full || q.Field == field)
	}) {
		*p = append(*p, Problem{Code: code, Field: field, Detail: detail})
	}
}

// leader makes a leader as the model holds it: the computed positions zero,
// printable ASCII, UTF-8 declared.
func (p *problems) leader(l *Leader) {
	for i, b := range l {
		if b < ' ' || b > '~' {
			p.add(ProblemLeader, "leader", fmt.Sprintf("byte %#02x at position %d", b, i))
			l[i] = ' '
		}
	}
	copy(l[0:5], "00000")
	copy(l[12:17], "00000")
	l[9] = 'a'
}

// tidy is text as a value: without control characters that are no white space. damaged is how many
// bytes of it could not be decoded.
func (p *problems) tidy(t Tag, text []byte, damaged int) string {
	if damaged > 0 {
		p.add(ProblemDamaged, t.String(), fmt.Sprintf("%d undecodable bytes", damaged))
	}
	if hasControls(text) {
		p.add(ProblemControlCharacter, t.String(), "")
		text = cleanControls(text)
	}
	return string(text)
}
