package unimarc

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"issnd/marc"
)

// titleBlock is the titles: 200 and 5XX.
var titleBlock = []rule{
	{tag: "130", to: "500", ind1: fixed('1'), ind2: fixed('1'), subs: uniformTitle, nonfiling: 1},
	{tag: "210", to: "531", subs: "a b", do: abbreviatedTitle},
	{tag: "222", to: "530", subs: "a b", nonfiling: 2, do: keyTitle},
	{tag: "240", to: "500", ind1: fixed('1'), ind2: fixed('0'), subs: uniformTitle, nonfiling: 2},
	{tag: "242", to: "541", ind1: mapped(1, "0>0").or('1'), subs: "a b:e n:h p:i y:z", nonfiling: 2},
	{tag: "245", to: "200", ind1: fixed('1'), subs: "a b:e c:f h:b n:h p:i", isbd: true, nonfiling: 2, do: properTitle},
	{tag: "246", to: "517", ind1: mapped(1, "1>1 3>1").or('0'), subs: "a b:e f:j g:n i:n n:h p:i", isbd: true, do: variantTitle},
	{tag: "247", to: "520", ind1: mapped(1, "0>0").or('1'), subs: "a b:e f:j g:n n:h p:i x", isbd: true},
	{tag: "730", to: "500", ind1: fixed('1'), ind2: fixed('0'), subs: uniformTitle, nonfiling: 1},
	{tag: "740", to: "517", ind1: fixed('1'), subs: "a n:h p:i", nonfiling: 1},
}

const uniformTitle = "a d:n f:k g:n h:b k:l l:m m:r n:h o:w p:i r:u s:q 0:3 2"

// properTitle writes 245. Other title information that is a parallel title
// has its own subfield, and so has each further statement of responsibility.
func properTitle(c *conversion, r *rule, f *marc.Field) {
	c.open(r.target, r.ind1.of(f), ' ')
	title := true
	for i, s := range f.Subfields {
		switch {
		case s.Code == 'a' && title:
			s.Value, title = c.sortable(r, f, s.Value), false
			c.addOne(r, f, s)
		case s.Code == 'b' && parallelTitle(f.Subfields[:i], s.Value):
			c.addISBD('d', strings.TrimPrefix(s.Value, "= "))
		case s.Code == 'c':
			c.addResponsibility(s.Value)
		case s.Code == 'h' && c.opt.StripISBD:
			c.add('b', strings.Trim(stripISBD(s.Value), "[]"))
		default:
			c.addOne(r, f, s)
		}
	}
	c.close()
}

// parallelTitle reports whether a mark of ISBD says that 245 $b is one.
func parallelTitle(before []marc.Subfield, value string) bool {
	if strings.HasPrefix(value, "= ") {
		return true
	}
	return len(before) > 0 && strings.HasSuffix(strings.TrimRight(before[len(before)-1].Value, " "), " =")
}

func (c *conversion) addResponsibility(s string) {
	code := byte('f')
	for {
		i := strings.Index(s, " ; ")
		if i < 0 {
			break
		}
		c.addISBD(code, s[:i+2])
		s, code = s[i+3:], 'g'
	}
	c.addISBD(code, s)
}

func (c *conversion) addISBD(code byte, s string) {
	if c.opt.StripISBD {
		s = stripISBD(s)
	}
	c.add(code, s)
}

// keyTitle writes 222. The first indicator says whether the key title differs
// from the title proper, as it does by a qualifier.
func keyTitle(c *conversion, r *rule, f *marc.Field) {
	differs := byte('1')
	if p := c.in.First(tag245); p != nil && f.Get('b') == "" && sameTitle(f, p) {
		differs = '0'
	}
	c.carryTo(r, f, r.target, differs, ' ')
}

// sameTitle compares letters and digits of key title and title proper.
func sameTitle(key, proper *marc.Field) bool {
	var a, b [256]byte
	return slices.Equal(appendLetters(a[:0], key), appendLetters(b[:0], proper))
}

func appendLetters(dst []byte, f *marc.Field) []byte {
	for _, s := range f.Subfields {
		if s.Code != 'a' && s.Code != 'n' && s.Code != 'p' {
			continue
		}
		for _, r := range s.Value {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
		}
	}
	return dst
}

// abbreviatedTitle writes 210: only with a blank second indicator is it the
// abbreviated key title; else it is an abbreviation that some other list uses.
func abbreviatedTitle(c *conversion, r *rule, f *marc.Field) {
	if f.Ind2 == ' ' {
		c.carry(r, f)
		return
	}
	c.open(tagVariant, '1', ' ')
	for _, s := range f.Subfields {
		switch s.Code {
		case 'a', '2':
			c.add(s.Code, s.Value)
		case 'b':
			c.add('n', s.Value)
		case '6':
		default:
			c.lose(f.Tag, s.Code, s.Value, noSubfield)
		}
	}
	c.close()
}

// variantTitles are the fields for 246 by its second indicator; others are 517.
var variantTitles = map[byte]marc.Tag{
	'1': marc.T("510"), '4': marc.T("512"), '5': marc.T("513"),
	'6': marc.T("514"), '7': marc.T("515"), '8': marc.T("516"),
}

func variantTitle(c *conversion, r *rule, f *marc.Field) {
	tag, ok := variantTitles[f.Ind2]
	if !ok {
		tag = r.target
		if f.Ind2 != ' ' {
			c.loseIndicator(f.Tag, 2, f.Ind2, coarser)
		}
	}
	c.carryTo(r, f, tag, r.ind1.of(f), ' ')
}
