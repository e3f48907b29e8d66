package unimarc

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

// fixed008 is the first 008, at least 40 bytes long.
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
	return v
}

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

// generalBlank is 100 $a before anything is known: date entered, type and
// dates of publication, audience, government publication, modified, language
// and transliteration of the cataloguing, character sets (UTF-8), script.
const generalBlank = "        " + "|" + "        " + "   " + "|" + "0" + "eng" + "y" + "50  " + "    " + "||"

// general is 100 $a, general processing data: 36 characters.
func (c *conversion) general(v string) string {
	b := [36]byte([]byte(generalBlank))
	copy(b[:8], c.dateEntered(v))
	b[8] = c.code(publicationStatus, "008", 6, v[6], 'u')
	for i := 9; i < 17; i++ {
		b[i] = c.dateDigit(v, i-2)
	}
	b[20] = c.code(government, "008", 28, v[28], '|')
	switch v[38] {
	case ' ':
	case '|':
		b[21] = '|'
	case 'o':
		b[21], b[25] = '1', 'b'
	default:
		b[21] = '1'
		c.losePosition("008", "38", v[38:39], coarser)
	}
	if f := c.in.First(tag040); f != nil {
		if l := f.Get('b'); languageCode(l) {
			copy(b[22:25], l)
		} else if l != "" {
			c.lose(tag040, 'b', l, noCode)
		}
	}
	b[34] = c.code(originalScript, "008", 33, v[33], '|')
	switch b[34] {
	case 'z', '|':
		b[35] = b[34]
	default:
		b[35] = 'a'
	}
	return string(b[:])
}

// dateEntered is 008/00-05 with its century. A record that does not say when
// it was made was made by its last change at the latest, 005.
func (c *conversion) dateEntered(v string) string {
	if digits(v[:6]) {
		if v[:2] >= "70" {
			return "19" + v[:6]
		}
		return "20" + v[:6]
	}
	if codedIn(v[:6]) {
		c.losePosition("008", "00-05", v[:6], noCode)
	}
	return c.lastChange()
}

// lastChange is the date of 005, or "".
func (c *conversion) lastChange() string {
	if t := c.in.Control(tag005); len(t) >= 8 && digits(t[:8]) {
		return t[:8]
	}
	return ""
}

// dateDigit is one digit of the two dates; an unknown one is blank.
func (c *conversion) dateDigit(v string, pos int) byte {
	d := v[pos]
	switch {
	case d >= '0' && d <= '9':
		return d
	case d != ' ' && d != '|' && d != 'u':
		c.losePosition("008", positionName(pos), v[pos:pos+1], noCode)
	}
	return ' '
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

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
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

func languageCode(s string) bool {
	if len(s) != 3 {
		return false
	}
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
