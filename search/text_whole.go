package search

import "issnd/cql"

// whole compiles ==: a whole value of the point.
func (c *compiler) whole(p *Point, t term) (Node, error) {
	pattern, err := wholePattern(t.tokens)
	if err != nil {
		return nil, err
	}
	ph, err := parsePhrase(t.tokens, false)
	if err != nil {
		return nil, err
	}
	if len(ph.slots) == 0 {
		return nil, noWords()
	}
	if p.marc != (path{}) {
		whole, err := parsePhrase(anchor(t.tokens), false)
		if err != nil {
			return nil, err
		}
		return or(append(c.numbers(p, t.tokens), c.marcPhrase(p, whole, t.tokens))...), nil
	}
	var headings, phrases []string
	for _, m := range c.table.members(p) {
		switch {
		case m.Kind == Text && m.Headings:
			headings = append(headings, names(c.viewer, c.table.fields[m].whole)...)
		case m.Kind == Text:
			phrases = append(phrases, c.fieldsOf(m)...)
		}
	}
	nodes := append(c.numbers(p, t.tokens), c.codeMembers(p, t.tokens)...)
	if s, ok := pattern.Term(); ok {
		nodes = append(nodes, &Term{headings, cut(s, longestValue)})
	} else if len(headings) > 0 {
		nodes = append(nodes, &Matching{headings, pattern})
	}
	if len(phrases) > 0 {
		whole, err := parsePhrase(anchor(t.tokens), false)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, &Phrase{phrases, whole.anchored()})
	}
	return or(nodes...), nil
}

// anchor is the tokens of a term for all words of a value, from its start to
// its end.
func anchor(tokens []cql.Token) []cql.Token {
	mark := cql.Token{Kind: cql.Anchor, Text: "^"}
	out := make([]cql.Token, 0, len(tokens)+2)
	out = append(out, mark)
	for i, t := range tokens {
		if t.Kind != cql.Anchor || i > 0 && i < len(tokens)-1 {
			out = append(out, t)
		}
	}
	return append(out, mark)
}
