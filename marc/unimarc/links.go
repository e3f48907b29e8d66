package unimarc

import (
	"strings"

	"issnd/marc"
)

// linkBlock is the links to other resources, 4XX. $s and $i, $c and $d are the
// business of linkEntry.
var linkBlock = []rule{
	{tag: "760", to: "410", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "762", to: "411", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "765", to: "454", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "767", to: "453", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "770", to: "421", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "772", to: "422", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "773", to: "463", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "774", to: "462", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "775", to: "451", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "776", to: "452", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "777", to: "423", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "780", to: "430", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "785", to: "440", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "786", to: "488", ind2: noteToo, subs: linkSubfields, do: linkEntry},
	{tag: "787", to: "488", ind2: noteToo, subs: linkSubfields, do: linkEntry},
}

const linkSubfields = "a t x z:y b:e g:v h:p k:s q:l y:z u w:0"

// noteToo is the second indicator of 4XX: 1 makes a note, where MARC 21 has 0.
var noteToo = mapped(1, "1>0").or('1')

// kinds are the fields for 780 and 785 by their second indicator.
var kinds = map[string]map[byte]marc.Tag{
	"780": {
		'1': marc.T("431"), // continues in part
		'2': marc.T("432"), // supersedes
		'3': marc.T("433"), // supersedes in part
		'4': marc.T("436"), // formed by merger of
		'5': marc.T("434"), // absorbed
		'6': marc.T("435"), // absorbed in part
		'7': marc.T("437"), // separated from
	},
	"785": {
		'1': marc.T("441"), // continued in part by
		'2': marc.T("442"), // superseded by
		'3': marc.T("443"), // superseded in part by
		'4': marc.T("444"), // absorbed by
		'5': marc.T("445"), // absorbed in part by
		'6': marc.T("446"), // split into
		'7': marc.T("447"), // merged with … to form
		'8': marc.T("448"), // changed back to
	},
}

// relationTexts are the fields for a 787 whose display text names a relation.
var relationTexts = []struct {
	text string
	tag  marc.Tag
}{
	{"reproduction of", marc.T("455")},
	{"reproduced as", marc.T("456")},
	{"item reviewed", marc.T("470")},
}

// linkTarget is the field that a link becomes.
func linkTarget(r *rule, f *marc.Field) marc.Tag {
	if tag, ok := kinds[r.tag][f.Ind2]; ok {
		return tag
	}
	if r.tag == "787" {
		text := strings.ToLower(f.Get('i'))
		for _, t := range relationTexts {
			if strings.HasPrefix(text, t.text) {
				return t.tag
			}
		}
	}
	return r.target
}

// linkEntry writes a linking entry in the standard technique, without embedded
// fields.
func linkEntry(c *conversion, r *rule, f *marc.Field) {
	c.open(linkTarget(r, f), ' ', r.ind2.of(f))
	title := f.Get('t')
	titled, qualifier := title != "", f.Get('c')
	for _, s := range f.Subfields {
		switch s.Code {
		case 's':
			if titled {
				c.lose(f.Tag, s.Code, s.Value, otherValue)
				continue
			}
			c.add('t', s.Value)
			title, titled = s.Value, true
		case 't':
			if strings.HasPrefix(qualifier, "(") && s.Value == title {
				s.Value, qualifier = title+" "+qualifier, ""
			}
			c.add('t', s.Value)
		case 'c':
			if s.Value != f.Get('c') || qualifier != "" && (f.Get('t') == "" || !strings.HasPrefix(qualifier, "(")) {
				c.lose(f.Tag, s.Code, s.Value, noSubfield)
			}
		case 'd':
			c.addImprint(s.Value)
		case 'i':
			c.lose(f.Tag, s.Code, s.Value, asNote)
		case 'w':
			if c.hasCode('0') {
				c.lose(f.Tag, s.Code, s.Value, otherValue)
				continue
			}
			c.add('0', s.Value)
		default:
			c.addOne(r, f, s)
		}
	}
	c.close()
	if text := f.Get('i'); text != "" {
		c.one(tagLinkNote, ' ', ' ', 'a', strings.TrimRight(text+" "+title, " "))
	}
}

// addImprint adds "Place : publisher, date" or what there is of it.
func (c *conversion) addImprint(s string) {
	place, rest, ok := strings.Cut(s, " : ")
	if !ok {
		place, rest = "", s
	}
	name, date := rest, ""
	if i := strings.LastIndex(rest, ", "); i >= 0 && lastYear(rest[i:]) != "" {
		name, date = rest[:i], rest[i+2:]
	} else if lastYear(rest) != "" && !ok {
		name, date = "", rest
	}
	switch {
	case ok:
		c.add('c', place)
		if name != "" {
			c.add('n', name)
		}
	case name != "":
		c.add('c', name)
	}
	if date != "" {
		c.add('d', date)
	}
}
