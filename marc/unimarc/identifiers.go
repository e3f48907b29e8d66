package unimarc

import (
	"strings"

	"issnd/marc"
)

// identifierBlock is 01X to 03X: numbers of the resource and of its record.
var identifierBlock = []rule{
	{tag: "010", to: "035", do: libraryOfCongressNumber},
	{tag: "015", to: "020", subs: "a:b z", do: nationalNumber},
	{tag: "016", to: "020", subs: "a:b z", do: nationalNumber},
	{tag: "020", to: "010", subs: "a q:b c:d z"},
	{tag: "022", assembled: true},
	{tag: "023", assembled: true},
	{tag: "024", do: otherIdentifier, subs: "a q:b c:d z 2"},
	{tag: "028", to: "071", ind1: mapped(1, "0>0 1>1 2>2 3>3 4>4 5>5 6>6").or('5'), ind2: mapped(2, "1>1 2>1").or('0'), subs: "a b q:c"},
	{tag: "030", to: "040", subs: "a z"},
	{tag: "035", to: "035", subs: "a z"},
	{tag: "042"},
	{tag: "086", to: "022", subs: "a:b z", do: governmentNumber},
}

// numbers writes 011, 017 and 802 from 022 and 023 together: ISSN-L is in
// either, and an ISSN-L of 023 alone joins the first 011.
func (c *conversion) numbers() {
	first := true
	for f := range c.in.Each(tag022) {
		c.open(tagISSN, mapped(1, "0>0 1>1").of(f), ' ')
		for _, s := range f.Subfields {
			if to := issnCodes[s.Code]; to != 0 {
				c.add(to, s.Value)
			}
		}
		if first {
			c.addClusterISSN()
			first = false
		}
		c.close()
	}
	if first {
		c.open(tagISSN, ' ', ' ')
		c.addClusterISSN()
		c.close()
	}
	for i := range c.in.Fields {
		if f := &c.in.Fields[i]; f.Tag == tag022 || f.Tag == tag023 {
			c.besideISSN(f)
		}
	}
}

// issnCodes are the subfields of 011 by those of 022: y and z change places.
var issnCodes = [256]byte{'a': 'a', 'l': 'f', 'm': 'g', 'y': 'z', 'z': 'y'}

// clusterCodes are the subfields of 011 by those of an ISSN-L in 023.
var clusterCodes = [256]byte{'a': 'f', 'z': 'g', 'y': 'z'}

// addClusterISSN adds the ISSN-L of 023 to the open 011, if it is not there.
func (c *conversion) addClusterISSN() {
	for f := range c.in.Each(tag023) {
		if f.Ind1 == '1' {
			continue
		}
		for _, s := range f.Subfields {
			to := clusterCodes[s.Code]
			switch {
			case to == 0 || c.has(to, s.Value):
			case to == 'f' && c.hasCode('f'):
				c.lose(f.Tag, s.Code, s.Value, otherValue)
			default:
				c.add(to, s.Value)
			}
		}
	}
}

func (c *conversion) hasCode(code byte) bool {
	for _, s := range c.slab[c.start:] {
		if s.Code == code {
			return true
		}
	}
	return false
}

// besideISSN writes what 022 and 023 hold beside ISSN and ISSN-L.
func (c *conversion) besideISSN(f *marc.Field) {
	cluster := f.Tag == tag023
	if cluster && f.Ind1 == '1' {
		c.open(tagIdentifier, '7', '0')
		for _, s := range f.Subfields {
			switch s.Code {
			case 'a':
				c.add('a', s.Value)
			case 'y', 'z':
				c.add('z', s.Value)
			}
		}
		if len(c.slab) > c.start {
			c.add('2', "issn-h")
		}
		c.close()
	}
	for _, s := range f.Subfields {
		switch {
		case s.Code == '2':
			c.centre(s.Value)
		case s.Code == 'v' && !cluster:
			c.open(tagIdentifier, '7', '0')
			c.add('a', s.Value)
			c.add('2', "issn-replacement")
			c.close()
		case !cluster && issnCodes[s.Code] == 0, cluster && clusterCodes[s.Code] == 0:
			c.lose(f.Tag, s.Code, s.Value, noSubfield)
		case cluster && f.Ind1 == '1' && s.Code == 'y':
			c.lose(f.Tag, s.Code, s.Value, coarser)
		}
	}
}

// centre writes 802, once for each ISSN centre.
func (c *conversion) centre(code string) {
	for f := range c.out.Each(tagCentre) {
		if f.Get('a') == code {
			return
		}
	}
	c.one(tagCentre, ' ', ' ', 'a', code)
}

// libraryOfCongressNumber writes 010 as the system control number that it is,
// with the prefix that says of which system.
func libraryOfCongressNumber(c *conversion, r *rule, f *marc.Field) {
	c.open(r.target, ' ', ' ')
	for _, s := range f.Subfields {
		switch s.Code {
		case 'a', 'z':
			c.add(s.Code, "(DLC)"+s.Value)
		case '6':
		default:
			c.lose(f.Tag, s.Code, s.Value, noSubfield)
		}
	}
	c.close()
}

// nationalNumber writes 015 or 016 with the country of the bibliography or
// agency that $2 names. 016 with a blank indicator is Canada's.
func nationalNumber(c *conversion, r *rule, f *marc.Field) {
	source := f.Get('2')
	iso := bibliographies[source]
	if iso == "" {
		iso = agencyCountry(source)
	}
	if r.tag == "016" && f.Ind1 != '7' && source == "" {
		iso = "CA"
	}
	c.open(r.target, ' ', ' ')
	if iso != "" && numbered(f) {
		c.add('a', iso)
	}
	for _, s := range f.Subfields {
		if s.Code == '2' && bibliographies[s.Value] != "" {
			continue // the country says it
		}
		c.addOne(r, f, s)
	}
	c.close()
}

// bibliographies are the countries of national bibliographies, by their MARC
// source codes.
var bibliographies = map[string]string{"bnb": "GB", "dnb": "DE", "can": "CA"}

// governmentNumber writes 086: first indicator 0 is the United States
// (SuDoc), 1 Canada.
func governmentNumber(c *conversion, r *rule, f *marc.Field) {
	c.open(r.target, ' ', ' ')
	switch {
	case !numbered(f):
	case f.Ind1 == '0':
		c.add('a', "US")
	case f.Ind1 == '1':
		c.add('a', "CA")
	}
	c.addMapped(r, f)
	c.close()
}

// numbered reports whether f holds a number at all.
func numbered(f *marc.Field) bool { return f.Get('a') != "" || f.Get('z') != "" }

// identifierFields are the UNIMARC fields for 024, by its first indicator.
var identifierFields = map[byte]struct {
	tag  marc.Tag
	ind1 byte
	ind2 indicator
}{
	'0': {marc.T("016"), ' ', fixed(' ')},
	'1': {marc.T("072"), ' ', identifierDifference},
	'2': {marc.T("013"), ' ', fixed(' ')},
	'3': {marc.T("073"), ' ', identifierDifference},
	'7': {tagIdentifier, '7', identifierDifference},
	'8': {tagIdentifier, '8', identifierDifference},
}

// identifierDifference says whether the scanned number differs from the
// printed one.
var identifierDifference = mapped(2, "0>1 1>2").or('0')

// otherIdentifier writes 024.
func otherIdentifier(c *conversion, r *rule, f *marc.Field) {
	to, ok := identifierFields[f.Ind1]
	if !ok {
		c.loseField(f, noField)
		return
	}
	c.carryTo(r, f, to.tag, to.ind1, to.ind2.of(f))
}

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
