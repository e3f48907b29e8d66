package unimarc

import "issnd/marc"

// local reports whether a tag is for local use, in MARC 21 and in UNIMARC: it
// holds a 9 (but 490 is a series statement) or a letter.
func local(t marc.Tag) bool {
	return t != tag490 && (t[0] == '9' || t[1] == '9' || t[2] == '9' || !numeric(t))
}

// copyLocal writes a local field as it is.
func (c *conversion) copyLocal(f *marc.Field) {
	if !alphanumeric(f.Tag) {
		c.loseField(f, notWellFormed)
		return
	}
	c.out.Fields = append(c.out.Fields, marc.Field{Tag: f.Tag, Ind1: printable(f.Ind1), Ind2: printable(f.Ind2)})
	c.start = len(c.slab)
	for _, s := range f.Subfields {
		if s.Code <= ' ' || s.Code >= 0x7F {
			c.lose(f.Tag, s.Code, s.Value, notWellFormed)
			continue
		}
		c.add(s.Code, s.Value)
	}
	if len(c.slab) == c.start {
		c.out.Fields = c.out.Fields[:len(c.out.Fields)-1]
		return
	}
	c.out.Fields[len(c.out.Fields)-1].Subfields = c.slab[c.start:len(c.slab):len(c.slab)]
}

// control writes a control field, if UNIMARC knows it. 006, 007 and 008 become
// coded data elsewhere.
func (c *conversion) control(f *marc.Field) {
	switch {
	case f.Tag == tag001, f.Tag == tag005:
		c.out.Fields = append(c.out.Fields, marc.Field{Tag: f.Tag, Value: f.Value})
	case f.Tag == tag003, f.Tag == tag007, f.Tag == tag008:
	case local(f.Tag) && alphanumeric(f.Tag) && f.Value != "":
		c.out.Fields = append(c.out.Fields, marc.Field{Tag: f.Tag, Value: f.Value})
	default:
		c.loseField(f, noField)
	}
}

func alphanumeric(t marc.Tag) bool {
	for _, b := range t {
		if (b < '0' || b > '9') && (b < 'A' || b > 'Z') && (b < 'a' || b > 'z') {
			return false
		}
	}
	return t != marc.Tag{'0', '0', '0'}
}

func printable(ind byte) byte {
	if ind <= ' ' || ind >= 0x7F {
		return ' '
	}
	return ind
}
