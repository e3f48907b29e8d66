package crosswalk

import (
	"strings"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// languages yields the MARC codes of the languages of the text, each once:
// 008/35-37, then 041 $a, whose older form runs codes together. What is not a
// language, blanks, fill characters and zxx, is passed over.
func languages(r *marc.Record) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		done := language008(r)
		if done != "" && !yield(done) {
			return
		}
		for f := range r.Each(tag041) {
			if f.Ind2 == '7' { // codes of another list, named in $2
				continue
			}
			for s := range f.All('a') {
				for ; len(s) >= 3; s = s[3:] {
					code := s[:3]
					if !isLanguage(code) || contains3(done, code) {
						continue
					}
					done += code
					if !yield(code) {
						return
					}
				}
			}
		}
	}
}

func isLanguage(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != "zxx" && s != "und"
}

// contains3 reports whether list, codes of three letters run together, holds
// the code.
func contains3(list, code string) bool {
	for ; len(list) >= 3; list = list[3:] {
		if list[:3] == code {
			return true
		}
	}
	return false
}

// statement is a subfield of a description without the ISBD punctuation and
// the square brackets around it.
func statement(s string) string {
	s = trimISBD(cleanText(s))
	if len(s) > 2 && s[0] == '[' && strings.IndexByte(s, ']') == len(s)-1 {
		s = s[1 : len(s)-1]
	}
	return s
}

// point drops the full stop that ends an ISBD area, but not that of an
// abbreviation: one that follows a single letter or a word that is known as
// abbreviated.
func point(s string) string {
	n := len(s)
	if n < 4 || s[n-1] != '.' || s[n-2] == '.' || s[n-3] == ' ' || s[n-3] == '.' {
		return s
	}
	word := s[strings.LastIndexAny(s[:n-1], " -([")+1 : n-1]
	switch word {
	case "Inc", "Ltd", "Co", "Corp", "Cie", "Bros", "Jr", "Sr", "Dept", "Univ", "Pub", "Pubs", "Soc", "Assoc",
		"Inst", "Verl", "Ges", "Gov", "ed", "etc", "vol", "no", "pt", "al", "cm":
		return s
	}
	return s[:n-1]
}

// linked is the ISSN of a linking entry, $x, or zero. Text after the number is
// passed over.
func linked(f *marc.Field) issn.ISSN {
	for s := range f.All('x') {
		if id, _, err := issn.Scan(s); err == nil {
			return id
		}
	}
	return 0
}

// centre is the code of the ISSN centre responsible for the record (022 $2),
// or "".
func centre(v *register.View) string {
	for f := range v.MARC().Each(tag022) {
		if s := strings.TrimSpace(f.Get('2')); s != "" {
			return s
		}
	}
	return ""
}

// seen is a list of texts that have been written.
type seen []string

// add reports whether s is new and not empty, and remembers it.
func (l *seen) add(s string) bool {
	if s == "" {
		return false
	}
	for _, t := range *l {
		if t == s {
			return false
		}
	}
	*l = append(*l, s)
	return true
}

var (
	tag022 = marc.T("022")
	tag041 = marc.T("041")
	tag260 = marc.T("260")
	tag264 = marc.T("264")
)

// subjects yields the headings of a subject field; nothing for another field.
// Uncontrolled terms are one heading each.
func subjects(f *marc.Field) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		switch f.Tag {
		case tag600, tag610, tag611, tag630, tag650, tag651:
			if s := heading(f); s != "" {
				yield(s)
			}
		case tag653:
			for a := range f.All('a') {
				if s := point(statement(a)); s != "" && !yield(s) {
					return
				}
			}
		}
	}
}

// created is the day on which the record was made, YYYY-MM-DD: the oldest
// 039 $v of the register, else the date entered on file of 008/00-05, whose
// years 70 to 99 are of the twentieth century; "" where neither is a day.
func created(r *marc.Record) string {
	day := ""
	for f := range r.Each(tag039) {
		for s := range f.All('v') {
			if d := compactDate(s); d != "" && (day == "" || d < day) {
				day = d
			}
		}
	}
	if day != "" {
		return day
	}
	v := r.Control(tag008)
	if len(v) < 6 {
		return ""
	}
	if v[0] >= '7' {
		return compactDate("19" + v[:6])
	}
	return compactDate("20" + v[:6])
}

// compactDate is a day written yyyymmdd as YYYY-MM-DD, or "".
func compactDate(s string) string {
	if !isDay(s) {
		return ""
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:8]
}
