package search

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
func (c *compiler) rank() []Node {
	if len(c.words) == 0 {
		return nil
	}
	var whole, words []string
	for _, name := range [...]string{"issn.keytitle", "issn.titleproper"} {
		if p := c.table.byName[name]; p != nil {
			whole = append(whole, names(c.viewer, c.table.fields[p].whole)...)
			words = append(words, c.fieldsOf(p)...)
		}
	}
	title := c.table.byName["issn.title"]
	if title == nil || len(words) == 0 {
		return nil
	}
	from := phrase{slots: c.words, start: true}
	all := phrase{slots: c.words, start: true, end: true}
	nodes := make([]Node, 0, len(c.words))
	for _, w := range c.words {
		nodes = append(nodes, c.word(c.fieldsOf(title), w))
	}
	exact := Node(&Phrase{words, all.anchored()})
	if s, ok := literal(c.words); ok {
		exact = &Term{whole, s}
	}
	return []Node{exact, &Phrase{words, from.anchored()}, and(nodes...)}
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
