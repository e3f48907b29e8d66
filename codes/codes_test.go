package codes

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCountries(t *testing.T) {
	for _, tt := range []struct{ code, label, iso, upper string }{
		{"fr", "France", "FR", "FRANCE"},
		{"enk", "England", "GB", "UNITED KINGDOM"},
		{"ne", "Netherlands", "NL", "NETHERLANDS"},
		{"xx", "No place, unknown, or undetermined", "", ""},
		{"iv", "Côte d'Ivoire", "CI", "CÔTE D'IVOIRE"},
		{"yu", "Serbia and Montenegro", "", ""},
	} {
		c, ok := LookupCountry(tt.code)
		s, _ := LookupState(c.ISO)
		if got := []string{c.Label, c.ISO, s.Upper}; !ok || !slices.Equal(got, []string{tt.label, tt.iso, tt.upper}) {
			t.Errorf("%s: %q, %v", tt.code, got, ok)
		}
	}
	if c, ok := LookupCountry("qqq"); ok {
		t.Errorf("unknown code is %v", c)
	}
	n := 0
	for c := range Countries() {
		n++
		if c.ISO != "" {
			if _, ok := LookupState(c.ISO); !ok {
				t.Errorf("%s: no state %s", c.Code, c.ISO)
			}
		}
	}
	if n < 375 {
		t.Errorf("%d countries", n)
	}
}

func TestLanguages(t *testing.T) {
	if l, ok := LookupLanguage("eng"); !ok || l.Label != "English" || l.Obsolete {
		t.Errorf("eng: %v, %v", l, ok)
	}
	if l, ok := LookupLanguage("scc"); !ok || !l.Obsolete {
		t.Errorf("scc: %v, %v; want an obsolete code", l, ok)
	}
	for l := range Languages() {
		if len(l.Code) != 3 || l.Label == "" {
			t.Errorf("%+v", l)
		}
	}
}

func TestLists(t *testing.T) {
	for _, tt := range []struct {
		list         List
		code         byte
		label, value string
	}{
		{PublicationStatus, 'd', "Ceased publication", ""},
		{Frequency, 'w', "Weekly", "weekly"},
		{Frequency, ' ', "No determinable frequency", "irregular"},
		{Frequency, 'u', "Unknown", ""},
		{Frequency, '|', "", ""},
		{Regularity, 'x', "Completely irregular", ""},
		{ResourceType, 'n', "Newspaper", ""},
		{FormOfOriginal, 'e', "Newspaper format", ""},
		{FormOfItem, 'o', "Online", ""},
		{Alphabet, 'c', "Cyrillic", "Cyrl"},
		{VariantTitle, '4', "Cover title", ""},
		{VariantTitle, 0xFF, "", ""},
		{listCount, 'a', "", ""},
	} {
		if l, v := tt.list.Label(tt.code), tt.list.Value(tt.code); l != tt.label || v != tt.value || tt.list.Has(tt.code) != (l != "") {
			t.Errorf("list %d, %q: %q, %q", tt.list, tt.code, l, v)
		}
	}
	got := ""
	for c := range Regularity.All() {
		got += string(rune(c))
	}
	if got != "nrux" {
		t.Errorf("codes of regularity: %s", got)
	}
}

func TestRelations(t *testing.T) {
	for _, tt := range []struct {
		tag  string
		ind2 byte
		want Relation
	}{
		{"780", '0', Relation{"Continues", "Continued by"}},
		{"780", '4', Relation{"Formed by the union of", "Merged to form"}},
		{"785", '6', Relation{"Split into", "Separated from"}},
		{"785", '9', Relation{"Succeeded by", "Preceded by"}},
		{"770", ' ', Relation{"Has supplement", "Supplement to"}},
		{"776", '8', Relation{"Other medium", "Other medium"}},
		{"786", ' ', Relation{"Data source", ""}},
	} {
		if got, ok := LookupRelation(tt.tag, tt.ind2); !ok || got != tt.want {
			t.Errorf("%s %c: %+v, %v; want %+v", tt.tag, tt.ind2, got, ok, tt.want)
		}
	}
	if got, ok := LookupRelation("245", '0'); ok {
		t.Errorf("245: %+v", got)
	}
}

func TestTerms(t *testing.T) {
	if got := TermCode("336", "Text"); got != "txt" {
		t.Errorf("Text: %q", got)
	}
	if got := TermCode("338", "text"); got != "" {
		t.Errorf("text is no carrier: %q", got)
	}
	if got := Term("338", "nc"); got != "volume" {
		t.Errorf("nc: %q", got)
	}
}

func TestCentres(t *testing.T) {
	c, ok := LookupCentre("_7")
	if d := cmp.Diff(Centre{"_7", "ISSN centre for France", "FR"}, c); !ok || d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if c, ok := LookupCentre("99"); ok {
		t.Errorf("99: %v", c)
	}
}

func TestKeepers(t *testing.T) {
	if k, ok := LookupKeeper("portico"); !ok || k.Name != "Portico" {
		t.Errorf("portico: %v, %v", k, ok)
	}
	if k, ok := LookupKeeper("attic"); ok {
		t.Errorf("attic: %v", k)
	}
}

// TestTables checks that every line of every table has as many fields as its
// headings and that no key stands twice.
func TestTables(t *testing.T) {
	files, err := tables.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]int{"fixed.tsv": 2, "terms.tsv": 2, "relations.tsv": 2}
	for _, file := range files {
		text, err := tables.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(text), "\n")
		width, key := strings.Count(head, "\t")+1, max(1, keys[file.Name()])
		seen := map[string]bool{}
		for f := range rows(file.Name()) {
			if len(f) != width {
				t.Errorf("%s: %q has %d fields, not %d", file.Name(), f, len(f), width)
				continue
			}
			k := strings.Join(f[:key], " ")
			if seen[k] {
				t.Errorf("%s: %s stands twice", file.Name(), k)
			}
			seen[k] = true
		}
	}
}
