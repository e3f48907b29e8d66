package search

import (
	"errors"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/issn"
)

// fieldsOf is the fields that the viewer searches for a word in p: of a point
// that is made of others, also those of its members in which values stand as
// they are sought.
func (c *compiler) fieldsOf(p *Point) []string {
	if p.marc != (path{}) {
		return []string{marcField}
	}
	f := c.table.fields[p]
	list := names(c.viewer, f.words)
	for _, m := range f.members {
		if m.Kind == Text || m.number {
			list = append(list, names(c.viewer, c.table.fields[m].words)...)
		}
	}
	return list
}

// text compiles a clause on words.
func (c *compiler) text(p *Point, r relation, t term) (Node, error) {
	switch r.op {
	case "==":
		return c.whole(p, t)
	case "<>":
		n, err := c.text(p, relation{op: "=", unmasked: r.unmasked}, t)
		if err != nil {
			return nil, err
		}
		return &AndNot{Keep: c.present(p), Drop: n}, nil
	case "all", "any":
		return c.list(p, r, t)
	}
	return c.phraseOf(p, r, t.tokens)
}

// list compiles the relations all and any: the words of the term one by one.
func (c *compiler) list(p *Point, r relation, t term) (Node, error) {
	var nodes []Node
	for _, chunk := range chunks(t.tokens) {
		n, err := c.phraseOf(p, r, chunk)
		if errors.Is(err, noWords()) {
			continue // punctuation between the words
		}
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	switch {
	case len(nodes) == 0:
		return nil, noWords()
	case len(nodes) > mostWords:
		return nil, diagnostic.Newf(diagnostic.TooManyCharactersInTerm, "", "a term has more than %d words", mostWords)
	case r.op == "all":
		return and(nodes...), nil
	}
	return or(nodes...), nil
}

func noWords() error {
	return diagnostic.Newf(diagnostic.EmptyTerm, "", "the term has neither letters nor digits")
}

// phraseOf compiles words that follow each other, which may be an ISSN too.
func (c *compiler) phraseOf(p *Point, r relation, tokens []cql.Token) (Node, error) {
	var numbers []Node
	if !r.fuzzy {
		numbers = c.numbers(p, tokens)
	}
	ph, err := parsePhrase(tokens, r.fuzzy)
	switch {
	case err != nil && numbers != nil:
		return or(numbers...), nil // the halves of an ISSN alone may have too many masks
	case err != nil:
		return nil, err
	case len(ph.slots) == 0:
		return nil, noWords()
	}
	c.remember(p, ph)
	if p.marc != (path{}) {
		return or(append(numbers, c.marcPhrase(p, ph, tokens))...), nil
	}
	return or(append(numbers, c.phrase(p, ph, tokens))...), nil
}

// phrase compiles words that follow each other in a point that is a row of the
// table.
func (c *compiler) phrase(p *Point, ph phrase, tokens []cql.Token) Node {
	if id, ok := number(tokens); ok && p.Kind == Everything {
		return &Term{c.fieldsOf(p), id}
	}
	if len(ph.slots) == 1 && !ph.start && !ph.end {
		return c.word(c.fieldsOf(p), ph.slots[0])
	}
	if p.Kind == Text {
		if first := names(c.viewer, c.table.fields[p].first); ph.start && len(first) > 0 {
			return c.leading(first, c.fieldsOf(p), ph)
		}
		return &Phrase{c.fieldsOf(p), ph.anchored()}
	}
	nodes := []Node{&Phrase{c.memberFields(p, Text), ph.anchored()}}
	return or(append(nodes, c.codeMembers(p, tokens)...)...)
}

// numbers is the documents that have, in a point that is made of others or in a
// field, an ISSN that a term with masks stands for.
func (c *compiler) numbers(p *Point, tokens []cql.Token) (nodes []Node) {
	prefixes := []string{""}
	switch {
	case p.marc != (path{}):
		prefixes = p.marc.prefixes()
	case p.Kind != Everything:
		return nil
	}
	for _, pattern := range numberMask(tokens) {
		for _, prefix := range prefixes {
			nodes = append(nodes, &Matching{c.fieldsOf(p), pattern.after(prefix)})
		}
	}
	return nodes
}

// number is the ISSN that a term is, as it is indexed.
func number(tokens []cql.Token) (string, bool) {
	if len(tokens) != 1 || tokens[0].Kind != cql.Text {
		return "", false
	}
	id, err := issn.Parse(tokens[0].Text)
	if err != nil {
		return "", false
	}
	var b [9]byte
	return string(appendNumber(b[:0], id)), true
}

// word is the documents with a word in one of the fields.
func (c *compiler) word(fields []string, p Pattern) Node {
	if t, ok := p.Term(); ok {
		return &Term{fields, t}
	}
	return &Matching{fields, p}
}

// anchored is the slots with those of the anchors.
func (ph phrase) anchored() []Pattern {
	var slots []Pattern
	if ph.start {
		slots = append(slots, Literal(Start))
	}
	slots = append(slots, ph.slots...)
	if ph.end {
		slots = append(slots, Literal(End))
	}
	return slots
}

// memberFields is the fields of words of the members of p that have the kind.
func (c *compiler) memberFields(p *Point, k Kind) (fields []string) {
	for _, m := range c.table.members(p) {
		if m.Kind == k {
			fields = append(fields, c.fieldsOf(m)...)
		}
	}
	return fields
}

// codeMembers is the members of p that are codes, asked for the whole term.
// Those that are ISSNs numbers asks, where the term has masks.
func (c *compiler) codeMembers(p *Point, tokens []cql.Token) (nodes []Node) {
	masked := len(tokens) > 1 || tokens[0].Kind != cql.Text
	for _, m := range c.table.members(p) {
		if m.Kind != Code || m.number && masked {
			continue
		}
		if n, err := c.value(m, tokens); err == nil {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// present is the documents that have a value of the point at all.
func (c *compiler) present(p *Point) Node {
	switch {
	case p.marc != (path{}):
		return p.marc.present()
	case p.Kind == Everything:
		return &Term{c.memberFields(p, Text), Start}
	case p.Kind == Text:
		return &Term{c.fieldsOf(p), Start}
	}
	return &Range{Fields: c.fieldsOf(p)}
}
