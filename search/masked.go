package search

import (
	"slices"
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

// masked is the documents with a code that a term with masks stands for.
func (c *compiler) masked(p *Point, prefix string, tokens []cql.Token) (Node, error) {
	parts, ok := partsOf(tokens)
	if !ok {
		return nil, diagnostic.New(diagnostic.AnchorUnsupported, "^")
	}
	if err := checkMasks(parts, 1); err != nil {
		return nil, err
	}
	patterns, ok := maskedForm(p, parts)
	if !ok {
		return nil, diagnostic.New(diagnostic.TermFormat, written(tokens))
	}
	nodes := make([]Node, 0, len(patterns))
	for _, pattern := range patterns {
		if err := checkMasks(pattern.Parts, 1); err != nil {
			return nil, err
		}
		nodes = append(nodes, c.word(c.fieldsOf(p), pattern.after(prefix)))
	}
	return or(nodes...), nil
}

// maskedForm is the patterns of the terms of p that parts stand for; false if
// there can be none.
func maskedForm(p *Point, parts []Part) ([]Pattern, bool) {
	if p.Masked != nil {
		return p.Masked(parts)
	}
	return mapped(parts, strings.ToLower), true
}

// partsOf is a term as parts of a pattern; false if it is anchored.
func partsOf(tokens []cql.Token) ([]Part, bool) {
	parts := make([]Part, 0, len(tokens))
	for _, t := range tokens {
		switch t.Kind {
		case cql.Text:
			parts = append(parts, Part{Text: t.Text})
		case cql.Anchor:
			return nil, false
		default:
			parts = append(parts, Part{Any: t.Kind == cql.Any, One: t.Kind == cql.One})
		}
	}
	return parts, true
}

// written is a term as it was written, but for its escapes.
func written(tokens []cql.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.Text)
	}
	return b.String()
}

// mapped is the pattern of the parts with other text, without space around all of it.
func mapped(parts []Part, to func(string) string) []Pattern {
	out := slices.Clone(parts)
	for i := range out {
		out[i].Text = to(out[i].Text)
	}
	first, last := &out[0], &out[len(out)-1]
	first.Text = strings.TrimLeft(first.Text, " ")
	last.Text = strings.TrimRight(last.Text, " ")
	return []Pattern{{Parts: compact(out)}}
}

// alphanumericMasked is the parts of what alphanumeric makes.
func alphanumericMasked(parts []Part) ([]Pattern, bool) {
	return mapped(parts, func(s string) string {
		s, _ = alphanumeric(s)
		return s
	}), true
}

// classMasked is the parts of what classForm makes.
func classMasked(parts []Part) ([]Pattern, bool) {
	return mapped(parts, func(s string) string {
		inner, _ := classForm(s)
		if strings.HasPrefix(s, " ") {
			inner = " " + inner
		}
		if strings.HasSuffix(s, " ") && inner != " " {
			inner += " "
		}
		return inner
	}), true
}

// isniMasked is the parts of what isniForm makes.
func isniMasked(parts []Part) ([]Pattern, bool) {
	if i := strings.LastIndexAny(parts[0].Text, "/)"); i >= 0 {
		parts = slices.Clone(parts)
		parts[0].Text = parts[0].Text[i+1:]
	}
	list, ok := characters(parts)
	return []Pattern{{Parts: compact(list)}}, ok && fits(list, len("0000000121032683"))
}

// identifierMasked is the parts of what identifierForm makes.
func identifierMasked(parts []Part) ([]Pattern, bool) {
	patterns, _ := numberMasked(parts)
	return append(patterns, mapped(parts, strings.ToLower)...), true
}

// numberMasked is the patterns of ISSNs as numberForm makes them. Where a run of
// any characters may stand for the hyphen or for what is on one side of it,
// there is more than one.
func numberMasked(parts []Part) (patterns []Pattern, ok bool) {
	list, ok := characters(parts)
	if !ok {
		return nil, false
	}
	add := func(parts ...[]Part) { patterns = append(patterns, Pattern{Parts: compact(slices.Concat(parts...))}) }
	hyphen := []Part{{Text: "-"}}
	within := false // a run has the hyphen
	for i, p := range list {
		before := list[:i]
		switch {
		case p.Any && !within && fits(list[:i+1], 4) && fits(list[i:], 4):
			within = true
			add(list)
		case p.One && fits(before, 4) && fits(list[i+1:], 4):
			add(before, hyphen, list[i+1:])
		}
		if i > 0 && !p.Any && !list[i-1].Any && fits(before, 4) && fits(list[i:], 4) {
			add(before, hyphen, list[i:])
		}
	}
	return patterns, len(patterns) > 0
}

// characters is the digits and masks of a number, one by one, without the
// spaces and hyphens between them; false if there is anything else in it. The
// last character of a number may be an x.
func characters(parts []Part) (list []Part, ok bool) {
	end := false
	for _, p := range parts {
		if p.Any || p.One {
			if p.One && end {
				return nil, false
			}
			list = append(list, p)
			continue
		}
		for _, c := range []byte(p.Text) {
			switch {
			case c == ' ' || c == '-':
				continue
			case end, c|0x20 != 'x' && (c < '0' || c > '9'):
				return nil, false
			}
			end = c|0x20 == 'x'
			list = append(list, Part{Text: string(c | 0x20)})
		}
	}
	return list, true
}

// fits reports whether so many characters can be what the list stands for.
func fits(list []Part, characters int) bool {
	n := 0
	for _, p := range list {
		if !p.Any {
			n++
		}
	}
	return n == characters || n < characters && n < len(list)
}

// compact puts literal text together and leaves out what is empty.
func compact(list []Part) (parts []Part) {
	for _, p := range list {
		switch n := len(parts); {
		case p == Part{}:
		case n > 0 && p.Text != "" && parts[n-1].Text != "":
			parts[n-1].Text += p.Text
		default:
			parts = append(parts, p)
		}
	}
	return parts
}

// numberMask is the patterns of ISSNs that a term with masks is meant for: the
// first half and a hyphen, or more digits than one half has.
func numberMask(tokens []cql.Token) []Pattern {
	parts, ok := partsOf(tokens)
	if !ok || len(parts) < 2 {
		return nil
	}
	n, halves := 0, 1
	for _, p := range parts {
		if p.Any {
			break
		}
		if p.One {
			n++
		}
		for _, c := range []byte(p.Text) {
			switch {
			case c != ' ' && c != '-':
				n++
			case n == 4 && halves == 1:
				halves++
			default:
				return nil
			}
		}
	}
	if n < 4 || n == 4 && halves == 1 || checkMasks(parts, 1) != nil {
		return nil
	}
	patterns, _ := numberMasked(parts)
	return patterns
}
