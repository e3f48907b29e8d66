package search

import (
	"strings"
	"unicode/utf8"
)

// Match reports whether the pattern matches a term.
func (p Pattern) Match(term string) bool {
	if p.Edits > 0 {
		literal := ""
		for _, part := range p.Parts {
			literal += part.Text
		}
		return within([]rune(literal), []rune(term), int(p.Edits))
	}
	return matchParts(p.Parts, term)
}

func matchParts(parts []Part, s string) bool {
	for i, p := range parts {
		switch {
		case p.Any:
			rest := parts[i+1:]
			for {
				if matchParts(rest, s) {
					return true
				}
				if s == "" {
					return false
				}
				_, n := utf8.DecodeRuneInString(s)
				s = s[n:]
			}
		case p.One:
			if s == "" {
				return false
			}
			_, n := utf8.DecodeRuneInString(s)
			s = s[n:]
		default:
			rest, ok := strings.CutPrefix(s, p.Text)
			if !ok {
				return false
			}
			s = rest
		}
	}
	return s == ""
}

// within reports whether a becomes b by at most max letters that are changed,
// left out or put in (Levenshtein).
func within(a, b []rune, max int) bool {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)] <= max
}

// after is the pattern for terms that begin with the prefix and go on as p says.
func (p Pattern) after(prefix string) Pattern {
	if prefix == "" {
		return p
	}
	parts := []Part{{Text: prefix}}
	if len(p.Parts) > 0 && p.Parts[0].Text != "" {
		parts[0].Text += p.Parts[0].Text
		p.Parts = p.Parts[1:]
	}
	return Pattern{Parts: append(parts, p.Parts...), Edits: p.Edits}
}
