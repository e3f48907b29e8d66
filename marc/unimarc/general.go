package unimarc

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

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
