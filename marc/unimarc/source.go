package unimarc

import (
	"strings"

	"issnd/marc"
)

// issnCentre issues the records that name no source.
var issnCentre = Agency{Country: "FR", Code: "ISSN"}

// sources writes 801 from 040: the original cataloguing agency, one that
// transcribed the record if it is another, and those that changed it. 003
// stands in for 040 $a; a 003 that is an address is a permalink and stays one.
func (c *conversion) sources() {
	id := c.in.Control(tag003)
	f := c.in.First(tag040)
	if f == nil {
		f = &marc.Field{Tag: tag040}
	}
	original, transcriber := f.Get('a'), f.Get('c')
	switch {
	case strings.HasPrefix(id, "http"):
		c.out.Fields = append(c.out.Fields, marc.Field{Tag: tag003, Value: id})
	case original == "":
		original = id
	}
	c.source('0', original, f)
	if transcriber != original {
		c.source('1', transcriber, nil)
	}
	for agency := range f.All('d') {
		if !c.hasSource('2', agency) {
			c.source('2', agency, nil)
		}
	}
	if id != "" && !strings.HasPrefix(id, "http") && !c.hasSource(0, id) {
		c.losePosition("003", "", id, noField)
	}
	c.loseSources(f)
	c.issue()
}

// source writes one 801. That of the original agency has the date of the
// record and the cataloguing rules of its 040.
func (c *conversion) source(ind2 byte, agency string, f *marc.Field) {
	if agency == "" {
		return
	}
	c.open(tagSource, ' ', ind2)
	if iso := agencyCountry(agency); iso != "" {
		c.add('a', iso)
	} else if iso := c.country(); iso != "" {
		c.add('a', iso)
	}
	c.add('b', agency)
	if f != nil {
		if date := c.lastChange(); date != "" {
			c.add('c', date)
		}
		for rules := range f.All('e') {
			c.add('g', rules)
		}
	}
	c.close()
}

// country is the country of publication: an agency whose country its code does
// not tell is taken to be there.
func (c *conversion) country() string {
	for f := range c.out.Each(tagCountry) {
		if iso := f.Get('a'); iso != "ZZ" {
			return iso
		}
	}
	return ""
}

// hasSource reports whether an 801 names the agency; ind2 0 means any.
func (c *conversion) hasSource(ind2 byte, agency string) bool {
	for f := range c.out.Each(tagSource) {
		if (ind2 == 0 || f.Ind2 == ind2) && f.Get('b') == agency {
			return true
		}
	}
	return false
}

// loseSources reports what of the 040 fields is in no 801.
func (c *conversion) loseSources(used *marc.Field) {
	var seen [256]bool
	for f := range c.in.Each(tag040) {
		if f != used {
			c.loseField(f, otherValue)
			continue
		}
		for _, s := range f.Subfields {
			once := s.Code == 'a' || s.Code == 'b' || s.Code == 'c'
			switch {
			case !once && s.Code != 'd' && s.Code != 'e':
				c.lose(f.Tag, s.Code, s.Value, noSubfield)
			case once && seen[s.Code]:
				c.lose(f.Tag, s.Code, s.Value, otherValue)
			case s.Code == 'e' && f.Get('a') == "" && !c.hasSource('0', c.in.Control(tag003)):
				c.lose(f.Tag, s.Code, s.Value, noField)
			}
			seen[s.Code] = true
		}
	}
}

// issue writes the 801 of the agency that issues the record.
func (c *conversion) issue() {
	issuer := c.opt.Issuer
	if issuer == (Agency{}) {
		if c.hasTag(tagSource) {
			return
		}
		issuer = issnCentre
	}
	c.open(tagSource, ' ', '3')
	c.add('a', issuer.Country)
	c.add('b', issuer.Code)
	if date := c.lastChange(); date != "" {
		c.add('c', date)
	}
	c.close()
}

func (c *conversion) hasTag(tag marc.Tag) bool { return c.out.First(tag) != nil }

// agencyCountry is the country of a cataloguing agency by its MARC or ISIL
// code, or "".
func agencyCountry(code string) string {
	switch {
	case len(code) > 3 && code[2] == '-' && countryISO(code[:2]):
		return code[:2]
	case code == "DLC" || code == "OCoLC" || code == "DNLM" || code == "DGPO" || code == "DNAL" || code == "NSDP":
		return "US"
	case strings.HasPrefix(code, "Uk"):
		return "GB"
	case strings.HasPrefix(code, "Ca") && len(code) > 2 && code[2] >= 'A' && code[2] <= 'Z':
		return "CA"
	case strings.HasPrefix(code, "Gy") && len(code) > 2:
		return "DE"
	}
	return ""
}
