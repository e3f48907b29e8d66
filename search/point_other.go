package search

import (
	"fmt"
	"strings"

	"issnd/marc"
	"issnd/register"
)

// otherPoints are what makes "anywhere" all of a record: the subfields that no
// other point has. Only coded fields, 002 to 009, and what a view has of 9XX are
// not for a search of everything.
func otherPoints() []*Point {
	return []*Point{
		{Names: []string{"issn.other"}, Title: "Text that no other index has", Kind: Text, Tier: register.Complete,
			Values: otherTexts},
		{Names: []string{"issn.otherCode"}, Title: "Codes and numbers that no other index has", Kind: Code,
			Tier: register.Complete, Values: otherCodes},
	}
}

// otherTexts takes what is left of the text of each field as one value.
func otherTexts(dst []string, v *register.View) []string {
	fields := v.MARC().Fields
	for i := range fields {
		if f := &fields[i]; searched(f) {
			dst = appendValue(dst, leftText(f))
		}
	}
	return dst
}

// leftText is the subfields of text that no other point has, with a space
// between them.
func leftText(f *marc.Field) string {
	tag := f.Linked()
	has := takenOf(tag)
	one, many := "", []byte(nil)
	for i := range f.Subfields {
		s := &f.Subfields[i]
		switch {
		case s.Value == "", isCode(tag, s.Code), has.takes(s):
		case one == "":
			one = s.Value
		default:
			if many == nil {
				many = append(make([]byte, 0, 128), one...)
			}
			many = append(append(many, ' '), s.Value...)
		}
	}
	if many != nil {
		return string(many)
	}
	return one
}

// otherCodes takes each code and number that is left as a value, and the control
// number where it is no ISSN. $6 and $8 tell which fields belong together and are
// no content.
func otherCodes(dst []string, v *register.View) []string {
	if s := v.MARC().Control(tag001); !bare(s) {
		dst = appendValue(dst, s)
	}
	fields := v.MARC().Fields
	for i := range fields {
		f := &fields[i]
		if !searched(f) {
			continue
		}
		tag := f.Linked()
		has := takenOf(tag)
		for j := range f.Subfields {
			if s := &f.Subfields[j]; s.Code != '6' && s.Code != '8' && isCode(tag, s.Code) && !has.takes(s) {
				dst = appendValue(dst, s.Value)
			}
		}
	}
	return dst
}

// searched reports whether a field is one for a search of everything.
func searched(f *marc.Field) bool { return !f.Tag.Control() && f.Tag[0] != '9' }

// isCode reports whether a subfield has codes or numbers rather than text:
// everything of 01X to 08X and 33X, control numbers of links ($w), and the
// control subfields ($0 to $9) but for the materials specified ($3).
func isCode(t marc.Tag, code byte) bool {
	return code <= '9' && code != '3' || code == 'w' || t[0] == '0' || t[0] == '3' && t[1] == '3'
}

// bare reports whether a value is an ISSN and nothing besides.
func bare(s string) bool {
	_, ok := numberForm(s)
	return ok && len(s) <= len("0000-0000")
}

// codesTaken is the codes of the subfields of a field that other points have,
// and of those that they have where the value is an ISSN and nothing besides.
type codesTaken struct{ words, numbers string }

func (has codesTaken) takes(s *marc.Subfield) bool {
	return strings.IndexByte(has.words, s.Code) >= 0 || strings.IndexByte(has.numbers, s.Code) >= 0 && bare(s.Value)
}

// takenOf is what the other members of "anywhere" have of fields with a tag.
func takenOf(t marc.Tag) codesTaken {
	n := 0
	for _, c := range t {
		if c < '0' || c > '9' {
			return codesTaken{}
		}
		n = 10*n + int(c-'0')
	}
	return taken[n]
}

var taken = func() (all [1000]codesTaken) {
	for n := range all {
		field := []marc.Field{{Tag: marc.T(fmt.Sprintf("%03d", n))}}
		for _, row := range takenRows {
			if tagsOf(strings.Fields(row.tags)).next(field, 0) == 0 {
				all[n] = row.codesTaken
			}
		}
	}
	return all
}()

// takenRows says of "anywhere" what the rows of its members say: no tag twice.
var takenRows = []struct {
	tags string
	codesTaken
}{
	{"022", codesTaken{"", "almvyz"}},
	{"023", codesTaken{"", "ayz"}},
	{"030 080 082", codesTaken{"a", ""}},
	{"100 110 111 700 710 711 720", codesTaken{"abcdn", ""}},
	{"130 240 730", codesTaken{"anpt", ""}},
	{"210 222 260 264", codesTaken{"ab", ""}},
	{"245", codesTaken{"abcnp", ""}},
	{"246", codesTaken{"abnp", ""}},
	{"247", codesTaken{"abnp", "x"}},
	{"250 300 310 321 362 490 5__", codesTaken{letterCodes, ""}},
	{"60_ 61_ 63_ 64_ 65_", codesTaken{"abcdnptvxyz", ""}},
	{"76_ 77_ 78_", codesTaken{"st", "x"}},
	{"856", codesTaken{"u", ""}},
}
