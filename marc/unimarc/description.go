package unimarc

import (
	"cmp"
	"slices"

	"issnd/marc"
)

// descriptionBlock is 2XX without the titles, series and frequency.
var descriptionBlock = []rule{
	{tag: "250", to: "205", subs: "a b:f", isbd: true},
	{tag: "260", to: "210", ind1: mapped(1, "2>0 3>1"), subs: "a b:c c:d e f:g g:h", isbd: true},
	{tag: "263", to: "211", subs: "a"},
	{tag: "264", to: "214", ind1: mapped(1, "2>0 3>1"), ind2: mapped(2, "0>1 1>0 2>2 3>3 4>4"), subs: "a b:c c:d", isbd: true, do: publication},
	{tag: "300", to: "215", subs: "a b:c c:d e", isbd: true},
	{tag: "310", to: "326", subs: "a b"},
	{tag: "321", to: "326", subs: "a b"},
	{tag: "351", to: "251", subs: "a b c"},
	{tag: "362", to: "207", ind2: mapped(1, "0>0").or('1'), subs: "a z"},
	{tag: "440", to: "410", ind2: fixed('1'), subs: "a:t n:h p:i v x w:0", nonfiling: 2},
	{tag: "490", to: "225", ind1: mapped(1, "1>0").or('1'), subs: "a v x", isbd: true},
	{tag: "830", to: "410", ind2: fixed('0'), subs: "a:t n:h p:i v x w:0", nonfiling: 2},
}

// publication writes 264, and for older receivers 210 beside it.
func publication(c *conversion, r *rule, f *marc.Field) {
	c.carry(r, f)
	if c.opt.Both210 && f.Ind2 == '1' {
		reported := len(c.lost)
		c.carryTo(r, f, tagPublication, r.ind1.of(f), ' ')
		c.lost = c.lost[:reported]
	}
}

// newestFirst orders former frequencies, which follow the current one in 326,
// by their last year. If one of them has none they stay as they are.
func newestFirst(former []*marc.Field) []*marc.Field {
	for _, f := range former {
		if lastYear(f.Get('b')) == "" {
			return former
		}
	}
	slices.SortStableFunc(former, func(a, b *marc.Field) int {
		return cmp.Compare(lastYear(b.Get('b')), lastYear(a.Get('b')))
	})
	return former
}

// lastYear is the last four digits in a row of s, or "".
func lastYear(s string) string {
	for end := len(s); end >= 4; end-- {
		if y := s[end-4 : end]; digits(y) {
			return y
		}
	}
	return ""
}
