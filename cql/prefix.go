package cql

// scope is a run of prefix assignments: n from the place first in
// parser.prefixes.
type scope struct{ first, n int }

// assignments reads any number of
//
//	prefixAssignment ::= '>' prefix '=' uri | '>' uri
func (p *parser) assignments() (scope, error) {
	s := scope{first: len(p.prefixes)}
	for p.tok.is(">") {
		a := Prefix{Pos: p.tok.pos}
		p.advance()
		if !p.tok.named() {
			return s, p.unexpected("a prefix or the URI of a context set")
		}
		first := p.tok
		p.advance()
		if !p.tok.is("=") {
			a.URI = first.value()
			p.prefixes = append(p.prefixes, a)
			continue
		}
		if _, err := p.name(first); err != nil {
			return s, err
		}
		p.advance()
		if !p.tok.named() {
			return s, p.unexpected("the URI of a context set")
		}
		a.Name, a.URI = first.value(), p.tok.value()
		p.prefixes = append(p.prefixes, a)
		p.advance()
	}
	s.n = len(p.prefixes) - s.first
	return s, nil
}

// attach gives n the assignments before it. Those that n has already were
// written in parentheses right after them, so that both are one run.
func (p *parser) attach(n Node, s scope) {
	if s.n == 0 {
		return
	}
	last := s.first + s.n + len(n.Scope())
	all := p.prefixes[s.first:last:last]
	switch n := n.(type) {
	case *Clause:
		n.Prefixes = all
	case *Boolean:
		n.Prefixes = all
	}
}
