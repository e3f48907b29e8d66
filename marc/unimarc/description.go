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

// sortFormerFrequencies puts former frequencies after the current one, newest
// first if all of them are dated; 310 comes before 321 in the record as it is.
func sortFormerFrequencies(fields []marc.Field) {
	var former []int
	for i := range fields {
		if fields[i].Tag != tagFrequency || fields[i].Get('b') == "" {
			continue
		}
		if lastYear(fields[i].Get('b')) == "" {
			return
		}
		former = append(former, i)
	}
	if len(former) < 3 {
		return
	}
	sorted := make([]marc.Field, 0, len(former)-1)
	for _, i := range former[1:] {
		sorted = append(sorted, fields[i])
	}
	slices.SortStableFunc(sorted, func(a, b marc.Field) int {
		return cmp.Compare(lastYear(b.Get('b')), lastYear(a.Get('b')))
	})
	for n, i := range former[1:] {
		fields[i] = sorted[n]
	}
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
