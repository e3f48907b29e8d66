package unimarc

import (
	"strings"

	"issnd/marc"
)

// nameBlock is the names, 7XX.
var nameBlock = []rule{
	{tag: "100", to: "700", ind2: surname, subs: "a b:d c d:f q:g u:p e:4 4 0:o", do: name},
	{tag: "110", to: "710", ind1: fixed('0'), ind2: corporate, subs: "a b c:e d:f g:c n:d u:p e:4 4 0:o", do: name},
	{tag: "111", to: "710", ind1: fixed('1'), ind2: corporate, subs: "a e:b c:e d:f g:c n:d u:p j:4 4 0:o", do: name},
	{tag: "700", to: "702", ind2: surname, subs: "a b:d c d:f q:g u:p e:4 4 0:o 5", do: name},
	{tag: "710", to: "712", ind1: fixed('0'), ind2: corporate, subs: "a b c:e d:f g:c n:d u:p e:4 4 0:o 5", do: name},
	{tag: "711", to: "712", ind1: fixed('1'), ind2: corporate, subs: "a e:b c:e d:f g:c n:d u:p j:4 4 0:o 5", do: name},
	{tag: "720", to: "730", ind1: mapped(1, "1>1 2>2").or('0'), subs: "a e:4 4", do: name},
}

// Second indicators of names: how they are entered.
var (
	surname   = mapped(1, "0>0").or('1')
	corporate = mapped(1, "0>0 1>1").or('2')
)

var (
	tagFamilySubject = marc.T("602")
	familyFields     = map[marc.Tag]marc.Tag{marc.T("700"): marc.T("720"), marc.T("702"): marc.T("722")}
)

// name writes a name with its relators and identifiers.
func name(c *conversion, r *rule, f *marc.Field) {
	tag, ind2 := r.target, r.ind2.of(f)
	if family, ok := familyFields[tag]; ok && f.Ind1 == '3' {
		tag, ind2 = family, ' '
	}
	c.open(tag, r.ind1.of(f), ind2)
	for _, s := range f.Subfields {
		switch to := r.codes[s.Code]; {
		case to == '4':
			c.addRelator(f, s)
		case s.Code == '0' && to != 0, s.Code == '1' && isni(s.Value) && r.codes['0'] != 0:
			c.addAuthority(s.Value)
		case s.Code == 'a' && ind2 == '1' && r.ind1.other == 0:
			surname, rest, ok := cutName(s.Value)
			if !ok {
				c.add('a', s.Value)
				continue
			}
			c.add('a', surname)
			c.add('b', rest)
		default:
			c.addOne(r, f, s)
		}
	}
	c.close()
}

// cutName divides "Surname, forename".
func cutName(s string) (surname, rest string, ok bool) {
	surname, rest, ok = strings.Cut(s, ", ")
	return surname, rest, ok && rest != ""
}

// addAuthority adds an ISNI as such, and another identifier as that of an
// authority record.
func (c *conversion) addAuthority(id string) {
	code := byte('3')
	if isni(id) {
		code = 'o'
	}
	if !c.has(code, id) {
		c.add(code, id)
	}
}

func isni(id string) bool {
	return strings.Contains(id, "isni") || strings.Contains(id, "ISNI")
}

// addRelator adds the code of a role, once.
func (c *conversion) addRelator(f *marc.Field, s marc.Subfield) {
	code, exact := relator(s.Value)
	if code == "" {
		c.lose(f.Tag, s.Code, s.Value, noCode)
		return
	}
	if !exact {
		c.lose(f.Tag, s.Code, s.Value, coarser)
	}
	if !c.has('4', code) {
		c.add('4', code)
	}
}
