package crosswalk

import (
	"strings"
	"unicode"

	"issnd/marc"
)

// original is the 880 field that holds f in its original script, or nil. The
// two name each other in $6 by tag and occurrence number (MARC 21 Appendix A,
// subfield $6).
func original(r *marc.Record, f *marc.Field) *marc.Field {
	tag, occurrence, ok := linkage(f)
	if !ok || tag != "880" {
		return nil
	}
	for i := range r.Fields {
		alt := &r.Fields[i]
		if alt.Tag != tag880 {
			continue
		}
		t, o, ok := linkage(alt)
		if ok && o == occurrence && t == string(f.Tag[:]) {
			return alt
		}
	}
	return nil
}

// linkage is the tag and the occurrence number of $6, for example "245" and
// "02". Occurrence number 00 links to nothing.
func linkage(f *marc.Field) (tag, occurrence string, ok bool) {
	s := f.Get('6')
	if len(s) < 6 || s[3] != '-' || s[4:6] == "00" {
		return "", "", false
	}
	return s[:3], s[4:6], true
}

// script is the ISO 15924 code of the script of an 880 field: what $6 says,
// else what its letters show, else "". Chinese characters alone are those of
// the language with the MARC code lang, else Hani.
func script(f *marc.Field, lang string) string {
	_, said, _ := strings.Cut(f.Get('6'), "/")
	said, _, _ = strings.Cut(said, "/")
	switch said {
	case "(3", "(4":
		return "Arab"
	case "(B":
		return "Latn"
	case "(N", "(Q":
		return "Cyrl"
	case "(S":
		return "Grek"
	case "(2":
		return "Hebr"
	}
	if len(said) == 4 { // an ISO 15924 code, which $6 has had since 2021
		return said
	}
	for i := range f.Subfields {
		if c := f.Subfields[i].Code; c < 'a' {
			continue
		}
		if s := scriptOfText(f.Subfields[i].Value, lang); s != "" {
			return s
		}
	}
	return ""
}

// scriptOfText is the script of the first character of s that is neither Latin
// nor common to several scripts. Kana or Hangul anywhere decide what Chinese
// characters are.
func scriptOfText(s, lang string) string {
	han := false
	for _, r := range s {
		if r < 0x0370 {
			continue
		}
		if unicode.Is(unicode.Han, r) {
			han = true
			continue
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				return scripts[i].code
			}
		}
	}
	switch {
	case !han:
		return ""
	case lang == "jpn":
		return "Jpan"
	case lang == "kor":
		return "Kore"
	}
	return "Hani"
}

var scripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"Cyrl", unicode.Cyrillic},
	{"Arab", unicode.Arabic},
	{"Jpan", unicode.Hiragana},
	{"Jpan", unicode.Katakana},
	{"Kore", unicode.Hangul},
	{"Grek", unicode.Greek},
	{"Hebr", unicode.Hebrew},
	{"Thai", unicode.Thai},
	{"Deva", unicode.Devanagari},
	{"Taml", unicode.Tamil},
	{"Beng", unicode.Bengali},
	{"Armn", unicode.Armenian},
	{"Geor", unicode.Georgian},
	{"Ethi", unicode.Ethiopic},
}

// rightToLeft reports whether text in the script runs from right to left.
func rightToLeft(script string) bool { return script == "Arab" || script == "Hebr" }

var tag880 = marc.T("880")
