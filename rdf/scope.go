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
	isMap bool   // values are in an object with keys of their own
	isSet bool   // values are always in an array
	isID  bool   // nodes are strings
	plain bool   // strings are without a type
}

// scope is what is defined at one place of a document.
type scope struct {
	number  int32              // its place among the scopes of the context
	props   map[string][]*term // by property IRI, the preferred first
	reverse []*term            // one for each property
	vocab   map[string]string  // IRI to the key that stands for it, as a JSON string
}

func (s *scope) add(t *term) {
	if t.Reverse {
		if s.reversed(t.IRI) == nil {
			s.reverse = append(s.reverse, t)
		}
		return
	}
	s.props[t.IRI] = append(s.props[t.IRI], t)
	if _, ok := s.vocab[t.IRI]; !ok {
		s.vocab[t.IRI] = string(AppendJSONString(nil, t.Key))
	}
}

// reversed returns the term for a property read backwards, or nil.
func (s *scope) reversed(iri string) *term {
	for _, t := range s.reverse {
		if t.IRI == iri {
			return t
		}
	}
	return nil
}

// scopes makes one scope for each combination of definitions that nesting can
// bring about.
type scopes struct {
	all  []*scope
	made map[string]*scope
	ids  map[*TermDef]int
}

// maxScopes is far more than a context for people to read has.
const maxScopes = 4096

// newScopes makes the scope of the given definitions, which is the first, and
// those inside it.
func newScopes(defs []TermDef) ([]*scope, error) {
	b := scopes{made: map[string]*scope{}, ids: map[*TermDef]int{}}
	_, err := b.of(overlay(nil, defs))
	return b.all, err
}

// of returns the scope in which the definitions are in force.
func (b *scopes) of(defs []*TermDef) (*scope, error) {
	signature := b.signature(defs)
	if s, ok := b.made[signature]; ok {
		return s, nil
	}
	if len(b.all) == maxScopes {
		return nil, errors.New("the scoped definitions combine in too many ways")
	}
	s := &scope{number: int32(len(b.all)), props: map[string][]*term{}, vocab: map[string]string{}}
	b.all = append(b.all, s)
	b.made[signature] = s
	for _, d := range defs {
		t := &term{
			TermDef: d,
			name:    appendName(nil, d.Key),
			inner:   s,
			isMap:   d.Container == IDMap || d.Container == LanguageMap,
			isSet:   d.Container == Set,
			plain:   d.Type == "",
			isID:    d.Type == CoerceID || d.Type == CoerceVocab,
		}
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
