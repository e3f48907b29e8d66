package codes

import (
	"strings"
	"sync"
)

// termTables holds the terms of each tag by code and the codes by term.
type termTables struct{ codes, terms map[string]map[string]string }

var terms = sync.OnceValue(func() *termTables {
	t := &termTables{codes: map[string]map[string]string{}, terms: map[string]map[string]string{}}
	for f := range rows("terms.tsv") {
		if t.codes[f[0]] == nil {
			t.codes[f[0]], t.terms[f[0]] = map[string]string{}, map[string]string{}
		}
		t.codes[f[0]][f[2]], t.terms[f[0]][f[1]] = f[1], f[2]
	}
	return t
})

// TermCode is the code of an RDA term in 336 (content), 337 (media) or 338
// (carrier), given with or without capitals; "" if the term is not known.
func TermCode(tag, term string) string { return terms().codes[tag][strings.ToLower(term)] }

// Term is the English term of a code in 336, 337 or 338, or "".
func Term(tag, code string) string { return terms().terms[tag][code] }
