package bleveindex

import (
	"strings"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"issnd/search"
)

// rangeOf is the documents with a term between the bounds.
func (e *evaluation) rangeOf(n *search.Range, s *seg) (*roaring.Bitmap, error) {
	var from, before []byte
	if n.From != "" {
		from = []byte(n.From)
		if n.OpenFrom {
			from = after(n.From)
		}
	}
	if n.To != "" {
		before = after(n.To)
		if n.OpenTo {
			before = []byte(n.To)
		}
	}
	u := newUnion(s.docs)
	if before != nil && string(from) >= string(before) {
		return u.bitmap(), nil
	}
	for _, f := range n.Fields {
		err := s.walk(f, nil, from, before, func(t *index.DictEntry, d segment.TermDictionary) error {
			return e.collect(u, t.Term, d)
		})
		if err != nil {
			return nil, err
		}
	}
	return u.bitmap(), nil
}

// collect adds the documents of a term to a union.
func (e *evaluation) collect(u *union, term string, d segment.TermDictionary) error {
	if err := e.tick(); err != nil {
		return err
	}
	return u.add(d, term)
}

// matching is the documents with a term that a pattern matches.
func (e *evaluation) matching(n *search.Matching, s *seg) (*roaring.Bitmap, error) {
	if term, ok := n.Pattern.Term(); ok {
		return e.anyField(n.Fields, func(f string) (*roaring.Bitmap, error) { return s.term(f, term) })
	}
	m, err := e.matcher(n.Pattern)
	if err != nil {
		return nil, err
	}
	u := newUnion(s.docs)
	for _, f := range n.Fields {
		err := e.each(s, f, m, func(term string, d segment.TermDictionary) error {
			if e.terms++; e.terms > e.o.MaxTerms {
				return tooMany(e.o.MaxTerms, "the masked words of the query")
			}
			return e.collect(u, term, d)
		})
		if err != nil {
			return nil, err
		}
	}
	return u.bitmap(), nil
}

// matcher finds the terms of a pattern in a dictionary.
type matcher struct {
	from, before []byte            // where in the dictionary they are
	automaton    segment.Automaton // that accepts them; nil for all
	rest         []search.Part     // what follows the letters that begin the pattern; nil for anything
	skip         int               // how many bytes those are
}

// each visits the terms of a field that a matcher finds.
func (e *evaluation) each(s *seg, field string, m *matcher, visit func(string, segment.TermDictionary) error) error {
	return s.walk(field, m.automaton, m.from, m.before, func(t *index.DictEntry, d segment.TermDictionary) error {
		if err := e.tick(); err != nil {
			return err
		}
		if m.rest != nil && !glob(m.rest, t.Term[m.skip:]) {
			return nil
		}
		return visit(t.Term, d)
	})
}

func newMasked(parts []search.Part) *matcher {
	var prefix strings.Builder
	for len(parts) > 0 && !parts[0].Any && !parts[0].One {
		prefix.WriteString(parts[0].Text)
		parts = parts[1:]
	}
	m := &matcher{skip: prefix.Len(), rest: parts}
	if prefix.Len() > 0 {
		m.from, m.before = []byte(prefix.String()), prefixEnd(prefix.String())
	}
	switch {
	case len(parts) == 0:
		m.before = after(prefix.String())
		m.rest = nil
	case len(parts) == 1 && parts[0].Any:
		m.rest = nil
	}
	return m
}

// glob says whether the parts match all of s. Where a run of any characters is
// followed by what does not match, it is made longer; no run before it need be.
func glob(parts []search.Part, s string) bool {
	p := 0
	run, resume := -1, "" // the last run, and what of s comes after it
	for {
		switch {
		case p == len(parts) && s == "":
			return true
		case p < len(parts) && parts[p].Any:
			run, resume = p, s
			p++
			continue
		case p < len(parts) && parts[p].One && s != "":
			_, n := utf8.DecodeRuneInString(s)
			s = s[n:]
			p++
			continue
		case p < len(parts) && !parts[p].One && strings.HasPrefix(s, parts[p].Text):
			s = s[len(parts[p].Text):]
			p++
			continue
		}
		if run < 0 || resume == "" {
			return false
		}
		_, n := utf8.DecodeRuneInString(resume)
		resume = resume[n:]
		p, s = run+1, resume
	}
}
