package search

import (
	"strings"

	"issnd/marc"
	"issnd/register"
)

// extract is how a point takes its values from a view.
type extract func(dst []string, v *register.View) []string

// each takes every subfield with one of the codes as a value. The fields are
// those with the tags, and those that hold one of them in its original script.
func each(codes string, tags ...string) extract {
	return func(dst []string, v *register.View) []string {
		for f := range tagged(v, tags) {
			for i := range f.Subfields {
				if s := &f.Subfields[i]; strings.IndexByte(codes, s.Code) >= 0 {
					dst = appendValue(dst, s.Value)
				}
			}
		}
		return dst
	}
}

// joined takes the subfields of a field with the codes together as one value.
func joined(codes string, tags ...string) extract {
	return func(dst []string, v *register.View) []string {
		for f := range tagged(v, tags) {
			dst = appendValue(dst, join(f, codes))
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

// tagged yields the fields with the tags, "5__" being all of 500 to 599, and
// the 880 that are linked to such (MARC 21 Appendix A, subfield $6).
func tagged(v *register.View, tags []string) func(yield func(*marc.Field) bool) {
	return func(yield func(*marc.Field) bool) {
		fields := v.MARC().Fields
		for i := range fields {
			if f := &fields[i]; hasTag(effectiveTag(f), tags) && !yield(f) {
				return
			}
		}
	}
}

func hasTag(t marc.Tag, tags []string) bool {
	for _, want := range tags {
		if t[0] == want[0] && (t[1] == want[1] || want[1] == '_') && (t[2] == want[2] || want[2] == '_') {
			return true
		}
	}
	return false
}

// effectiveTag is the tag of a field or, of an 880, that of the field whose
// text it holds in the original script.
func effectiveTag(f *marc.Field) marc.Tag {
	if f.Tag == tag880 {
		if s := f.Get('6'); len(s) >= 3 {
			return marc.Tag{s[0], s[1], s[2]}
		}
	}
	return f.Tag
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
	s = strings.TrimRight(s, " :;,/=")
	if s == "" {
		return dst
	}
	return append(dst, s)
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
	if s = strings.Trim(s, " |#^"); s != "" {
		dst = append(dst, s)
	}
	return dst
}

var (
	tag005 = marc.T("005")
	tag007 = marc.T("007")
	tag008 = marc.T("008")
	tag222 = marc.T("222")
	tag245 = marc.T("245")
	tag880 = marc.T("880")
)
