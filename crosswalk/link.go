package crosswalk

import "issnd/marc"

// linkingEntry reports whether the tag is that of a linking entry field
// (MARC 21 76X-78X).
func linkingEntry(t marc.Tag) bool {
	return t[0] == '7' && (t[1] == '6' || t[1] == '7' || t[1] == '8') && t[2] >= '0' && t[2] <= '9'
}

// linkedTitle is the title of the serial that a linking entry names, with its
// author where the title needs one; "" if the field has neither.
func linkedTitle(f *marc.Field) string {
	author, title := joinSubfields(f, "ab"), point(joinSubfields(f, "tsc"))
	switch {
	case author == "":
		return title
	case title == "":
		return point(author)
	}
	if author[len(author)-1] != '.' {
		author += "."
	}
	return author + " " + title
}

// heading is a subject field in one line: its parts with a dash before each
// subdivision, the way that catalogues show it.
func heading(f *marc.Field) string {
	if one, ok := onlySubfield(f, headingCodes); ok {
		return point(statement(one))
	}
	var b []byte
	for i := range f.Subfields {
		c, s := f.Subfields[i].Code, cleanText(f.Subfields[i].Value)
		if s == "" || !selected(c, headingCodes) {
			continue
		}
		if len(b) > 0 {
			if c == 'v' || c == 'x' || c == 'y' || c == 'z' {
				b = append(b, "--"...)
			} else {
				b = append(b, ' ')
			}
		}
		b = append(b, s...)
	}
	return point(statement(string(b)))
}

const headingCodes = "abcdefgklmnopqrstvxyz"
