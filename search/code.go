package search

import (
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
		prefix = p.marc.prefixes()[0]
	}
	if len(tokens) > 1 || tokens[0].Kind != cql.Text {
		return c.masked(p, prefix, tokens)
	}
	s, ok := normal(p, tokens[0].Text)
	if !ok {
		return nil, diagnostic.New(diagnostic.TermFormat, tokens[0].Text)
	}
	return &Term{c.fieldsOf(p), prefix + s}, nil
}
