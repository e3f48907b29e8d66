package search

import (
	"strconv"
	"strings"
	"time"

	"issnd/cql"
	"issnd/diagnostic"
)

// ordered compiles a clause on numbers or dates.
func (c *compiler) ordered(p *Point, r relation, t term) (Node, error) {
	for _, tok := range t.tokens {
		switch tok.Kind {
		case cql.Any, cql.One:
			return nil, diagnostic.New(diagnostic.MaskUnsupported, tok.Text)
		case cql.Anchor:
			return nil, diagnostic.New(diagnostic.AnchorUnsupported, tok.Text)
		}
	}
	fields := c.fieldsOf(p)
	terms := strings.Fields(t.text)
	switch r.op {
	case "within":
		if len(terms) != 2 {
			return nil, diagnostic.Newf(diagnostic.UnsupportedRelationForTerm, "within", "within needs two values: the first and the last")
		}
	case "any", "all":
		if len(terms) == 0 {
			return nil, diagnostic.New(diagnostic.EmptyTerm, "")
		}
	default:
		terms = []string{t.text}
	}
	var nodes []Node
	var bounds []interval
	for _, s := range terms {
		b, ok := intervalOf(p, s)
		if !ok {
			return nil, diagnostic.New(diagnostic.TermFormat, s)
		}
		bounds = append(bounds, b)
		nodes = append(nodes, b.node(fields))
	}
	first := bounds[0]
	switch r.op {
	case "<":
		return &Range{Fields: fields, To: first.from, OpenTo: true}, nil
	case "<=":
		return &Range{Fields: fields, To: first.to}, nil
	case ">":
		return &Range{Fields: fields, From: first.to, OpenFrom: true}, nil
	case ">=":
		return &Range{Fields: fields, From: first.from}, nil
	case "within":
		return interval{first.from, bounds[1].to}.node(fields), nil
	case "<>":
		return &AndNot{Keep: c.present(p), Drop: nodes[0]}, nil
	case "all":
		return and(nodes...), nil
	}
	return or(nodes...), nil
}

// interval is the values that a term stands for: all days of a month.
type interval struct{ from, to string }

func (i interval) node(fields []string) Node {
	switch {
	case i.from == i.to:
		return &Term{fields, i.from}
	case i.from > i.to:
		return None{}
	}
	return &Range{Fields: fields, From: i.from, To: i.to}
}

func intervalOf(p *Point, s string) (interval, bool) {
	s, ok := normal(p, s)
	if !ok {
		return interval{}, false
	}
	if p.Kind == Number {
		return interval{s, s}, true
	}
	switch len(s) {
	case len("2006"):
		return interval{s + "-01-01", s + "-12-31"}, true
	case len("2006-01"):
		month, _ := time.Parse("2006-01", s)
		last := month.AddDate(0, 1, -1).Day()
		return interval{s + "-01", s + "-" + strconv.Itoa(last)}, true
	}
	return interval{s, s}, true
}
