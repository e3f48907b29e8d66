package crosswalk

import (
	"strings"
	"time"

	"issnd/marc"
	"issnd/register"
)

// titleProper is the title proper of a 245: $a, $n and $p in record order,
// without the mark that introduces the next ISBD element. A final point stays.
func titleProper(f *marc.Field) string { return joinSubfields(f, "anp") }

// keyTitle is the title of a 222 or 210: $a, then the qualifier of $b in
// parentheses.
func keyTitle(f *marc.Field) string {
	title := cleanText(f.Get('a'))
	qualifier := cleanText(f.Get('b'))
	switch {
	case qualifier == "":
		return title
	case title == "":
		return ""
	case qualifier[0] == '(':
		return title + " " + qualifier
	}
	return title + " (" + qualifier + ")"
}

// joinSubfields joins the subfields whose code is in codes by a space in
// record order and trims the ISBD mark at the end; "" for no codes means all
// but the control subfields $0 to $9.
func joinSubfields(f *marc.Field, codes string) string {
	if one, ok := onlySubfield(f, codes); ok {
		return trimISBD(cleanText(one))
	}
	var b strings.Builder
	for i := range f.Subfields {
		s := cleanText(f.Subfields[i].Value)
		if s == "" || !selected(f.Subfields[i].Code, codes) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	return trimISBD(b.String())
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
	return strings.TrimSpace(s)
}

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
	if s := v.MARC().Control(tag005); len(s) >= 8 {
		if day := s[:4] + "-" + s[4:6] + "-" + s[6:8]; isDate(day) {
			return day
		}
	}
	if at := v.Head().Updated; !at.IsZero() {
		return at.UTC().Format(time.DateOnly)
	}
	return ""
}

// isDate reports whether s is a day of the calendar in the form YYYY-MM-DD.
func isDate(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	return ok1 && ok2 && ok3 && year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
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
