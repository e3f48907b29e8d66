package unimarc

import (
	"strings"
	"unicode/utf8"

	"issnd/marc"
)

// addMapped adds the subfields of f, each with the code that the rule gives.
func (c *conversion) addMapped(r *rule, f *marc.Field) {
	first := true
	for _, s := range f.Subfields {
		if first && s.Code == 'a' && r.nonfiling != 0 {
			s.Value = c.sortable(r, f, s.Value)
			first = false
		}
		c.addOne(r, f, s)
	}
}

// addOne adds one subfield, or reports it if the rule has no code for it.
func (c *conversion) addOne(r *rule, f *marc.Field, s marc.Subfield) {
	if s.Code == '6' {
		return // made into c.link
	}
	code := r.codes[s.Code]
	if code == 0 {
		c.lose(f.Tag, s.Code, s.Value, noSubfield)
		return
	}
	if r.isbd && c.opt.StripISBD {
		s.Value = stripISBD(s.Value)
	}
	c.add(code, s.Value)
}

// addText adds one $a with the text of all subfields. Links, sources and the
// like, which are digits as codes, are not text; but $3, the materials that
// the field applies to, is.
func (c *conversion) addText(r *rule, f *marc.Field) {
	text, n := "", 0
	for _, s := range f.Subfields {
		switch {
		case s.Code == '6' || s.Value == "":
		case r.codes[s.Code] != 0:
		case (s.Code < 'a' || s.Code > 'z') && s.Code != '3':
			c.lose(f.Tag, s.Code, s.Value, noSubfield)
		case n == 0:
			text, n = s.Value, 1
		default:
			text, n = text+" "+s.Value, n+1
		}
	}
	if n > 0 {
		c.add('a', text)
	}
	for _, s := range f.Subfields {
		if r.codes[s.Code] != 0 && s.Code != '6' {
			c.add(r.codes[s.Code], s.Value)
		}
	}
}

// Non-sorting begin and end (ISO 6630), in UTF-8.
const (
	nsb = "\u0098"
	nse = "\u009C"
)

// sortable is a title with its nonfiling characters marked, if that is asked
// for.
func (c *conversion) sortable(r *rule, f *marc.Field, title string) string {
	ind := f.Ind1
	if r.nonfiling == 2 {
		ind = f.Ind2
	}
	if ind < '1' || ind > '9' {
		return title
	}
	if !c.opt.NonSorting {
		c.loseIndicator(f.Tag, r.nonfiling, ind, nonfiling)
		return title
	}
	end := 0
	for range ind - '0' {
		_, n := utf8.DecodeRuneInString(title[end:])
		end += n
	}
	return nsb + title[:end] + nse + title[end:]
}

// stripISBD is s without the mark that introduces the next subfield.
func stripISBD(s string) string {
	s = strings.TrimRight(s, " ")
	for _, mark := range []string{" :", " /", " ;", " =", " .", ","} {
		if t, ok := strings.CutSuffix(s, mark); ok {
			return strings.TrimRight(t, " ")
		}
	}
	return s
}
