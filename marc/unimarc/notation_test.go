package unimarc

import (
	"strings"
	"testing"

	"issnd/marc"
)

// parse makes a record of lines such as "LDR 00000nas#a22…", "001    123" and
// "245 10 $aTitle$b(Online)". # is a blank in leader and indicators.
func parse(t testing.TB, text string) *marc.Record {
	t.Helper()
	r := new(marc.Record)
	copy(r.Leader[:], "00000cas a2200000 a 4500")
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "LDR "):
			copy(r.Leader[:], strings.ReplaceAll(line[4:], "#", " "))
		case strings.HasPrefix(line, "00"):
			r.Fields = append(r.Fields, marc.Field{Tag: marc.T(line[:3]), Value: line[7:]})
		default:
			f := marc.Field{Tag: marc.T(line[:3]), Ind1: unblank(line[4]), Ind2: unblank(line[5])}
			for _, s := range strings.Split(line, "$")[1:] {
				if s == "" {
					t.Fatalf("%q: empty subfield", line)
				}
				f.Subfields = append(f.Subfields, marc.Subfield{Code: s[0], Value: s[1:]})
			}
			r.Fields = append(r.Fields, f)
		}
	}
	return r
}

// format is the inverse of parse.
func format(r *marc.Record) string {
	var b strings.Builder
	b.WriteString("LDR " + strings.ReplaceAll(r.Leader.String(), " ", "#") + "\n")
	for _, f := range r.Fields {
		b.WriteString(formatField(f) + "\n")
	}
	return b.String()
}

func formatField(f marc.Field) string {
	if f.Tag.Control() {
		return f.Tag.String() + "    " + f.Value
	}
	blank := strings.NewReplacer(" ", "#")
	var b strings.Builder
	b.WriteString(f.Tag.String() + " " + blank.Replace(string([]byte{f.Ind1, f.Ind2})) + " ")
	for _, s := range f.Subfields {
		b.WriteString("$" + string(rune(s.Code)) + s.Value)
	}
	return b.String()
}
