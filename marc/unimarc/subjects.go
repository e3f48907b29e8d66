package unimarc

import "issnd/marc"

// subjectBlock is subjects and class numbers, 6XX. $y and $z, period and
// place, change places.
var subjectBlock = []rule{
	{tag: "043", to: "660", subs: "a"},
	{tag: "045", to: "661", subs: "a"},
	{tag: "050", to: "680", subs: "a b"},
	{tag: "055", to: "686", subs: "a b 2", do: scheme("lcc")},
	{tag: "060", to: "686", subs: "a b", do: scheme("nlm")},
	{tag: "070", to: "686", subs: "a b", do: scheme("nal")},
	{tag: "072", to: "615", subs: "a:n x:m 2"},
	{tag: "080", to: "675", subs: "a 2:v"},
	{tag: "082", to: "676", subs: "a 2:v"},
	{tag: "083", to: "676", subs: "a 2:v"},
	{tag: "084", to: "686", subs: "a b 2"},
	{tag: "600", to: "600", ind2: surname, subs: "a b:d c d:f q:g u:p " + subdivisions, do: subject},
	{tag: "610", to: "601", ind1: fixed('0'), ind2: corporate, subs: "a b c:e d:f g:c n:d " + subdivisions, do: subject},
	{tag: "611", to: "601", ind1: fixed('1'), ind2: corporate, subs: "a e:b c:e d:f g:c n:d " + subdivisions, do: subject},
	{tag: "630", to: "605", subs: "a n:h p:i f:k k:l l:m m:r g:n d:n o:w r:u s:q " + subdivisions, nonfiling: 1, do: subject},
	{tag: "648", to: "606", subs: "a " + subdivisions, do: subject},
	{tag: "650", to: "606", ind1: mapped(1, "0>0 1>1 2>2"), subs: "a " + subdivisions, do: subject},
	{tag: "651", to: "607", subs: "a " + subdivisions, do: subject},
	{tag: "653", to: "610", ind1: mapped(1, "1>1 2>2").or('0'), subs: "a"},
	{tag: "655", to: "608", subs: "a 5 " + subdivisions, do: subject},
	{tag: "752", to: "620", subs: "a b c:d d f:m g:o h:n 2 0:3"},
}

const subdivisions = "x z:y y:z v:j 2 0:3"

// subjectSchemes are UNIMARC $2 by the second indicator of MARC 21 subjects;
// with 7 the field has its own.
var subjectSchemes = map[byte]string{
	'0': "lc", '1': "lcch", '2': "mesh", '3': "nal", '5': "csh", '6': "rvm",
}

// subject writes a subject with the scheme that it is from.
func subject(c *conversion, r *rule, f *marc.Field) {
	c.open(r.target, r.ind1.of(f), r.ind2.of(f))
	switch {
	case r.tag == "600" && f.Ind1 == '3':
		last := &c.out.Fields[len(c.out.Fields)-1]
		last.Tag, last.Ind2 = tagFamilySubject, ' '
		c.addMapped(r, f)
	case r.tag == "600" && f.Ind1 == '1':
		c.addPerson(r, f)
	default:
		c.addMapped(r, f)
	}
	if s := subjectSchemes[f.Ind2]; s != "" && len(c.slab) > c.start && !c.hasCode('2') {
		c.add('2', s)
	}
	c.close()
}

// scheme writes a class number of a scheme that the tag implies.
func scheme(source string) func(*conversion, *rule, *marc.Field) {
	return func(c *conversion, r *rule, f *marc.Field) {
		c.open(r.target, ' ', ' ')
		c.addMapped(r, f)
		if len(c.slab) > c.start && !c.hasCode('2') {
			c.add('2', source)
		}
		c.close()
	}
}

// addPerson adds a name entered under surname: UNIMARC divides it at the
// comma.
func (c *conversion) addPerson(r *rule, f *marc.Field) {
	for _, s := range f.Subfields {
		if s.Code == 'a' {
			if surname, rest, ok := cutName(s.Value); ok {
				c.add('a', surname)
				c.add('b', rest)
				continue
			}
		}
		c.addOne(r, f, s)
	}
}
