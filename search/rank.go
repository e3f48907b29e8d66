package search

import "reflect"

// remember keeps the words that are looked for in titles or anywhere, by which
// records are ranked.
func (c *compiler) remember(p *Point, ph phrase) {
	if c.negated > 0 || len(c.words) >= mostWords {
		return
	}
	switch p.Names[0] {
	case "issn.anywhere", "issn.title", "issn.keyTitle", "issn.titleProper":
		c.words = append(c.words, ph.all...)
	}
}

// rank is what records come first that match a query: those whose key title or
// title proper is what was looked for, then those in which it is the beginning,
// then those with all words in their titles.
func (c *compiler) rank(query Node) []Node {
	title := c.table.byName["issn.title"]
	if len(c.words) == 0 || title == nil {
		return nil
	}
	var whole, words, first []string
	for _, p := range c.table.points {
		if p.Leads {
			f := c.table.fields[p]
			whole = append(whole, names(c.viewer, f.whole)...)
			words = append(words, c.fieldsOf(p)...)
			first = append(first, names(c.viewer, f.first)...)
		}
	}
	if len(words) == 0 {
		return nil
	}
	exact := c.leading(first, words, phrase{slots: c.words, start: true, end: true})
	if s, ok := literal(c.words); ok {
		exact = &Term{whole, s}
	}
	ranks := []Node{exact, c.leading(first, words, phrase{slots: c.words, start: true})}
	nodes := make([]Node, 0, len(c.words))
	for _, w := range c.words {
		nodes = append(nodes, c.word(c.fieldsOf(title), w))
	}
	// What all records match that are found divides none of them.
	if all := and(nodes...); !reflect.DeepEqual(all, query) {
		ranks = append(ranks, all)
	}
	return ranks
}

// leading is the documents in which a value begins with a phrase that is anchored
// at its start. Its first word is one of those that values begin with: few, where
// nearly all documents have the start of a value.
func (c *compiler) leading(first, words []string, ph phrase) Node {
	begins := c.word(first, ph.slots[0])
	if len(ph.slots) == 1 && !ph.end {
		return begins
	}
	return and(begins, &Phrase{words, ph.anchored()})
}

// literal is the whole value that is these words and no others; false where
// they have masks or are of a script without spaces.
func literal(words []Pattern) (string, bool) {
	var s []byte
	for i, w := range words {
		t, ok := w.Term()
		if !ok {
			return "", false
		}
		for _, r := range t {
			if unspacedRune(r) {
				return "", false
			}
		}
		if i > 0 {
			s = append(s, ' ')
		}
		s = append(s, t...)
	}
	return cut(string(s), longestValue), true
}

// titleOrder is the order within a rank.
func (c *compiler) titleOrder() []SortField {
	p := c.table.byName["issn.title"]
	if p == nil {
		return nil
	}
	return []SortField{{Fields: names(c.viewer, c.table.fields[p].sort)}}
}
