package search

import (
	"context"
	"errors"

	"issnd/cql"
	"issnd/issn"
	"issnd/register"
)

// marcPhrase compiles words in a field or subfield. The index has them without
// places, so that what has more than one word is read to see whether they follow
// each other. An ISSN is one word there.
func (c *compiler) marcPhrase(p *Point, ph phrase, tokens []cql.Token) Node {
	if id, ok := number(tokens); ok {
		return c.marcWord(p, Literal(id))
	}
	nodes := make([]Node, 0, len(ph.slots))
	for _, s := range ph.slots {
		nodes = append(nodes, c.marcWord(p, s))
	}
	if len(ph.slots) == 1 && !ph.start && !ph.end {
		return nodes[0]
	}
	want := ph.anchored()
	return &Filter{Of: and(nodes...), Max: c.limits.Checked, Keep: c.keep(func(v *register.View) bool {
		for _, s := range p.Values(nil, v) {
			if follows(want, s) {
				return true
			}
		}
		return false
	})}
}

// marcWord is the documents with a word in a field or subfield.
func (c *compiler) marcWord(p *Point, s Pattern) Node {
	prefixes := p.marc.prefixes()
	nodes := make([]Node, len(prefixes))
	for i, prefix := range prefixes {
		nodes[i] = c.word(c.fieldsOf(p), s.after(prefix))
	}
	return or(nodes...)
}

// keep reads records and asks of each whether it is wanted.
func (c *compiler) keep(wanted func(*register.View) bool) func(context.Context, []issn.ISSN) ([]bool, error) {
	return func(ctx context.Context, ids []issn.ISSN) ([]bool, error) {
		out := make([]bool, len(ids))
		for i, id := range ids {
			v, err := c.read(ctx, id)
			if errors.Is(err, register.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			out[i] = wanted(v)
		}
		return out, nil
	}
}

// follows reports whether the value has the slots one after the other.
func follows(slots []Pattern, value string) bool {
	folded := []byte(Fold(value))
	words, end := appendWords(nil, folded, 1)
	at := make([][]string, end+1)
	at[0], at[end] = []string{Start}, []string{End}
	for _, w := range words {
		at[w.place] = append(at[w.place], string(folded[w.start:w.end]))
	}
	for from := 0; from+len(slots) <= len(at); from++ {
		if matchAll(slots, at[from:]) {
			return true
		}
	}
	return false
}

func matchAll(slots []Pattern, at [][]string) bool {
	for i, s := range slots {
		found := false
		for _, term := range at[i] {
			found = found || s.Match(term)
		}
		if !found {
			return false
		}
	}
	return true
}
