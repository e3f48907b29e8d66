package search

import (
	"context"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/issn"
	"issnd/register"
)

// compiler turns the tree of a query into a plan for one viewer.
type compiler struct {
	table  *Table
	viewer register.Viewer
	limits Limits
	// read is the record as the viewer may see it, for what the index alone
	// cannot tell.
	read func(context.Context, issn.ISSN) (*register.View, error)

	scopes  [][]cql.Prefix
	negated int       // how many NOTs what is being compiled is on the right of
	words   []Pattern // that are looked for in titles
}

// plan compiles a query. The error is a *diagnostic.Diagnostic.
func (c *compiler) plan(q *cql.Query) (*Plan, error) {
	n, err := c.node(q.Root)
	if err != nil {
		return nil, err
	}
	p := &Plan{Query: n, Public: c.viewer.Public()}
	if q.Sort != nil {
		p.Sort, err = c.sort(q)
		return p, err
	}
	p.Rank = c.rank(n)
	p.Sort = c.titleOrder()
	return p, nil
}

func (c *compiler) node(n cql.Node) (Node, error) {
	if scope := n.Scope(); len(scope) > 0 {
		if err := checkScope(scope); err != nil {
			return nil, err
		}
		c.scopes = append(c.scopes, scope)
		defer func() { c.scopes = c.scopes[:len(c.scopes)-1] }()
	}
	switch n := n.(type) {
	case *cql.Clause:
		return c.clause(n)
	case *cql.Boolean:
		return c.boolean(n)
	}
	return nil, diagnostic.New(diagnostic.CannotProcessQuery, "")
}

func (c *compiler) boolean(b *cql.Boolean) (Node, error) {
	if b.Op == cql.Prox {
		return c.prox(b)
	}
	if len(b.Modifiers) > 0 {
		return nil, diagnostic.New(diagnostic.UnsupportedBooleanModifier, b.Modifiers[0].Name.String())
	}
	left, err := c.node(b.Left)
	if err != nil {
		return nil, err
	}
	if b.Op == cql.Not {
		c.negated++
		defer func() { c.negated-- }()
	}
	right, err := c.node(b.Right)
	if err != nil {
		return nil, err
	}
	switch b.Op {
	case cql.And:
		return and(left, right), nil
	case cql.Or:
		return or(left, right), nil
	default:
		return &AndNot{Keep: left, Drop: right}, nil
	}
}

// clause compiles one search clause.
func (c *compiler) clause(cl *cql.Clause) (Node, error) {
	p, err := c.point(cl)
	if err != nil {
		return nil, err
	}
	r, err := c.relation(p, cl.Relation)
	if err != nil {
		return nil, err
	}
	if p.Names[0] == allRecords {
		return All{}, nil
	}
	tokens := cl.Term.Tokens()
	if r.unmasked && len(tokens) > 0 {
		tokens = []cql.Token{{Kind: cql.Text, Text: cl.Term.Literal()}}
	}
	if len(tokens) == 0 {
		return nil, diagnostic.New(diagnostic.EmptyTerm, "")
	}
	t := term{tokens: tokens, text: cl.Term.Literal(), masked: len(tokens) > 1 || tokens[0].Kind != cql.Text}
	switch p.Kind {
	case Text, Everything:
		return c.text(p, r, t)
	case Code:
		return c.code(p, r, t)
	default:
		return c.ordered(p, r, t)
	}
}

// term is a search term as its relation reads it.
type term struct {
	tokens []cql.Token
	text   string // as if nothing in it were special
	masked bool
}

// point is the point of a clause, if the viewer may use it.
func (c *compiler) point(cl *cql.Clause) (*Point, error) {
	n := cl.Index
	if n.Base == "" {
		n = cql.Name{Prefix: "cql", Base: "serverChoice"}
		return c.table.Find(n)
	}
	p, err := c.table.Find(n, c.scopes...)
	if err != nil {
		return nil, err
	}
	return p, c.permit(p, n)
}

// permit refuses a point that needs a key. There is no diagnostic of its own
// for that: 3 is the one of the list by which clients know that they have to
// say who they are.
func (c *compiler) permit(p *Point, n cql.Name) error {
	if p.For(c.viewer) {
		return nil
	}
	return diagnostic.Newf(diagnostic.AuthenticationError, n.String(), "the index %s needs a key", p.Names[0])
}

func and(nodes ...Node) Node {
	var flat []Node
	for _, n := range nodes {
		if a, ok := n.(*And); ok {
			flat = append(flat, a.Nodes...)
		} else {
			flat = append(flat, n)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return &And{flat}
}

func or(nodes ...Node) Node {
	var flat []Node
	for _, n := range nodes {
		switch n := n.(type) {
		case *Or:
			flat = append(flat, n.Nodes...)
		case None:
		default:
			flat = append(flat, n)
		}
	}
	switch len(flat) {
	case 0:
		return None{}
	case 1:
		return flat[0]
	}
	return &Or{flat}
}
