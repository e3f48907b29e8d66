package bleveindex

import (
	"strconv"
	"strings"
	"sync"

	"github.com/blevesearch/vellum/levenshtein"

	"issnd/diagnostic"
	"issnd/search"
)

// maxEdits is how many letters of a word may be wrong.
const maxEdits = 2

// fuzzy makes automata that accept words with typing errors. What it needs for
// that takes some milliseconds to make.
type fuzzy [maxEdits]func() (*levenshtein.LevenshteinAutomatonBuilder, error)

func newFuzzy() *fuzzy {
	var f fuzzy
	for i := range f {
		f[i] = sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
			return levenshtein.NewLevenshteinAutomatonBuilder(uint8(i+1), false)
		})
	}
	return &f
}

// matcher finds the terms of a pattern. It is made once for all segments.
func (e *evaluation) matcher(p search.Pattern) (*matcher, error) {
	if p.Edits == 0 {
		return newMasked(p.Parts), nil
	}
	var word strings.Builder
	for _, part := range p.Parts {
		if part.Any || part.One {
			return nil, diagnostic.Newf(diagnostic.MaskUnsupported, "", "A word cannot have both masks and typing errors")
		}
		word.WriteString(part.Text)
	}
	key := strconv.Itoa(int(p.Edits)) + word.String()
	if m := e.matchers[key]; m != nil {
		return m, nil
	}
	if p.Edits > maxEdits {
		return nil, diagnostic.Newf(diagnostic.QueryFeatureUnsupported, "", "At most %d letters may be wrong", maxEdits)
	}
	b, err := e.fuzzy[p.Edits-1]()
	if err != nil {
		return nil, err
	}
	dfa, err := b.BuildDfa(word.String(), p.Edits)
	if err != nil {
		return nil, diagnostic.Newf(diagnostic.QueryFeatureUnsupported, "", "The word is too long to be sought with typing errors")
	}
	m := &matcher{automaton: dfa}
	e.matchers[key] = m
	return m, nil
}
