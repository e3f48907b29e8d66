package register

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/golden"
	"issnd/marc"
)

// stored makes a record with the default rules.
func stored(t *testing.T, m *marc.Record) *Record {
	t.Helper()
	rules := DefaultRules()
	r, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const (
	number022 = "022 0# $a 0317-8471 $2 _7"
	fixed     = "008 020121c20029999fr mr p       0   b0fre c"
	keyTitle  = "222 #0 $a Title"
	portico   = "920 ## $a 0317-8471 $g Portico $h portico $i Preserved"
)

func TestSets(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  string // the sets of the complete view but for status and medium
	}{
		{"all", []string{fixed, number022, keyTitle, portico},
			"centre centre:_7 country country:fr keepers keepers:portico language language:fre"},
		{"044 goes before 008", []string{fixed, number022, "044 ## $c xy $c be"},
			"centre centre:_7 country country:be language language:fre"},
		{"a subdivision", []string{number022, "044 ## $c us-ca"}, "centre centre:_7 country country:us"},
		{"the other code of Great Britain", []string{number022, "044 ## $c UK"}, "centre centre:_7 country country:gb"},
		{"a state of the MARC list", []string{"008 020121c20029999nyumr p       0   b0||| c", number022}, "centre centre:_7 country country:us country:us:nyu"},
		{"a state of another country", []string{"008 020121c20029999nyumr p       0   b0||| c", number022, "044 ## $c FR"}, "centre centre:_7 country country:fr"},
		{"no code of ISO 3166", []string{"008 020121c20029999xxrmr p       0   b0||| c", number022}, "centre centre:_7 country country:marc-xxr"},
		{"nothing known", []string{"008 020121c20029999xx mr p       0   b0und c", number022}, "centre centre:_7"},
		{"codes of no list", []string{"008 020121c20029999qqqmr p       0   b0qqq c", number022, "044 ## $c qq", "041 ## $a qqq"}, "centre centre:_7"},
		{"a short 008", []string{"008 020121", number022}, "centre centre:_7"},
		{"languages in one subfield and of another list", []string{number022, "041 0# $a freeng $a fre $b ger", "041 07 $a deu"},
			"centre centre:_7 language language:eng language:fre"},
		{"the first centre", []string{"022 0# $a 0317-8471", "022 0# $y 0317-8472 $2 57", number022}, "centre centre:57"},
		{"a centre that cannot be in a setSpec", []string{"022 0# $a 0317-8471 $2 a:b"}, ""},
		{"a centre too long", []string{"022 0# $a 0317-8471 $2 " + strings.Repeat("1", 33)}, ""},
		{"agencies", []string{number022, portico, portico, "920 ## $h a b $i Preserved", "920 ## $h loc", "920 ## $h x.y $i In Progress"},
			"centre centre:_7 keepers keepers:portico keepers:x.y"},
		{"open access", []string{number022, "950 ## $a OA"}, "centre centre:_7 openaccess"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range Sets(stored(t, record('c', ' ', tt.lines...)).View(Complete)) {
				if !strings.HasPrefix(s, "status") && !strings.HasPrefix(s, "medium") {
					got = append(got, s)
				}
			}
			if d := cmp.Diff(tt.want, strings.Join(got, " ")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestSetsOfHead(t *testing.T) {
	r := stored(t, record('c', ' ', number022, keyTitle, "245 00 $a Title"))
	r.Media = Media(0).With(Print).With(DigitalCarrier)
	want := []string{"centre", "centre:_7", "medium", "medium:digital-carrier", "medium:print", "status", "status:confirmed"}
	if d := cmp.Diff(want, Sets(r.View(Released))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestMemberships keeps the lists of the sample records. When it fails, other
// lists come of the same record: raise SetsVersion.
func TestMemberships(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "setsVersion %d\n", setsVersion)
	for _, m := range sample(t) {
		rules := DefaultRules()
		r, err := rules.Record(m)
		if err != nil {
			continue
		}
		all := Memberships(r)
		slices.SortFunc(all, Membership.Compare)
		fmt.Fprintf(&b, "%s %s", r.ISSN, r.Status)
		for i, m := range all {
			if m.Public && (i == 0 || !all[i-1].Public) {
				b.WriteString(" | public")
			}
			if strings.Contains(m.Set, ":") || m.Set == "openaccess" {
				b.WriteString(" " + m.Set)
			}
		}
		b.WriteByte('\n')
	}
	golden.Equal(t, filepath.Join("testdata", "memberships.txt"), []byte(b.String()))
}

// sample is the records of the project's sample file.
func sample(t *testing.T) (all []*marc.Record) {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "testdata", "sample.mrc"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for r := marc.NewISO2709Reader(f, marc.Options{}); ; {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, item.Record)
	}
}

// TestSetsHideTheHidden changes everything in records that the public does not
// see and verifies that what is public of their lists stays.
func TestSetsHideTheHidden(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	changed := 0
	for _, m := range sample(t) {
		rules := DefaultRules()
		r, err := rules.Record(m)
		if err != nil || !r.Public() || r.OpenAccess {
			continue
		}
		other := *r
		other.MARC = disguise(rng, r.MARC)
		other.ISSNH, other.StatusSource = 0, Given
		if d := cmp.Diff(r.View(Released).MARC(), other.View(Released).MARC()); d != "" {
			t.Fatalf("%s: the change shows (-before +after):\n%s", r.ISSN, d)
		}
		if d := cmp.Diff(public(Memberships(r)), public(Memberships(&other))); d != "" {
			t.Errorf("%s (-before +after):\n%s", r.ISSN, d)
		}
		if len(Memberships(&other)) != len(Memberships(r)) {
			changed++
		}
	}
	if changed == 0 {
		t.Error("no change of what is hidden changes a set of those who see it")
	}
}

// disguise is a record with other text in every subfield and position that is
// not released.
func disguise(rng *rand.Rand, m *marc.Record) *marc.Record {
	words := []string{"portico", "_7", "fre", "qqq", "be", "Preserved", "OA"}
	out := &marc.Record{Leader: m.Leader}
	for _, f := range m.Fields {
		switch ru := releasedFields.of(f.Tag); {
		case f.Tag == tag008 && len(f.Value) >= 40:
			f.Value = "xxxxxxxxxxxxxxx" + f.Value[15:18] + "xxxxxxxxxxxxxxxxxger  "
		case f.Tag.Control():
		case ru == nil, ru.when != nil && !ru.when(&f):
			f.Subfields = slices.Clone(f.Subfields)
			for i := range f.Subfields {
				f.Subfields[i].Value = words[rng.IntN(len(words))]
			}
		default:
			f.Subfields = slices.Clone(f.Subfields)
			for i := range f.Subfields {
				if !ru.subfields.has(f.Subfields[i].Code) {
					f.Subfields[i].Value = words[rng.IntN(len(words))]
				}
			}
		}
		out.Fields = append(out.Fields, f)
	}
	out.Fields = append(out.Fields, marc.Field{Tag: tag041, Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: "tlhger"}}})
	return out
}

func public(all []Membership) (lists []Membership) {
	for _, m := range all {
		if m.Public {
			lists = append(lists, m)
		}
	}
	return lists
}

// TestPublicOpenAccess verifies that the public sees all sets of a record that
// it sees completely, and none of one that it may not harvest.
func TestPublicOpenAccess(t *testing.T) {
	r := stored(t, record('c', ' ', fixed, number022, keyTitle, "245 00 $a Title", "950 ## $a OA"))
	if !slices.Contains(Memberships(r), Membership{true, "language:fre"}) {
		t.Error("no language")
	}
	for _, change := range []func(*Record){
		func(r *Record) { r.Deleted = true },
		func(r *Record) { r.Status = Provisional },
	} {
		other := *r
		change(&other)
		if got := public(Memberships(&other)); len(got) > 0 {
			t.Errorf("the public has %v", got)
		}
	}
}

func TestMergePast(t *testing.T) {
	a, b, c, d := Membership{false, "a"}, Membership{false, "b"}, Membership{true, ""}, Membership{true, "a"}
	got := MergePast([]Membership{b}, []Membership{d, c}, []Membership{b, a, c})
	if d := cmp.Diff([]Membership{a, c, d}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := MergePast([]Membership{a}, []Membership{a}); got != nil {
		t.Errorf("nothing is past, but %v", got)
	}
}

func TestSetName(t *testing.T) {
	for spec, want := range map[string]string{
		"country":                "Country",
		"country:fr":             "Country: France",
		"country:us:nyu":         "Country: United States, New York (State)",
		"country:marc-xxr":       "Country: Soviet Union",
		"country:qq":             "Country: qq",
		"centre:_7":              "ISSN centre: France",
		"centre:0":               "ISSN centre: ISSN International Centre",
		"centre:zz":              "ISSN centre: zz",
		"keepers:clockss":        "Preserved by: CLOCKSS",
		"language:fre":           "Language: French",
		"medium:digital-carrier": "Medium: Digital carrier",
		"medium:none":            "Medium: none",
		"openaccess":             "Open access",
		"openaccess:no":          "openaccess:no",
		"status:confirmed":       "Record kind: Confirmed",
		"status:":                "Record kind: ",
		"other":                  "other",
		"":                       "",
	} {
		if got := SetName(spec); got != want {
			t.Errorf("SetName(%q) = %q, want %q", spec, got, want)
		}
		if known := SetDescription(spec) != ""; known != (SetName(spec) != spec || spec == "openaccess:no") {
			t.Errorf("SetDescription(%q) = %q", spec, SetDescription(spec))
		}
	}
}

// FuzzSets verifies that whatever a record says, each of its sets is legal,
// stands once, and has its parent.
func FuzzSets(f *testing.F) {
	f.Add("020121c20029999fr mr p       0   b0fre c", "_7", "freeng", "us-ca", "portico", "Preserved")
	f.Fuzz(func(t *testing.T, coded, centre, languages, country, agency, state string) {
		field := func(tag string, subs ...marc.Subfield) marc.Field {
			return marc.Field{Tag: marc.T(tag), Subfields: subs}
		}
		r := &Record{Head: Head{Status: Confirmed, Media: MediaOf(&marc.Record{}), OpenAccess: true}, MARC: &marc.Record{Fields: []marc.Field{
			{Tag: tag008, Value: coded},
			field("022", marc.Subfield{Code: '2', Value: centre}),
			field("041", marc.Subfield{Code: 'a', Value: languages}),
			field("044", marc.Subfield{Code: 'c', Value: country}),
			field("920", marc.Subfield{Code: 'h', Value: agency}, marc.Subfield{Code: 'i', Value: state}),
		}}}
		sets := Sets(r.View(Complete))
		for i, s := range sets {
			parent, code, below := strings.Cut(s, ":")
			if slices.Contains(sets[:i], s) {
				t.Errorf("%q stands twice", s)
			}
			if !legalInSetSpec(parent) || below && (!legalInSetSpec(code) || !slices.Contains(sets[:i], parent)) {
				t.Errorf("%q is no set, or has no parent, in %q", s, sets)
			}
			if SetName(s) == s {
				t.Errorf("%q has no name", s)
			}
		}
	})
}
