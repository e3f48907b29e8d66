package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/marc"
	"issnd/register"
)

// coded is a record with an 008 of which the positions from 18 on are given, and
// with fields 007.
func coded(t *testing.T, number, from18 string, fields007 ...string) *register.Record {
	t.Helper()
	m := &marc.Record{Leader: marc.Leader([]byte("00000nas a2200000 a 4500"))}
	for _, s := range fields007 {
		m.Fields = append(m.Fields, marc.Field{Tag: tag007, Value: s})
	}
	m.Fields = append(m.Fields, marc.Field{Tag: tag008, Value: "900101c19009999xx " + from18},
		marc.Field{Tag: tag022, Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: number}}})
	var rules register.Rules
	rec, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// TestCodedPositions: codes that may stand in several places are found in each and
// in all of them, and every 007 counts.
func TestCodedPositions(t *testing.T) {
	const one, two, three = "0028-0836", "1476-4687", "0036-8075"
	s := newService(t, []*register.Record{
		coded(t, one, "wr p o b  0    a0eng d", "ta", "cr "),
		coded(t, two, "wr p o ki 0    a0eng d", "zz"),
		coded(t, three, "|| p |||||0    a0eng d"),
	})
	for query, want := range map[string][]string{
		`marc.008.25 = b`:         {one},
		`marc.008.25 = "#"`:       nothing,
		`marc.008.26 = i`:         {two},
		`"marc.008/25-27" = b`:    {one},
		`"marc.008/25-27" = ki`:   {two},
		`"marc.008/25-27" = k`:    nothing,
		`"marc.008/25-27" = *i*`:  {two},
		`"marc.008/25-27" = ?i`:   {two},
		`"marc.008/25-27" <> b`:   {two},
		`marc.008.18 <> x`:        {one, two},
		`"marc.007/00" = c`:       {one},
		`"marc.007/00-01" = ta`:   {one},
		`"marc.007/00" any "z t"`: {one, two},
		`marc.007.01 = z`:         {two},
	} {
		got := find(t, s, subscriber, query+" sortby issn")
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", query, d)
		}
	}
}

// TestEveryFieldIsAnIndex: with a key a record is found by the words that a
// subfield begins with, as those of the subfield and as those of the field.
func TestEveryFieldIsAnIndex(t *testing.T) {
	recs := sample(t)
	s, n := newService(t, recs), 0
	for _, r := range recs {
		if r.Deleted {
			continue
		}
		for _, f := range r.View(register.Complete).MARC().Fields {
			for _, sub := range f.Subfields {
				words := strings.Fields(Fold(sub.Value))
				if sub.Code == '6' || sub.Code == '8' || len(words) == 0 {
					continue
				}
				tag := f.Linked().String()
				if _, why := parsePath(tag + "$" + string(rune(sub.Code))); why != "" {
					t.Errorf("%s shows %s $%c, which is no index: %s", r.ISSN, tag, sub.Code, why)
				}
				if n++; n%199 != 0 {
					continue // the index in memory is slow
				}
				for _, name := range []string{tag, tag + "$" + string(rune(sub.Code))} {
					query := `marc.` + name + ` = "` + strings.Join(words[:min(3, len(words))], " ") + `" and rec.identifier = ` + r.ISSN.String()
					if total(t, s, subscriber, query) != 1 {
						t.Errorf("%s is not found", query)
					}
				}
			}
		}
	}
}

// TestYearsAreFound: two years may look like an ISSN, and are years all the same.
func TestYearsAreFound(t *testing.T) {
	rec := coded(t, "0028-0836", "wr p      0    a0eng d")
	rec.MARC.Fields = append(rec.MARC.Fields, marc.Field{Tag: marc.T("362"), Ind1: '0', Ind2: ' ',
		Subfields: []marc.Subfield{{Code: 'a', Value: "1990-1992"}}})
	s := newService(t, []*register.Record{rec})
	for _, query := range []string{"marc.362$a = 1990", "marc.362 = 1992", `marc.362 = "1990 1992"`, "marc.362a = 1990-1992"} {
		if n := total(t, s, subscriber, query); n != 1 {
			t.Errorf("%s finds %d", query, n)
		}
	}
}
