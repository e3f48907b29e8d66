package unimarc

import (
	_ "embed"
	"strings"

	"issnd/marc"
)

// countriesTSV is ISO 3166-1 and MARC country codes; the first MARC code of an
// ISO code is the one that it leads back to.
//
//go:embed countries.tsv
var countriesTSV string

type country struct {
	iso  string
	back bool // iso leads back to the MARC code
}

var countryCodes = func() map[string]country {
	m := make(map[string]country, 400)
	previous := ""
	for line := range strings.Lines(countriesTSV) {
		iso, code, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		m[code] = country{iso, iso != previous}
		previous = iso
	}
	return m
}()

// countries writes 102 from 008/15-17 and 044.
func (c *conversion) countries(v string) {
	c.open(tagCountry, ' ', ' ')
	if code := strings.TrimRight(v[15:18], " |"); code != "" {
		if !c.addCountry(code) {
			c.losePosition("008", "15-17", v[15:18], noCode)
		}
	}
	for f := range c.in.Each(tag044) {
		for _, s := range f.Subfields {
			c.addOtherCountry(f, s)
		}
	}
	c.close()
}

// addCountry adds a MARC country code, as such in $c unless the ISO code says
// the same.
func (c *conversion) addCountry(code string) bool {
	k, ok := countryCodes[code]
	if !ok {
		return false
	}
	if !c.has('a', k.iso) {
		c.add('a', k.iso)
	}
	if !k.back && !c.has('c', code) {
		c.add('c', code)
	}
	return true
}

// addOtherCountry adds one subfield of 044.
func (c *conversion) addOtherCountry(f *marc.Field, s marc.Subfield) {
	switch s.Code {
	case 'a':
		if !c.addCountry(strings.TrimRight(s.Value, " ")) {
			c.lose(f.Tag, s.Code, s.Value, noCode)
		}
	case 'b':
		c.add('b', s.Value)
	case '2':
		c.add('2', s.Value)
	case 'c':
		iso := s.Value
		// The German national library puts the continent first: XA-DE.
		if len(iso) > 3 && iso[0] == 'X' && iso[2] == '-' {
			iso = iso[3:]
		}
		if !countryISO(iso) {
			c.lose(f.Tag, s.Code, s.Value, noCode)
			return
		}
		if !c.has('a', iso[:2]) {
			c.add('a', iso[:2])
		}
		if len(iso) > 2 {
			c.add('c', iso)
		}
	default:
		c.lose(f.Tag, s.Code, s.Value, noSubfield)
	}
}

// countryISO reports whether s is an ISO 3166-1 code or an ISO 3166-2 one,
// "US" or "US-NY".
func countryISO(s string) bool {
	return len(s) >= 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z' && (len(s) == 2 || s[2] == '-')
}
