package unimarc

import "issnd/marc"

// leader writes the record label: two indicators, two characters of subfield
// code, directory map "450 ". Lengths are for the writer of ISO 2709.
func (c *conversion) leader() {
	in := c.in.Leader
	out := marc.Leader([]byte("00000nas  2200000   450 "))
	out[5] = c.label(ldrStatus, 5, 'n')
	out[6] = c.label(ldrType, 6, 'a')
	out[7] = c.label(ldrLevel, 7, 's')
	out[17] = c.label(ldrEncoding, 17, '3')
	out[18] = c.label(ldrForm, 18, 'n')
	if in[8] == 'a' {
		c.losePosition("LDR", "08", "a", noPosition)
	}
	if b := in[19]; b >= 'a' && b <= 'c' {
		c.losePosition("LDR", "19", char(b), noPosition)
	}
	c.out.Leader = out
}

// label is one coded position. A label has no fill character, so that what is
// not coded becomes other, the least that can be said.
func (c *conversion) label(m *codeMap, pos int, other byte) byte {
	if b := c.in.Leader[pos]; b != '|' {
		return c.code(m, "LDR", pos, b, other)
	}
	return other
}
