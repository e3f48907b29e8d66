package rdf

// term is a definition prepared for writing.
type term struct {
	TermDef
	name  []byte // the key as JSON, with the colon
	inner *scope // of the nodes that are values; nil means the root scope
}

// scope is what is defined at one place of a document.
type scope struct {
	terms   []*term
	props   map[string][]*term // by property IRI, the preferred first
	reverse []*term
	vocab   map[string]string // IRI to the key that stands for it
}

// newScope joins definitions to those of the root scope, which they override;
// root is nil for the root scope itself.
func newScope(root *scope, defs []TermDef) *scope {
	s := &scope{props: map[string][]*term{}, vocab: map[string]string{}}
	taken := map[string]bool{}
	for _, d := range defs {
		s.add(&term{TermDef: d, name: append(AppendJSONString(nil, d.Key), ':')})
		taken[d.Key] = true
	}
	own := s.terms
	if root == nil {
		root = s
	} else {
		for _, t := range root.terms {
			if !taken[t.Key] {
				s.add(t)
			}
		}
	}
	for _, t := range own {
		if len(t.Scoped) > 0 {
			t.inner = newScope(root, t.Scoped)
		}
	}
	return s
}

func (s *scope) add(t *term) {
	s.terms = append(s.terms, t)
	if t.Reverse {
		s.reverse = append(s.reverse, t)
		return
	}
	s.props[t.IRI] = append(s.props[t.IRI], t)
	if _, ok := s.vocab[t.IRI]; !ok {
		s.vocab[t.IRI] = t.Key
	}
}
