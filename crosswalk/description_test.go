package crosswalk

import (
	"slices"
	"testing"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

func TestPoint(t *testing.T) {
	for in, want := range map[string]string{
		"Nature.":                "Nature",
		"Elsevier Science.":      "Elsevier Science",
		"Blackwell Inc.":         "Blackwell Inc.",
		"S. Karger A.G.":         "S. Karger A.G.",
		"Johnson, J.":            "Johnson, J.",
		"Handbooks, etc.":        "Handbooks, etc.",
		"Wait...":                "Wait...",
		"Section A.":             "Section A.",
		"":                       "",
		".":                      ".",
		"Природа.":               "Природа",
		"Dictionaries":           "Dictionaries",
		"Royal Society of Arts.": "Royal Society of Arts",
	} {
		if got := point(in); got != want {
			t.Errorf("point(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStatement(t *testing.T) {
	for in, want := range map[string]string{
		"[London] :":              "London",
		"London ;":                "London",
		"[London?] [s.n.]":        "[London?] [s.n.]",
		" \u0098The\u009c Times,": "The Times",
		"[]":                      "[]",
	} {
		if got := statement(in); got != want {
			t.Errorf("statement(%q) = %q, want %q", in, got, want)
		}
	}
}

func record(control string, fields ...marc.Field) *marc.Record {
	return &marc.Record{Fields: append([]marc.Field{{Tag: tag008, Value: control}}, fields...)}
}

func field(tag string, subfields ...string) marc.Field {
	f := marc.Field{Tag: marc.T(tag), Ind1: ' ', Ind2: ' '}
	for _, s := range subfields {
		f.Subfields = append(f.Subfields, marc.Subfield{Code: s[0], Value: s[1:]})
	}
	return f
}

func TestYears(t *testing.T) {
	for _, c := range []struct{ control, start, end, span string }{
		{"040211c18699999enk", "1869", "9999", "1869–"},
		{"040211d18692005enk", "1869", "2005", "1869–2005"},
		{"040211u19uuuuuuenk", "19uu", "", "19??–"},
		{"040211duuuu1999enk", "", "1999", "–1999"},
		{"||||||||||||||||||", "", "", ""},
		{"040211s2001    enk", "2001", "", "2001–"},
		{"short", "", "", ""},
	} {
		r := record(c.control)
		start, end := years(r)
		if got := span(r); start != c.start || end != c.end || got != c.span {
			t.Errorf("%s: %q, %q, %q; want %q, %q, %q", c.control, start, end, got, c.start, c.end, c.span)
		}
	}
}

func TestLanguages(t *testing.T) {
	const eng = "040211c18699999enkwr p       0   a0eng c"
	iso := field("041", "aen")
	iso.Ind2 = '7'
	for _, c := range []struct {
		name string
		r    *marc.Record
		want []string
	}{
		{"008 alone", record(eng), []string{"eng"}},
		{"each once", record(eng, field("041", "aeng", "afre"), field("041", "afre")), []string{"eng", "fre"}},
		{"run together", record(eng, field("041", "aengfreger", "bita")), []string{"eng", "fre", "ger"}},
		{"codes of another list", record(eng, iso), []string{"eng"}},
		{"not coded", record(eng[:35] + "||| c"), nil},
		{"no linguistic content", record(eng[:35] + "zxx c"), nil},
		{"rest of a code", record(eng, field("041", "afrege")), []string{"eng", "fre"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := slices.Collect(languages(c.r)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNonSortLength(t *testing.T) {
	for _, c := range []struct {
		title     string
		indicator byte
		want      int
	}{
		{"The nature", '4', 4},
		{"L'année", '2', 2},
		{"Éa nature", '3', 4},
		{"Nature", '0', 0},
		{"Nature", ' ', 0},
		{"Nature", '3', 0}, // ends within a word
		{"The", '4', 0},    // leaves nothing
		{"", '9', 0},
	} {
		if got := nonSortLength(c.title, c.indicator); got != c.want {
			t.Errorf("%q %c: %d, want %d", c.title, c.indicator, got, c.want)
		}
	}
}

func TestScript(t *testing.T) {
	for _, c := range []struct{ link, text, lang, want string }{
		{"245-01/(N", "Природа", "rus", "Cyrl"},
		{"245-01/(3/r", "أبجديات", "ara", "Arab"},
		{"245-01//r", "أبجديات", "", "Arab"},
		{"245-01/Deva", "x", "", "Deva"},
		{"245-01/$1", "物理学报", "chi", "Hani"},
		{"245-01/$1", "物理", "jpn", "Jpan"},
		{"245-01/$1", "浮世絵の", "", "Jpan"},
		{"245-01", "조선", "", "Kore"},
		{"245-01", "Ḥawlīyat", "", ""},
	} {
		f := field("880", "6"+c.link, "a"+c.text)
		if got := script(&f, c.lang); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.link, c.text, got, c.want)
		}
	}
}

func TestISNI(t *testing.T) {
	for in, want := range map[string]string{
		"(isni)0000000121032683":                 "0000000121032683",
		"https://isni.org/isni/000000012103268X": "000000012103268X",
		"(ISNI) 0000 0001 2103 268x":             "000000012103268X",
		"(DE-588)118546694":                      "",
		"isni":                                   "",
		"isni 123":                               "",
	} {
		if got := isni(in); got != want {
			t.Errorf("isni(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestISSNList(t *testing.T) {
	parse := func(s string) issn.ISSN {
		i, err := issn.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	v := readRecord(t, "online").View(register.Released)
	var online, print register.Media
	online, print = online.With(register.Online), print.With(register.Print)
	cluster := &register.ClusterView{ISSNL: parse("2589-3823"), Members: []register.Head{
		{ISSN: parse("2589-3823"), Media: print}, {ISSN: parse("2589-3831"), Media: online},
	}}
	for name, c := range map[string]struct {
		v    *register.View
		c    *register.ClusterView
		want string
	}{
		"cluster": {v, cluster, "ISSN 2589-3831 (Online), ISSN 2589-3823 (Print), ISSN-L 2589-3823 (Linking ISSN)"},
		"links":   {v, nil, "ISSN 2589-3831 (Online), ISSN 2589-3823, ISSN-L 2589-3823 (Linking ISSN)"},
		"minimum": {readRecord(t, "cancelled").View(register.Released), nil, "ISSN 0205-6429"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(AppendISSNList(nil, c.v, c.c)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
