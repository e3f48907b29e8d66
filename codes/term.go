package codes

import (
	"strings"
	"sync"
)

type termTables struct{ codes, terms map[string]string }

var terms = sync.OnceValue(func() *termTables {
	t := &termTables{codes: map[string]string{}, terms: map[string]string{}}
	for f := range rows("terms.tsv") {
		t.codes[f[0]+f[2]] = f[1]
		t.terms[f[0]+f[1]] = f[2]
	}
	return t
})

// TermCode is the code of an RDA term in 336 (content), 337 (media) or 338
// (carrier), given with or without capitals; "" if the term is not known.
func TermCode(tag, term string) string { return terms().codes[tag+strings.ToLower(term)] }

// Term is the English term of a code in 336, 337 or 338, or "".
func Term(tag, code string) string { return terms().terms[tag+code] }
