package rdf

import (
	"errors"
	"fmt"
	"slices"
)

// term is a definition prepared for writing in one scope.
type term struct {
	*TermDef
	name  []byte // the key as JSON, with the colon
	inner *scope // of the node objects that are values
}

// scope is what is defined at one place of a document.
type scope struct {
	props   map[string][]*term // by property IRI, the preferred first
	reverse []*term
	vocab   map[string]string // IRI to the key that stands for it
}

func (s *scope) add(t *term) {
	if t.Reverse {
		s.reverse = append(s.reverse, t)
		return
	}
	s.props[t.IRI] = append(s.props[t.IRI], t)
	if _, ok := s.vocab[t.IRI]; !ok {
		s.vocab[t.IRI] = t.Key
	}
}

// scopes makes one scope for each combination of definitions that nesting can
// bring about.
type scopes struct {
	made map[string]*scope
	ids  map[*TermDef]int
}

// maxScopes is far more than a context for people to read has.
const maxScopes = 4096

// newRootScope makes the scope of the given definitions, and those inside it.
func newRootScope(defs []TermDef) (*scope, error) {
	b := scopes{made: map[string]*scope{}, ids: map[*TermDef]int{}}
	return b.of(overlay(nil, defs))
}

// of returns the scope in which the definitions are in force.
func (b *scopes) of(defs []*TermDef) (*scope, error) {
	signature := b.signature(defs)
	if s, ok := b.made[signature]; ok {
		return s, nil
	}
	if len(b.made) == maxScopes {
		return nil, errors.New("the scoped definitions combine in too many ways")
	}
	s := &scope{props: map[string][]*term{}, vocab: map[string]string{}}
	b.made[signature] = s
	for _, d := range defs {
		t := &term{TermDef: d, name: appendName(nil, d.Key), inner: s}
		if len(d.Scoped) > 0 {
			inner, err := b.of(overlay(defs, d.Scoped))
			if err != nil {
				return nil, err
			}
			t.inner = inner
		}
		s.add(t)
	}
	return s, nil
}

func (b *scopes) signature(defs []*TermDef) string {
	ids := make([]int, len(defs))
	for i, d := range defs {
		if _, ok := b.ids[d]; !ok {
			b.ids[d] = len(b.ids)
		}
		ids[i] = b.ids[d]
	}
	return fmt.Sprint(ids)
}

// overlay returns the definitions of top, then those below whose keys top does
// not define.
func overlay(below []*TermDef, top []TermDef) []*TermDef {
	out := make([]*TermDef, 0, len(below)+len(top))
	for i := range top {
		out = append(out, &top[i])
	}
	for _, d := range below {
		if !slices.ContainsFunc(top, func(t TermDef) bool { return t.Key == d.Key }) {
			out = append(out, d)
		}
	}
	return out
}
