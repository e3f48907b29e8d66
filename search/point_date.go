package search

import (
	"strings"
	"time"

	"issnd/marc"
	"issnd/register"
)

// datePoints are the years of publication and the days of a record's history.
func datePoints() []*Point {
	return []*Point{
		{Names: []string{"issn.startYear", "dc.date", "issn.startDate"}, Title: "Start year", Kind: Number, Tier: register.Complete,
			Scan: true, Sort: true, Values: year(7, '0'), Normal: yearForm},
		{Names: []string{"issn.endYear", "issn.endDate"}, Title: "End year", Kind: Number, Tier: register.Complete,
			Scan: true, Sort: true, Values: year(11, '9'), Normal: yearForm},
		{Names: []string{"issn.dateEntered", "rec.creationDate", "rec.created"}, Title: "Record created", Kind: Date,
			Tier: register.Complete, Scan: true, Sort: true, Values: entered, Normal: dateForm},
		{Names: []string{"issn.dateChanged", "rec.lastModificationDate", "rec.modified", "dc.modified"},
			Title: "Record last changed", Kind: Date, Scan: true, Sort: true, Values: changed, Normal: dateForm},
	}
}

// year takes a year of 008. Digits that are not known stand for the first or
// the last year that they can mean; a year that says that the serial goes on
// (9999) or is not known at all is none.
func year(from int, unknown byte) extract {
	return func(dst []string, v *register.View) []string {
		s := v.MARC().Control(tag008)
		if len(s) < from+4 || s[from] < '0' || s[from] > '9' || s[from:from+4] == "9999" {
			return dst
		}
		s = s[from : from+4]
		if strings.IndexByte(s, 'u') >= 0 {
			s = strings.ReplaceAll(s, "u", string(rune(unknown)))
		}
		if _, ok := yearForm(s); !ok {
			return dst
		}
		return append(dst, s)
	}
}

// yearForm is a year in four digits.
func yearForm(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 4 {
		return "", false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return "", false
		}
	}
	return "0000"[len(s):] + s, true
}

// dateForm is a day, YYYY-MM-DD, a month, YYYY-MM, or a year, YYYY. Days may be
// written without hyphens, and with a time of day, which does not count.
func dateForm(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if i := strings.IndexByte(s, 'T'); i >= 0 {
		s = s[:i]
	}
	if len(s) == 8 && strings.IndexByte(s, '-') < 0 {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	switch len(s) {
	case 4:
		_, ok := yearForm(s)
		return s, ok
	case 7:
		return s, calendarDay(s + "-01")
	}
	return s, calendarDay(s)
}

// calendarDay reports whether s is a day of the calendar, YYYY-MM-DD.
func calendarDay(s string) bool {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return false
	}
	for _, i := range [...]int{0, 1, 2, 3, 5, 6, 8, 9} {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	if day, month := s[8:], s[5:7]; month >= "01" && month <= "12" && day >= "01" && day <= "28" {
		return true
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// entered is the day on which a record was made: of 039 $v, else of 008.
func entered(dst []string, v *register.View) []string {
	if f := v.MARC().First(tag039); f != nil {
		if s, ok := dateForm(f.Get('v')); ok && len(s) == 10 {
			return append(dst, s)
		}
	}
	s := v.MARC().Control(tag008)
	if len(s) < 6 {
		return dst
	}
	century := "19"
	if s[:2] < "70" { // MARC began in the sixties; no record here is older
		century = "20"
	}
	if s, ok := dateForm(century + s[:6]); ok {
		dst = append(dst, s)
	}
	return dst
}

// changed is the day of the last change: of 005, else that of the register.
func changed(dst []string, v *register.View) []string {
	if s := v.MARC().Control(tag005); len(s) >= 8 {
		if s, ok := dateForm(s[:8]); ok {
			return append(dst, s)
		}
	}
	if at := v.Head().Updated; !at.IsZero() {
		return append(dst, at.UTC().Format(time.DateOnly))
	}
	return dst
}

var tag039 = marc.T("039")
