package unimarc

import "strings"

// codedBlock is the coded data: it is made of several fields at once, by coded.
var codedBlock = []rule{
	{tag: "040", assembled: true},
	{tag: "041", assembled: true},
	{tag: "044", assembled: true},
	{tag: "336", to: "181", do: contentType(contentTerms, 'c')},
	{tag: "337", to: "182", do: contentType(mediaTerms, 'c')},
	{tag: "338", to: "183", do: contentType(carrierTerms, 'a')},
}

// fill008 stands for an 008 that is missing or too short.
const fill008 = "||||||||||||||||||||||||||||||||||||||||"

// fixed008 is the first 008, at least 40 bytes long. Files write a blank as
// "#", "^" or "-", which are codes of nothing.
func (c *conversion) fixed008() string {
	v, seen := fill008, false
	for i := range c.in.Fields {
		f := &c.in.Fields[i]
		switch {
		case f.Tag != tag008:
		case seen:
			c.loseField(f, otherValue)
		default:
			v, seen = f.Value, true
			if len(v) < len(fill008) {
				v += fill008[len(v):]
			}
		}
	}
	if strings.ContainsAny(v, "#^-") {
		v = literalBlanks.Replace(v)
	}
	return v
}

var literalBlanks = strings.NewReplacer("#", " ", "^", " ", "-", " ")

// coded writes 100 to 130 from leader, 007, 008, 040, 041 and 044.
func (c *conversion) coded() {
	v := c.fixed008()
	continuing := c.out.Leader[7] == 's' || c.out.Leader[7] == 'i' || c.in.Leader[7] == 'b'
	if !continuing {
		// 008/18-34 of other material means something else.
		if detail := v[18:35]; detail != fill008[18:35] {
			c.losePosition("008", "18-34", detail, noPosition)
		}
		v = v[:18] + fill008[18:35] + v[35:]
	}
	c.one(tagGeneral, ' ', ' ', 'a', c.general(v))
	c.languages(v)
	c.countries(v)
	c.carriers(v)
	if continuing {
		c.one(tagContinuing, ' ', ' ', 'a', c.continuing(v))
	}
	for _, p := range lostPositions {
		if s := v[p.from:p.to]; codedIn(s) {
			c.losePosition("008", p.name, s, noPosition)
		}
	}
	if len(v) > len(fill008) {
		c.losePosition("008", "40-", v[len(fill008):], noPosition)
	}
}

// lostPositions are the positions of 008 that UNIMARC has no place for.
var lostPositions = []struct {
	from, to int
	name     string
}{
	{20, 21, "20"}, {22, 23, "22"}, {30, 33, "30-32"}, {34, 35, "34"}, {39, 40, "39"},
}

// codedIn reports whether s holds anything but blanks and fill characters.
func codedIn(s string) bool {
	for i := range len(s) {
		if s[i] != ' ' && s[i] != '|' {
			return true
		}
	}
	return false
}

// continuing is 110 $a, coded data of a continuing resource: 11 characters.
func (c *conversion) continuing(v string) string {
	b := [11]byte([]byte("|||||||||||"))
	if v[18:35] == fill008[18:35] {
		return string(b[:])
	}
	b[0] = c.code(resourceType, "008", 21, v[21], '|')
	b[1] = c.code(frequency, "008", 18, v[18], 'u')
	b[2] = c.code(regularity, "008", 19, v[19], 'u')
	b[3] = c.code(contents, "008", 24, v[24], 'z')
	for i := 4; i < 7; i++ {
		b[i] = c.code(contents, "008", i+21, v[i+21], 'z')
	}
	b[7] = c.code(conference, "008", 29, v[29], '|')
	return string(b[:])
}

// formFrom007 is 106 $a for each category of material.
var formFrom007 = codes("t=h r=t s=c f=f z=z")

// form is 106 $a, form of item, or 0. 008/23 has no code for the ordinary form
// of a resource, so that 007 says whether that is print.
func (c *conversion) form(v string) byte {
	if v[23] != ' ' && v[23] != '|' {
		return c.code(formOfItem, "008", 23, v[23], 'z')
	}
	var form byte
	for f := range c.in.Each(tag007) {
		if f.Value == "" {
			continue
		}
		switch m := formFrom007.to[f.Value[0]]; {
		case m == 'r' && len(f.Value) > 1 && f.Value[1] == 'b':
			return 'd'
		case m == 'r' && len(f.Value) > 1 && f.Value[1] == 'c':
			return 'f'
		case m == 'r':
			return 'r'
		case form == 0 && m != '|':
			form = m
		}
	}
	if form == 0 && v[23] == ' ' {
		return 'r'
	}
	return form
}
