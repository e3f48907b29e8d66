package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"issnd/marc"
	"issnd/register"
)

// TestAnywhereIsEverything: whatever subfield a viewer with a key is shown,
// "anywhere" finds its words: by one point of words, or by those of codes.
func TestAnywhereIsEverything(t *testing.T) {
	tab, rec := table(t), everySubfield(t)
	fields := map[string][]string{} // by term, the points of "anywhere" that have it
	d := tab.Document(rec)
	for _, p := range tab.members(tab.byName["issn.anywhere"]) {
		for term := range termsIn(d, tab.fields[p].words[:]) {
			fields[term] = append(fields[term], p.Names[0])
		}
	}
	n := 0
	for _, f := range rec.View(register.Complete).MARC().Fields {
		if f.Tag.Control() || f.Tag[0] == '9' {
			continue
		}
		for _, s := range f.Subfields {
			found := fields[s.Value]
			if s.Code == '6' || s.Code == '8' {
				if len(found) > 0 {
					t.Errorf("%s $%c is no content, and %v have it", f.Tag, s.Code, found)
				}
				continue
			}
			n++
			if len(found) == 0 {
				t.Errorf("nothing has %s $%c", f.Tag, s.Code)
			}
			if texts := slices.DeleteFunc(found, func(p string) bool { return tab.byName[strings.ToLower(p)].Kind != Text }); len(texts) > 1 {
				t.Errorf("%v have %s $%c", texts, f.Tag, s.Code)
			}
		}
	}
	if n < 20_000 {
		t.Errorf("%d subfields", n)
	}
}

// everySubfield is a record with all subfields that may be, each with a word of
// its own.
func everySubfield(t *testing.T) *register.Record {
	t.Helper()
	m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500"))}
	m.Fields = append(m.Fields, marc.Field{Tag: tag022, Ind1: '0', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: "0028-0836"}}})
	for tag := 10; tag < 1000; tag++ {
		f := marc.Field{Tag: marc.T(fmt.Sprintf("%03d", tag)), Ind1: ' ', Ind2: ' '}
		for _, code := range []byte(letterCodes + "0123456789") {
			f.Subfields = append(f.Subfields, marc.Subfield{Code: code, Value: fmt.Sprintf("w%03d%c", tag, code)})
		}
		m.Fields = append(m.Fields, f)
	}
	rules := register.DefaultRules()
	rec, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// TestISSNsInCodes: a number that a code holds is found as one in text is.
func TestISSNsInCodes(t *testing.T) {
	m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500")), Fields: []marc.Field{
		{Tag: tag022, Subfields: []marc.Subfield{{Code: 'a', Value: "0028-0836"}}},
		{Tag: marc.T("035"), Subfields: []marc.Subfield{{Code: 'a', Value: "(OCoLC)00319007"}, {Code: 'z', Value: "DE 0032-874X 1"}}},
	}}
	rules := register.DefaultRules()
	rec, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, []*register.Record{rec})
	for _, query := range []string{"00319007", "0031-9007", "ocolc", `"0032-874x"`, "0032874X", `"(OCoLC)00319007"`} {
		if n := total(t, s, subscriber, query); n != 1 {
			t.Errorf("%s finds %d records", query, n)
		}
		if n := total(t, s, publicViewer, query); n != 0 {
			t.Errorf("%s finds %d records for the public", query, n)
		}
	}
}

func TestLeft(t *testing.T) {
	for _, tt := range []struct{ name, field, text, codes string }{
		{"ISSNs are numbers", "022$a0028-0836$l0028-0836$z1234-567X$2_2", "", "_2"},
		{"what is more than an ISSN is not", "022$a0028-0836$z0302-2889 (Online)", "", "0302-2889 (Online)"},
		{"the title of a link is a title", "780$iContinues$tAnnals$x0300-8746$w(OCoLC)123$dLondon", "Continues London", "(OCoLC)123"},
		{"terms of a list", "336$atext$btxt$2rdacontent", "", "text|txt|rdacontent"},
		{"an original script is what it stands for", "880$6830-01$a物理$v12", "物理 12", ""},
		{"a title in it is a title", "880$6245-01$a物理", "", ""},
		{"an 880 that says nothing", "880$a物理", "物理", ""},
		{"one that is linked to no tag", "880$6abc-01$a物理", "物理", ""},
		{"one of an administrative field", "880$6901-01/(N$aвнутренняя заметка", "", ""},
		{"one of a subject of the register", "880$6981-01$a物理", "", ""},
		{"an administrative field", "926$aLondon$uhttps://sws.geonames.org/2643743/", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			parts := strings.Split(tt.field, "$")
			f := marc.Field{Tag: marc.T(parts[0])}
			for _, s := range parts[1:] {
				f.Subfields = append(f.Subfields, marc.Subfield{Code: s[0], Value: s[1:]})
			}
			own := marc.Field{Tag: tag022, Subfields: []marc.Subfield{{Code: 'a', Value: "0028-0836"}}}
			rules := register.DefaultRules()
			rec, err := rules.Record(&marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500")), Fields: []marc.Field{own, f}})
			if err != nil {
				t.Fatal(err)
			}
			v := rec.View(register.Complete)
			if text, codes := strings.Join(otherTexts(nil, v), "|"), strings.Join(otherCodes(nil, v), "|"); text != tt.text || codes != tt.codes {
				t.Errorf("%q and %q, want %q and %q", text, codes, tt.text, tt.codes)
			}
		})
	}
}
