package unimarc

import "issnd/marc"

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
