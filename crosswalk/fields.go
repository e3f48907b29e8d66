package crosswalk

import (
	"strings"
	"time"

	"issnd/marc"
	"issnd/register"
)

// keyTitle is the title of a 222 or 210: $a, then the qualifier of $b in
// parentheses.
func keyTitle(f *marc.Field) string {
	title, before, qualifier, after := keyTitleParts(f)
	if qualifier == "" {
		return title
	}
	return title + before + qualifier + after
}

// keyTitleParts is what keyTitle puts together. The qualifier is "" where the
// title is all.
func keyTitleParts(f *marc.Field) (title, before, qualifier, after string) {
	title = cleanText(f.Get('a'))
	if title == "" {
		return "", "", "", ""
	}
	qualifier = cleanText(f.Get('b'))
	if qualifier != "" && qualifier[0] == '(' {
		return title, " ", qualifier, ""
	}
	return title, " (", qualifier, ")"
}

// joinSubfields joins the subfields whose code is in codes by a space in
// record order and trims the ISBD mark at the end; "" for no codes means all
// but the control subfields $0 to $9.
func joinSubfields(f *marc.Field, codes string) string {
	if one, ok := onlySubfield(f, codes); ok {
		return trimISBD(cleanText(one))
	}
	var scratch [128]byte
	return trimISBD(string(appendSubfields(scratch[:0], f, codes)))
}

// appendSubfields appends the texts of the subfields with a space between them.
func appendSubfields(dst []byte, f *marc.Field, codes string) []byte {
	start := len(dst)
	for i := range f.Subfields {
		if !selected(f.Subfields[i].Code, codes) {
			continue
		}
		s := cleanText(f.Subfields[i].Value)
		if s == "" {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ' ')
		}
		dst = append(dst, s...)
	}
	return dst
}

// onlySubfield spares the common field with one wanted subfield a copy.
func onlySubfield(f *marc.Field, codes string) (string, bool) {
	value, n := "", 0
	for i := range f.Subfields {
		if selected(f.Subfields[i].Code, codes) {
			value = f.Subfields[i].Value
			n++
		}
	}
	return value, n <= 1
}

func selected(code byte, codes string) bool {
	if codes == "" {
		return code < '0' || code > '9'
	}
	return strings.IndexByte(codes, code) >= 0
}

// cleanText is s without the marks that delimit non-sorting words (U+0098 and
// U+009C, and U+0088 and U+0089 of older records) and without space around it.
func cleanText(s string) string {
	if strings.IndexByte(s, 0xC2) >= 0 {
		s = nonSorting.Replace(s)
	}
	if s != "" && graphic(s[0]) && graphic(s[len(s)-1]) {
		return s
	}
	return strings.TrimSpace(s)
}

// graphic reports whether c is an ASCII character that is neither space nor
// control.
func graphic(c byte) bool { return c > ' ' && c < 0x7F }

var nonSorting = strings.NewReplacer("\u0098", "", "\u009c", "", "\u0088", "", "\u0089", "")

// trimISBD drops the punctuation that ISBD writes before the next element:
// colon, semicolon, comma, slash and equals sign at the end, with the space
// before them.
func trimISBD(s string) string {
	for s != "" {
		switch s[len(s)-1] {
		case ' ', ':', ';', ',', '/', '=':
			s = s[:len(s)-1]
		default:
			return s
		}
	}
	return s
}

// modifiedDate is the day of the last change of the record, YYYY-MM-DD, from
// 005, else from the datestamp of the register; "" if neither is known.
func modifiedDate(v *register.View) string {
	var scratch [len(time.DateOnly)]byte
	return string(appendModified(scratch[:0], v))
}

func appendModified(dst []byte, v *register.View) []byte {
	if s := v.MARC().Control(tag005); isDay(s) {
		return appendDay(dst, s)
	}
	if at := v.Head().Updated; !at.IsZero() {
		return at.UTC().AppendFormat(dst, time.DateOnly)
	}
	return dst
}

// appendDay appends the day that s starts with as YYYY-MM-DD.
func appendDay(dst []byte, s string) []byte {
	dst = append(append(dst, s[:4]...), '-')
	dst = append(append(dst, s[4:6]...), '-')
	return append(dst, s[6:8]...)
}

// isDay reports whether s starts with a day of the calendar, yyyymmdd.
func isDay(s string) bool { return len(s) >= 8 && isCalendarDay(s[:4], s[4:6], s[6:8]) }

// isDate reports whether s is a day of the calendar in the form YYYY-MM-DD.
func isDate(s string) bool {
	return len(s) == 10 && s[4] == '-' && s[7] == '-' && isCalendarDay(s[:4], s[5:7], s[8:])
}

func isCalendarDay(year, month, day string) bool {
	y, ok1 := digits(year)
	m, ok2 := digits(month)
	d, ok3 := digits(day)
	return ok1 && ok2 && ok3 && y > 0 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// digits is the value of a string of ASCII digits, which s must be whole.
func digits(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

var (
	tag005 = marc.T("005")
	tag008 = marc.T("008")
)
