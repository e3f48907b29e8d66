package search

import (
	"strings"

	"issnd/marc"
	"issnd/register"
)

// extract is how a point takes its values from a view.
type extract func(dst []string, v *register.View) []string

// each takes every subfield with one of the codes as a value. The fields are
// those with the tags, "5__" being all of 500 to 599, and those that hold one
// of them in its original script.
func each(codes string, tags ...string) extract {
	want := tagsOf(tags)
	return func(dst []string, v *register.View) []string {
		fields := v.MARC().Fields
		for i := want.next(fields, 0); i >= 0; i = want.next(fields, i+1) {
			subfields := fields[i].Subfields
			for j := range subfields {
				if s := &subfields[j]; strings.IndexByte(codes, s.Code) >= 0 {
					dst = appendValue(dst, s.Value)
				}
			}
		}
		return dst
	}
}

// joined takes the subfields of a field with the codes together as one value.
func joined(codes string, tags ...string) extract {
	want := tagsOf(tags)
	return func(dst []string, v *register.View) []string {
		fields := v.MARC().Fields
		for i := want.next(fields, 0); i >= 0; i = want.next(fields, i+1) {
			dst = appendValue(dst, join(&fields[i], codes))
		}
		return dst
	}
}

// both takes the values of several extracts.
func both(all ...extract) extract {
	return func(dst []string, v *register.View) []string {
		for _, e := range all {
			dst = e(dst, v)
		}
		return dst
	}
}

// tagSet is tags of fields, in which _ stands for any digit.
type tagSet []marc.Tag

func tagsOf(tags []string) tagSet {
	set := make(tagSet, len(tags))
	for i, t := range tags {
		set[i] = marc.T(t)
	}
	return set
}

// next is the place of the first field from i on that has one of the tags, or
// is an 880 that is linked to such a field (MARC 21 Appendix A, subfield $6);
// -1 if there is none.
func (set tagSet) next(fields []marc.Field, i int) int {
	for ; i < len(fields); i++ {
		t := fields[i].Linked()
		for _, want := range set {
			if t[0] == want[0] && (t[1] == want[1] || want[1] == '_') && (t[2] == want[2] || want[2] == '_') {
				return i
			}
		}
	}
	return -1
}

// join is the subfields with the codes, with a space between them.
func join(f *marc.Field, codes string) string {
	one, n := "", 0
	for i := range f.Subfields {
		if s := &f.Subfields[i]; strings.IndexByte(codes, s.Code) >= 0 {
			one = s.Value
			n++
		}
	}
	if n < 2 {
		return one
	}
	out := make([]byte, 0, 128)
	for i := range f.Subfields {
		if s := &f.Subfields[i]; strings.IndexByte(codes, s.Code) >= 0 {
			if len(out) > 0 {
				out = append(out, ' ')
			}
			out = append(out, s.Value...)
		}
	}
	return string(out)
}

// appendValue appends a value without the punctuation that ISBD writes before
// the next element, unless nothing is left.
func appendValue(dst []string, s string) []string {
	s = strings.TrimSpace(s)
	for s != "" {
		switch s[len(s)-1] {
		case ' ', ':', ';', ',', '/', '=':
			s = s[:len(s)-1]
		default:
			return append(dst, s)
		}
	}
	return dst
}

// position takes a part of 008 as a value, unless it is not coded.
func position(from, to int) extract {
	return func(dst []string, v *register.View) []string {
		s := v.MARC().Control(tag008)
		if len(s) < to {
			return dst
		}
		return appendCode(dst, s[from:to])
	}
}

// appendCode appends a code; blanks and fill characters are none.
func appendCode(dst []string, s string) []string {
	for s != "" && blank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if s == "" || blank(s[0]) {
		return dst
	}
	return append(dst, s)
}

func blank(c byte) bool { return c == ' ' || c == '|' || c == '#' || c == '^' }

var (
	tag001 = marc.T("001")
	tag003 = marc.T("003")
	tag005 = marc.T("005")
	tag007 = marc.T("007")
	tag008 = marc.T("008")
	tag222 = marc.T("222")
	tag245 = marc.T("245")
)
