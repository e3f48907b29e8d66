package unimarc

import "issnd/marc"

// Loss is something of a MARC 21 record that its conversion does not carry, or
// does not carry in a way that leads back to the same record.
type Loss struct {
	Tag    string // MARC 21 tag, or "LDR"
	Code   string // subfield code, "ind1" or "ind2", or position such as "22"; "" is a whole control field
	Value  string // what stood there
	Reason string
}

// Reasons that more than one table gives.
const (
	noField       = "no UNIMARC field holds it"
	noSubfield    = "no subfield of the UNIMARC field holds it"
	noPosition    = "no position of UNIMARC coded data holds it"
	noCode        = "not a code of the list"
	coarser       = "UNIMARC has one code for several"
	noIndicator   = "UNIMARC has no such indicator"
	nonfiling     = "nonfiling characters are not marked"
	asNote        = "written as a note"
	badLink       = "not a link to a field of the record"
	otherValue    = "the UNIMARC field holds another value already"
	notWellFormed = "not a well-formed tag or subfield code"
)

func (c *conversion) lose(tag marc.Tag, code byte, value, reason string) {
	c.report(Loss{Tag: tag.String(), Code: char(code), Value: value, Reason: reason})
}

func (c *conversion) losePosition(tag, position, value, reason string) {
	c.report(Loss{Tag: tag, Code: position, Value: value, Reason: reason})
}

func (c *conversion) loseIndicator(tag marc.Tag, n int, value byte, reason string) {
	code := "ind1"
	if n == 2 {
		code = "ind2"
	}
	c.report(Loss{Tag: tag.String(), Code: code, Value: char(value), Reason: reason})
}

// loseField reports every subfield of f, its link among them, or its value.
func (c *conversion) loseField(f *marc.Field, reason string) {
	c.link = link{}
	if len(f.Subfields) == 0 && f.Value != "" {
		c.report(Loss{Tag: f.Tag.String(), Value: f.Value, Reason: reason})
	}
	if len(f.Subfields) == 0 {
		return
	}
	tag := f.Tag.String()
	for _, s := range f.Subfields {
		c.report(Loss{Tag: tag, Code: char(s.Code), Value: s.Value, Reason: reason})
	}
}

func (c *conversion) report(l Loss) {
	if c.lost == nil {
		c.lost = make([]Loss, 0, 16)
	}
	c.lost = append(c.lost, l)
}

// positionName is a position as the manuals write it, in two digits.
func positionName(p int) string { return string([]byte{byte('0' + p/10), byte('0' + p%10)}) }

// char is one byte as text; one that is not ASCII is read as Latin 1.
func char(b byte) string {
	if b < 0x80 {
		return string([]byte{b}) // which allocates nothing
	}
	return string(rune(b))
}
