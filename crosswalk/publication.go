package crosswalk

import (
	"strings"

	"issnd/marc"
)

// years is the start and the end of publication from 008/07-14 as the record
// gives them, digits with "u" for those that are not known. Both are "" where
// the record does not say; end is "9999" for what is still published.
func years(r *marc.Record) (start, end string) {
	v := r.Control(tag008)
	if len(v) < 15 {
		return "", ""
	}
	return year(v[7:11]), year(v[11:15])
}

func year(s string) string {
	for i := 0; i < len(s); i++ {
		if (s[i] < '0' || s[i] > '9') && s[i] != 'u' {
			return ""
		}
	}
	if s == "uuuu" {
		return ""
	}
	return s
}

// ongoing is the end year of what has not ended (MARC 21 008/11-14).
const ongoing = "9999"

// span is the years of publication in the words of people: "1869–2005",
// "1869–" and, where only the end is known, "–2005". Digits that are not known
// show as question marks.
func span(r *marc.Record) string {
	start, end := years(r)
	if end == ongoing {
		end = ""
	}
	if start == "" && end == "" {
		return ""
	}
	return strings.ReplaceAll(start+"–"+end, "u", "?")
}

// publication reports whether f names a publisher: a 260, or a 264 that is not
// of production, distribution, manufacture or copyright.
func publication(f *marc.Field) bool {
	return f.Tag == tag260 || (f.Tag == tag264 && (f.Ind2 == '1' || f.Ind2 == ' '))
}

// currentPublication is the field of the current publisher: the last one that
// says so, else the first; nil where there is none.
func currentPublication(r *marc.Record) *marc.Field {
	var first, current *marc.Field
	for i := range r.Fields {
		f := &r.Fields[i]
		if !publication(f) || f.Get('b') == "" {
			continue
		}
		if first == nil {
			first = f
		}
		if f.Ind1 == '3' {
			current = f
		}
	}
	if current == nil {
		return first
	}
	return current
}

// earliestPublication is the field of the first publisher that is known, or
// nil.
func earliestPublication(r *marc.Record) *marc.Field {
	for i := range r.Fields {
		if f := &r.Fields[i]; publication(f) && f.Ind1 == ' ' && f.Get('b') != "" {
			return f
		}
	}
	return nil
}
