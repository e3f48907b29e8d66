package unimarc

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"issnd/marc"
)

// uncarried is the subfields of in that are neither in out nor reported.
func uncarried(in, out *marc.Record, lost []Loss) []string {
	var text strings.Builder
	for _, f := range out.Fields {
		text.WriteString(f.Value + "\n")
		for _, s := range f.Subfields {
			text.WriteString(string(rune(s.Code)) + s.Value + "\n")
		}
	}
	reported := make(map[Loss]bool)
	for _, l := range lost {
		l.Reason = ""
		reported[l] = true
	}
	var missing []string
	for _, f := range in.Fields {
		for _, s := range f.Subfields {
			if reported[Loss{Tag: f.Tag.String(), Code: string(rune(s.Code)), Value: s.Value}] {
				continue
			}
			for _, part := range parts(f, s) {
				if !strings.Contains(text.String(), part) {
					missing = append(missing, fmt.Sprintf("%s $%c%s: %q", f.Tag, s.Code, s.Value, part))
				}
			}
		}
	}
	return missing
}

// parts is what must be found in the output for a subfield that is carried.
func parts(f marc.Field, s marc.Subfield) []string {
	tag := f.Tag.String()
	if tag == "880" && len(f.Get('6')) > 3 {
		tag = f.Get('6')[:3]
	}
	switch {
	case local(f.Tag):
		return []string{string(rune(s.Code)) + s.Value}
	case s.Code == '6':
		_, number, _, _ := cutLink(s.Value)
		if number == "00" {
			return nil
		}
		return []string{"6a" + number}
	case tag == "041":
		var p []string
		for v := s.Value; len(v) >= 3; v = v[3:] {
			p = append(p, currentLanguage(v[:3]))
		}
		return p
	case tag == "044" && s.Code == 'a':
		return []string{"a" + countryCodes[strings.TrimSpace(s.Value)].iso}
	case tag == "044" && s.Code == 'c':
		return []string{s.Value[max(0, len(s.Value)-2):]}
	case (tag == "015" || tag == "016") && s.Code == '2':
		return []string{"a" + bibliographies[s.Value]}
	case (tag == "336" || tag == "337" || tag == "338") && s.Code == 'a':
		for _, terms := range []map[string]string{contentTerms, mediaTerms, carrierTerms} {
			if code := terms[strings.ToLower(s.Value)]; code != "" {
				return []string{code}
			}
		}
	case s.Code == '4' || s.Code == 'e' || s.Code == 'j':
		if code, _ := relator(s.Value); code != "" && strings.Contains("100 110 111 700 710 711 720", tag) {
			return []string{"4" + code}
		}
	case tag == "245" && (s.Code == 'b' || s.Code == 'c'):
		return strings.Split(strings.TrimPrefix(s.Value, "= "), " ; ")
	case s.Code == 'd' && tag >= "760" && tag < "788":
		return strings.FieldsFunc(s.Value, func(r rune) bool { return r == ' ' || r == ':' || r == ',' })
	case tag == "600", tag == "100", tag == "700":
		return strings.Split(s.Value, ", ")
	}
	return []string{s.Value}
}

// randomRecord is a record of fields with known and unknown tags and values
// that are told apart.
func randomRecord(rng *rand.Rand) *marc.Record {
	r := new(marc.Record)
	for i := range r.Leader {
		r.Leader[i] = "0123 asincduz|"[rng.IntN(14)]
	}
	n := 0
	value := func() string {
		n++
		forms := []string{"w%dw", "w%dw :", "= w%dw", "w%dw ; w%dw", "Name%dw, w%dw", "(w%dw)", "880-01", "245-00", "é%dw, 1999", "p%dw : q%dw, 2001-"}
		form := forms[rng.IntN(len(forms))]
		args := make([]any, strings.Count(form, "%d"))
		for i := range args {
			args[i] = n*10 + i
		}
		return fmt.Sprintf(form, args...)
	}
	tags := []string{"001", "003", "005", "006", "007", "008", "009", "880", "022", "023", "040", "041", "044", "490", "CAT", "949"}
	for _, ru := range rules.rules {
		tags = append(tags, ru.tag)
	}
	for range rng.IntN(40) {
		tag := tags[rng.IntN(len(tags))]
		if rng.IntN(10) == 0 {
			tag = fmt.Sprintf("%03d", rng.IntN(1000))
		}
		f := marc.Field{Tag: marc.T(tag), Ind1: " 0123478|"[rng.IntN(9)], Ind2: " 0123478|"[rng.IntN(9)]}
		if f.Tag.Control() {
			b := make([]byte, rng.IntN(44))
			for i := range b {
				b[i] = " |abcdefghimnoprstuvxz0123456789"[rng.IntN(32)]
			}
			f = marc.Field{Tag: f.Tag, Value: string(b)}
		} else {
			if tag == "880" {
				linked := tags[rng.IntN(len(tags))]
				f.Subfields = append(f.Subfields, marc.Subfield{Code: '6', Value: linked + "-0" + string(rune('0'+rng.IntN(10)))})
			}
			for range rng.IntN(6) {
				code := "abcdefghijklmnopqrstuvwxyz0123456789"[rng.IntN(36)]
				f.Subfields = append(f.Subfields, marc.Subfield{Code: code, Value: value()})
			}
		}
		r.Fields = append(r.Fields, f)
	}
	return r
}

func TestEverySubfieldIsCarriedOrReported(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		in := randomRecord(rng)
		out, lost := Convert(in)
		wellFormed(t, out)
		for _, m := range uncarried(in, out, lost) {
			t.Errorf("neither carried nor reported: %s", m)
		}
		if t.Failed() {
			t.Fatalf("in:\n%s\nout:\n%s", format(in), format(out))
		}
	}
}

// wellFormed fails t unless a record has what every UNIMARC record has.
func wellFormed(t *testing.T, r *marc.Record) {
	t.Helper()
	if got := string(r.Leader[20:]); got != "450 " {
		t.Errorf("leader/20-23 is %q", got)
	}
	general := r.First(tagGeneral)
	if general == nil || len(general.Get('a')) != 36 || general.Get('a')[26:30] != "50  " {
		t.Errorf("100 is %v", general)
	}
	if r.First(tagSource) == nil {
		t.Error("no 801")
	}
	for i, f := range r.Fields {
		if i > 0 && r.Fields[i-1].Tag.String() > f.Tag.String() {
			t.Errorf("%s stands before %s", r.Fields[i-1].Tag, f.Tag)
		}
		if !f.Tag.Control() && len(f.Subfields) == 0 {
			t.Errorf("%s has no subfields", f.Tag)
		}
	}
}
