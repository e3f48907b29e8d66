package unimarc

import "issnd/marc"

// physical says how a 007 of one category becomes a coded data field.
type physical struct {
	tag       marc.Tag
	blank     string // $a before anything is known
	positions []physicalPosition
	read      int // positions of 007 from here on have no place
}

// physicalPosition is one character of it. A nil map copies the character.
type physicalPosition struct {
	from, to int
	codes    *codeMap
}

// physicals are 115, 116, 126, 130 and 135 by the category in 007/00. Print
// has no such field.
var physicals = map[byte]physical{
	'c': {marc.T("135"), "u||||||||||||", electronic, 14},
	'h': {marc.T("130"), "|||||||||||", microform, 13},
	'm': {marc.T("115"), "a|||||||||||||||||||", nil, 1},
	'g': {marc.T("115"), "b|||||||||||||||||||", nil, 1},
	'v': {marc.T("115"), "c|||||||||||||||||||", nil, 1},
	'k': {marc.T("116"), "|||||||||||||||||", graphic, 2},
	's': {marc.T("126"), "|||||||||||||||", sound, 2},
}

var electronic = []physicalPosition{
	{1, 1, codes("a=a b=b c=c f=f h=h j=j m=m o=o r=r u=u# z=zdeks")},
	{3, 2, codes("a=a b=b c=c g=g m=m n=n u=u z=z")},
	{4, 3, codes("a=a e=e g=g i=i j=j n=n o=o u=u v=v z=z")},
	{5, 4, codes("#=# a=a u=u")},
	{6, 5, nil}, {7, 6, nil}, {8, 7, nil},
	{9, 8, codes("a=a m=m u=u")},
	{10, 9, codes("a=a n=n p=p u=u")},
	{11, 10, codes("a=a b=b c=c d=d m=m n=n u=u")},
	{12, 11, codes("a=a b=b d=d m=m u=u")},
	{13, 12, codes("a=a n=n p=p r=r u=u")},
}

var microform = []physicalPosition{
	{1, 0, codes("a=a b=b c=c d=d e=e f=f g=g h=h u=u# z=zj")},
	{3, 1, codes("a=a b=b d=m u=u")},
	{4, 2, codes("a=a d=d f=f g=g h=h l=l m=m o=o p=p u=u z=z")},
	{5, 3, codes("a=a b=b c=c d=d e=e u=u v=v")},
	{6, 4, nil}, {7, 5, nil}, {8, 6, nil},
	{9, 7, codes("a=b b=c v=m u=u z=z")},
	{10, 8, codes("a=a b=b c=c v=m x=n u=u z=z")},
	{11, 9, codes("a=a b=b c=c v=m u=u")},
	{12, 10, codes("a=a b=ib c=c d=d e=p f=r g=t x=n u=u")},
}

var graphic = []physicalPosition{
	{1, 0, codes("a=c b=d c=e d=f e=g f=h h=i i=j k=l z=znopqrsuv")},
}

var sound = []physicalPosition{
	{1, 0, codes("a=d b=t c=s d=g e=w f=e g=q h=i z=zu")},
}

// carriers writes 106 and, for each 007, the coded data of its material.
func (c *conversion) carriers(v string) {
	if form := c.form(v); form != 0 {
		c.one(tagForm, ' ', ' ', 'a', char(form))
	}
	for f := range c.in.Each(tag007) {
		if f.Value == "" {
			continue
		}
		p, ok := physicals[f.Value[0]]
		switch {
		case ok:
			c.one(p.tag, ' ', ' ', 'a', c.physical(&p, f.Value))
		case f.Value[0] == 't' && (len(f.Value) < 2 || f.Value[1] != 'd'), f.Value[0] == 'z':
			// 106 says it.
		case codedIn(f.Value):
			c.losePosition("007", "", f.Value, noPosition)
		}
	}
}

// physical is $a made of one 007.
func (c *conversion) physical(p *physical, v string) string {
	b := []byte(p.blank)
	for _, pos := range p.positions {
		switch {
		case pos.from >= len(v):
		case pos.codes == nil && v[pos.from] > ' ' && v[pos.from] < 0x7F:
			b[pos.to] = v[pos.from]
		case pos.codes != nil:
			b[pos.to] = c.code(pos.codes, "007", pos.from, v[pos.from], '|')
		}
	}
	if p.read < len(v) && codedIn(v[p.read:]) {
		c.losePosition("007", positionName(p.read)+"-", v[p.read:], noPosition)
	}
	return string(b)
}
