package search

import (
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

// code compiles a clause on codes.
func (c *compiler) code(p *Point, r relation, t term) (Node, error) {
	switch r.op {
	case "all", "any":
		var nodes []Node
		for _, chunk := range chunks(t.tokens) {
			n, err := c.value(p, chunk)
			if err != nil {
				return nil, err
			}
			nodes = append(nodes, n)
		}
		if len(nodes) == 0 {
			return nil, diagnostic.New(diagnostic.EmptyTerm, "")
		}
		if r.op == "all" {
			return and(nodes...), nil
		}
		return or(nodes...), nil
	case "<>":
		n, err := c.value(p, t.tokens)
		if err != nil {
			return nil, err
		}
		return &AndNot{Keep: c.present(p), Drop: n}, nil
	}
	return c.value(p, t.tokens)
}

// value is the documents with a code.
func (c *compiler) value(p *Point, tokens []cql.Token) (Node, error) {
	prefix := ""
	if p.marc != (path{}) {
		prefix = p.marc.prefix()
	}
	if len(tokens) == 1 && tokens[0].Kind == cql.Text {
		s, ok := normal(p, tokens[0].Text)
		if !ok {
			return nil, diagnostic.New(diagnostic.TermFormat, tokens[0].Text)
		}
		return &Term{c.fieldsOf(p), prefix + s}, nil
	}
	var pattern Pattern
	for _, t := range tokens {
		switch t.Kind {
		case cql.Text:
			pattern.Parts = append(pattern.Parts, Part{Text: strings.ToLower(t.Text)})
		case cql.Anchor:
			return nil, diagnostic.New(diagnostic.AnchorUnsupported, "^")
		default:
			pattern.Parts = append(pattern.Parts, Part{Any: t.Kind == cql.Any, One: t.Kind == cql.One})
		}
	}
	if err := checkMasks(pattern.Parts, 1); err != nil {
		return nil, err
	}
	return &Matching{c.fieldsOf(p), pattern.after(prefix)}, nil
}
