package indextest

import "issnd/search"

func inRange(r *search.Range, t string) bool {
	switch {
	case r.From != "" && (t < r.From || r.OpenFrom && t == r.From):
		return false
	case r.To != "" && (t > r.To || r.OpenTo && t == r.To):
		return false
	}
	return true
}

// accepts says whether a pattern matches a term.
func accepts(p search.Pattern, term string) bool {
	if p.Edits > 0 {
		return edits([]rune(p.Parts[0].Text), []rune(term)) <= int(p.Edits)
	}
	return masked(p.Parts, []rune(term))
}

// masked tries every length of every run of characters.
func masked(parts []search.Part, term []rune) bool {
	if len(parts) == 0 {
		return len(term) == 0
	}
	switch p := parts[0]; {
	case p.Any:
		for n := range len(term) + 1 {
			if masked(parts[1:], term[n:]) {
				return true
			}
		}
		return false
	case p.One:
		return len(term) > 0 && masked(parts[1:], term[1:])
	default:
		text := []rune(p.Text)
		return len(term) >= len(text) && string(term[:len(text)]) == p.Text && masked(parts[1:], term[len(text):])
	}
}

// edits is how many letters are wrong, missing or too many.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		corner := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := corner
			if x != y {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}

// spans is where a phrase begins.
func spans(slots []search.Pattern, ts []search.Token) []int {
	var starts []int
	if len(slots) == 0 {
		return nil
	}
	for _, t := range ts {
		if !accepts(slots[0], t.Term) {
			continue
		}
		whole := true
		for i, s := range slots[1:] {
			there := false
			for _, o := range ts {
				there = there || o.Pos == t.Pos+uint32(i+1) && accepts(s, o.Term)
			}
			whole = whole && there
		}
		if whole {
			starts = append(starts, int(t.Pos))
		}
	}
	return starts
}

// near says whether two phrases are at a distance: from the last word of the
// first to the first word of the other, if they do not overlap.
func near(n *search.Near, ts []search.Token) bool {
	for _, l := range spans(n.Left, ts) {
		for _, r := range spans(n.Right, ts) {
			between := r - (l + len(n.Left) - 1)
			if between <= 0 && !n.Ordered {
				between = l - (r + len(n.Right) - 1)
			}
			if between > 0 && fits(between, n.Distance) {
				return true
			}
		}
	}
	return false
}

func fits(n int, d search.Distance) bool {
	switch d.Comparison {
	case "<":
		return n < d.Words
	case "<=":
		return n <= d.Words
	case "=":
		return n == d.Words
	case ">=":
		return n >= d.Words
	case ">":
		return n > d.Words
	case "<>":
		return n != d.Words
	}
	panic("an unknown comparison")
}
