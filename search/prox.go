package search

import (
	"strconv"
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

const farthest = leap - 1 // words between two that prox can ask for

// prox compiles a boolean prox: two words or phrases of one point at a distance
// counted in words.
func (c *compiler) prox(b *cql.Boolean) (Node, error) {
	near := &Near{Distance: Distance{"<=", 1}}
	if err := c.proxModifiers(near, b.Modifiers); err != nil {
		return nil, err
	}
	left, lp, err := c.proxOperand(b.Left)
	if err != nil {
		return nil, err
	}
	right, rp, err := c.proxOperand(b.Right)
	if err != nil {
		return nil, err
	}
	if lp != rp {
		return nil, diagnostic.New(diagnostic.UnsupportedIndexCombination, lp.Names[0]+" "+rp.Names[0])
	}
	near.Left, near.Right = left, right
	near.Fields = c.memberFields(lp, Text)
	return near, nil
}

// proxOperand is the words of an operand: a clause on text.
func (c *compiler) proxOperand(n cql.Node) ([]Pattern, *Point, error) {
	cl, ok := n.(*cql.Clause)
	if !ok {
		return nil, nil, diagnostic.Newf(diagnostic.ProximityUnsupported, "", "prox needs a search clause on both sides")
	}
	if err := checkScope(cl.Prefixes); err != nil {
		return nil, nil, err
	}
	c.scopes = append(c.scopes, cl.Prefixes)
	defer func() { c.scopes = c.scopes[:len(c.scopes)-1] }()
	p, err := c.point(cl)
	if err != nil {
		return nil, nil, err
	}
	r, err := c.relation(p, cl.Relation)
	if err != nil {
		return nil, nil, err
	}
	if p.Kind != Text && p.Kind != Everything || len(c.memberFields(p, Text)) == 0 || p.marc != (path{}) || r.op != "=" && r.op != "adj" {
		return nil, nil, diagnostic.New(diagnostic.ProximityUnsupported, p.Names[0]+" "+r.op)
	}
	tokens := cl.Term.Tokens()
	if r.unmasked && len(tokens) > 0 {
		tokens = []cql.Token{{Kind: cql.Text, Text: cl.Term.Literal()}}
	}
	ph, err := parsePhrase(tokens, r.fuzzy)
	switch {
	case err != nil:
		return nil, nil, err
	case ph.start || ph.end:
		return nil, nil, diagnostic.New(diagnostic.ProximityWithAnchor, "^")
	case len(ph.slots) == 0:
		return nil, nil, noWords()
	}
	c.remember(p, ph)
	return ph.slots, p, nil
}

// ProximityModifiers lists the modifiers of prox that are understood.
func ProximityModifiers() []string { return []string{"distance", "unit", "ordered", "unordered"} }

func (c *compiler) proxModifiers(near *Near, modifiers []cql.Modifier) error {
	seen := map[string]bool{}
	for _, m := range modifiers {
		name := strings.ToLower(m.Name.Base)
		set, err := contextSet(m.Name.Prefix, c.scopes)
		if err != nil || m.Name.Prefix != "" && set != "cql" {
			return diagnostic.New(diagnostic.UnsupportedBooleanModifier, m.Name.String())
		}
		switch name {
		case "distance":
			if err := near.Distance.set(m); err != nil {
				return err
			}
		case "unit":
			if m.Comparison != "=" || !strings.EqualFold(strings.TrimPrefix(strings.ToLower(m.Value), "cql."), "word") {
				return diagnostic.New(diagnostic.UnsupportedProximityUnit, m.Value)
			}
		case "ordered", "unordered":
			if m.Comparison != "" {
				return diagnostic.New(diagnostic.UnsupportedProximityOrdering, m.Value)
			}
			near.Ordered = name == "ordered"
			name = "order"
		default:
			return diagnostic.New(diagnostic.UnsupportedBooleanModifier, m.Name.String())
		}
		if seen[name] {
			return diagnostic.New(diagnostic.UnsupportedProximityModifier, m.Name.String())
		}
		seen[name] = true
	}
	return nil
}

// set reads the modifier distance.
func (d *Distance) set(m cql.Modifier) error {
	switch m.Comparison {
	case "<", "<=", "=", ">=", ">", "<>":
	case "==":
		m.Comparison = "="
	default:
		return diagnostic.New(diagnostic.UnsupportedProximityRelation, m.Comparison)
	}
	n, err := strconv.Atoi(m.Value)
	if err != nil || n < 0 || n > farthest {
		return diagnostic.New(diagnostic.UnsupportedProximityDistance, m.Value)
	}
	d.Comparison, d.Words = m.Comparison, n
	return nil
}
