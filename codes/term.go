package codes

import (
	"strings"
	"sync"
)

// termTable holds the terms of one tag by code and the codes by term.
type termTable struct{ codes, terms map[string]string }

// terms is the tables of 336, 337 and 338, in a row.
var terms = sync.OnceValue(func() *[3]termTable {
	var t [3]termTable
	for i := range t {
		t[i] = termTable{codes: map[string]string{}, terms: map[string]string{}}
	}
	for f := range rows("terms.tsv") {
		of := &t[f[0][2]-'6']
		of.codes[f[2]], of.terms[f[1]] = f[1], f[2]
	}
	return &t
})

// termsOf is the table of a tag, empty for a tag that has none.
func termsOf(tag string) termTable {
	switch tag {
	case "336", "337", "338":
		return terms()[tag[2]-'6']
	}
	return termTable{}
}

// TermCode is the code of an RDA term in 336 (content), 337 (media) or 338
// (carrier), given with or without capitals; "" if the term is not known.
func TermCode(tag, term string) string { return termsOf(tag).codes[strings.ToLower(term)] }

// Term is the English term of a code in 336, 337 or 338, or "".
func Term(tag, code string) string { return termsOf(tag).terms[code] }
