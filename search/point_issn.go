package search

import (
	"strings"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// issnPoints are the numbers of a record. The public searches those of fields 022
// and 023 that it is shown, and knows nothing of the numbers of other serials that
// a record links to.
func issnPoints() []*Point {
	number := func(p Point) *Point {
		p.Kind, p.Normal, p.Masked, p.Label, p.number = Code, numberForm, numberMasked, strings.ToUpper, true
		return &p
	}
	return []*Point{
		number(Point{Names: []string{"issn.issn", "bath.issn", "dc.identifier"}, Title: "ISSN",
			Scan: true, Sort: true, Values: each("a", "022")}),
		number(Point{Names: []string{"issn.issnL", "issn.linkingIssn"}, Title: "ISSN-L",
			Scan: true, Sort: true, Values: both(each("l", "022"), cluster('0', 'a'))}),
		number(Point{Names: []string{"issn.issnH"}, Title: "ISSN-H", Tier: register.Complete,
			Scan: true, Values: cluster('1', 'a')}),
		number(Point{Names: []string{"issn.cancelledIssnH", "issn.canceledIssnH"}, Title: "Cancelled ISSN-H",
			Tier: register.Complete, Scan: true, Values: cluster('1', 'z')}),
		number(Point{Names: []string{"issn.cancelledIssn", "issn.canceledIssn"}, Title: "Cancelled ISSN",
			Scan: true, Values: each("z", "022")}),
		number(Point{Names: []string{"issn.cancelledIssnL", "issn.canceledIssnL"}, Title: "Cancelled ISSN-L",
			Scan: true, Values: both(each("m", "022"), cluster('0', 'z'))}),
		number(Point{Names: []string{"issn.incorrectIssn"}, Title: "Incorrect ISSN",
			Scan: true, Values: each("y", "022", "023")}),
		number(Point{Names: []string{"issn.replacement"}, Title: "ISSN to use instead",
			Scan: true, Values: each("v", "022")}),
		number(Point{Names: []string{"issn.linkedIssn"}, Title: "ISSN in links", Tier: register.Complete,
			Scan: true, Values: each("x", linkingTags...)}),
		number(Point{Names: []string{"issn.predecessor", "issn.preceding"}, Title: "ISSN of a preceding title",
			Tier: register.Complete, Scan: true, Values: each("x", "780")}),
		number(Point{Names: []string{"issn.successor", "issn.succeeding"}, Title: "ISSN of a succeeding title",
			Tier: register.Complete, Scan: true, Values: each("x", "785")}),
		number(Point{Names: []string{"issn.otherMedium", "issn.otherFormat"}, Title: "ISSN in another medium",
			Tier: register.Complete, Scan: true, Values: each("x", "776")}),
		number(Point{Names: []string{"issn.anyIssn"}, Title: "ISSN of any kind", Scan: true, Values: anyNumber()}),
		{Names: []string{"rec.identifier", "rec.id"}, Title: "Record identifier", Kind: Code, Scan: true,
			Normal: identifierForm, Masked: identifierMasked, Label: strings.ToUpper, Values: identifiers},
	}
}

// identifiers are the ISSN of a record and its control number (MARC 21 001),
// where that is another one.
func identifiers(dst []string, v *register.View) []string {
	id := v.Head().ISSN.String()
	dst = append(dst, id)
	if n := v.MARC().Control(tag001); n != id {
		dst = appendValue(dst, n)
	}
	return dst
}

// identifierForm is an identifier as it is indexed: an ISSN in any form that
// people write, or whatever else was given to a record as its number.
func identifierForm(s string) (string, bool) {
	if n, ok := numberForm(s); ok {
		return n, true
	}
	s = strings.ToLower(strings.TrimSpace(s))
	return s, s != ""
}

// linkingTags are the fields that link to other serials, and the former titles
// of integrating resources.
var linkingTags = []string{"76_", "77_", "78_", "247"}

// anyNumber is all numbers of a record. Those of the serials that it links to
// are none in what the public is shown, although other media versions are.
func anyNumber() extract {
	own := both(each("almvyz", "022"), each("ayz", "023"))
	links := each("x", linkingTags...)
	return func(dst []string, v *register.View) []string {
		dst = own(dst, v)
		if v.Tier() == register.Released {
			return dst
		}
		return links(dst, v)
	}
}

// cluster takes the numbers of field 023 of one kind.
func cluster(ind1, code byte) extract {
	return func(dst []string, v *register.View) []string {
		fields := v.MARC().Fields
		for i := range fields {
			if f := &fields[i]; f.Tag == tag023 && f.Ind1 == ind1 {
				for j := range f.Subfields {
					if f.Subfields[j].Code == code {
						dst = appendValue(dst, f.Subfields[j].Value)
					}
				}
			}
		}
		return dst
	}
}

var tag023 = marc.T("023")

// numberForm is an ISSN as it is indexed, for example "1050-124x": any form
// that people write is understood. A number of the right length with a wrong
// check character is one too, because records list such as incorrect.
func numberForm(s string) (string, bool) {
	if id, _, err := issn.Scan(s); err == nil {
		if len(s) == 9 && s[8] != 'X' && s[4] == '-' {
			return s, true
		}
		var b [9]byte
		return string(appendNumber(b[:0], id)), true
	}
	var b [9]byte
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == ' ' || c == '-':
			continue
		case n == len(b), (c < '0' || c > '9') && (n != 8 || c|0x20 != 'x'):
			return "", false
		}
		b[n] = c | 0x20
		n++
		if n == 4 {
			b[n] = '-'
			n++
		}
	}
	return string(b[:]), n == len(b)
}

// appendNumber appends an ISSN as it is indexed.
func appendNumber(dst []byte, id issn.ISSN) []byte {
	dst = id.AppendTo(dst)
	if n := len(dst) - 1; dst[n] == 'X' {
		dst[n] = 'x'
	}
	return dst
}
