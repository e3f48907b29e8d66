package crosswalk

import (
	"strings"

	"issnd/marc"
)

// name writes the element for a person, body or conference from the fields
// 100 to 111, 700 to 711 and 720.
func (w *modsWriter) name(tag int, f *marc.Field) {
	main := point(statement(f.Get('a')))
	if main == "" {
		return
	}
	usage := ""
	if tag < 200 {
		usage = "primary"
	}
	w.open("name", f, "type", nameType(tag, f.Ind1), "usage", usage)
	w.nameParts(tag, f)
	for _, s := range f.Subfields {
		w.role(tag, s)
	}
	w.End("name")
}

func nameType(tag int, ind1 byte) string {
	switch {
	case tag == 720 && ind1 == '1', tag%100 == 0:
		return "personal"
	case tag == 720 && ind1 != '2':
		return ""
	case tag%100 == 11:
		return "conference"
	}
	return "corporate"
}

// nameParts writes the parts of a name and the numbers that identify it. It
// serves names as subjects too, tags 600 to 611.
func (w *modsWriter) nameParts(tag int, f *marc.Field) {
	personal := tag%100 == 0
	for _, s := range f.Subfields {
		value := point(statement(s.Value))
		if value == "" {
			continue
		}
		switch {
		case s.Code == 'a', s.Code == 'b' && !personal:
			w.Element("namePart", value)
		case s.Code == 'c' && personal:
			w.Element("namePart", value, "type", "termsOfAddress")
		case s.Code == 'd' && tag != 720:
			w.Element("namePart", value, "type", "date")
		case s.Code == '0' || s.Code == '1':
			if id := isni(s.Value); id != "" {
				w.Element("nameIdentifier", id, "type", "isni")
			}
		}
	}
}

// role writes a relator: the term of $e, in 111 and 711 of $j, or the code of
// $4.
func (w *modsWriter) role(tag int, s marc.Subfield) {
	conference := tag%100 == 11
	value := point(statement(s.Value))
	switch {
	case value == "":
	case s.Code == 'e' && !conference, s.Code == 'j' && conference:
		w.Start("role")
		w.Element("roleTerm", value, "type", "text")
		w.End("role")
	case s.Code == '4' && len(value) == 3:
		w.Start("role")
		w.Element("roleTerm", value, "type", "code", "authority", "marcrelator")
		w.End("role")
	}
}

// isni is the sixteen characters of an ISNI that a $0 or $1 holds as
// "(isni)…" or as an address of isni.org; "" if it holds something else.
func isni(s string) string {
	lower := strings.ToLower(s)
	if !strings.Contains(lower, "isni") {
		return ""
	}
	id := make([]byte, 0, 16)
	for i := len(s) - 1; i >= 0 && len(id) < 16; i-- {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			id = append(id, c)
		case (c == 'X' || c == 'x') && len(id) == 0:
			id = append(id, 'X')
		case c != ' ' && c != '-':
			return ""
		}
	}
	if len(id) < 16 {
		return ""
	}
	for i, j := 0, len(id)-1; i < j; i, j = i+1, j-1 {
		id[i], id[j] = id[j], id[i]
	}
	return string(id)
}

// subject writes a subject heading, each part in the element of its kind.
func (w *modsWriter) subject(tag int, f *marc.Field) {
	switch tag {
	case 600, 610, 611, 630, 648, 650, 651:
		if joinSubfields(f, "a") != "" {
			w.open("subject", f, "authority", subjectAuthority(f))
			w.subjectHeading(tag, f)
			w.End("subject")
		}
	case 653:
		for a := range f.All('a') {
			if term := point(statement(a)); term != "" {
				w.open("subject", f)
				w.Element("topic", term)
				w.End("subject")
			}
		}
	case 43:
		for a := range f.All('a') {
			if area := strings.TrimRight(cleanText(a), "-"); area != "" {
				w.Start("subject")
				w.Element("geographicCode", area, "authority", "marcgac")
				w.End("subject")
			}
		}
	case 752:
		w.hierarchicalPlace(f)
	}
}

func (w *modsWriter) subjectHeading(tag int, f *marc.Field) {
	switch tag {
	case 600, 610, 611:
		w.open("name", nil, "type", nameType(tag, f.Ind1))
		w.nameParts(tag, f)
		w.End("name")
	case 630:
		w.Start("titleInfo")
		w.Element("title", point(joinSubfields(f, "adfklmnoprst")))
		w.End("titleInfo")
	}
	for _, s := range f.Subfields {
		if element := subjectPart(tag, s.Code); element != "" {
			w.text(element, point(statement(s.Value)), nil)
		}
	}
}

// subjectPart is the element for one subfield of a subject heading, or "".
func subjectPart(tag int, code byte) string {
	switch code {
	case 'a':
		switch tag {
		case 648:
			return "temporal"
		case 650:
			return "topic"
		case 651:
			return "geographic"
		}
	case 'v':
		return "genre"
	case 'x':
		return "topic"
	case 'y':
		return "temporal"
	case 'z':
		return "geographic"
	}
	return ""
}

// subjectAuthority is the MARC code of the thesaurus of a heading, from the
// second indicator or $2.
func subjectAuthority(f *marc.Field) string {
	switch f.Ind2 {
	case '0':
		return "lcsh"
	case '1':
		return "lcshac"
	case '2':
		return "mesh"
	case '3':
		return "nal"
	case '5':
		return "cash"
	case '6':
		return "rvm"
	case '7':
		return f.Get('2')
	}
	return ""
}

func (w *modsWriter) hierarchicalPlace(f *marc.Field) {
	if joinSubfields(f, "abcd") == "" {
		return
	}
	w.Start("subject")
	w.Start("hierarchicalGeographic")
	for _, s := range f.Subfields {
		if i := strings.IndexByte("abcd", s.Code); i >= 0 {
			w.text([...]string{"country", "state", "county", "city"}[i], point(statement(s.Value)), nil)
		}
	}
	w.End("hierarchicalGeographic")
	w.End("subject")
}
