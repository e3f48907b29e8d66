package vocab

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/codes"
	"issnd/rdf"
)

const base = "http://issn.org/"

func load(t *testing.T, base string) *Vocab {
	t.Helper()
	v, err := Load(base)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDocuments(t *testing.T) {
	got := map[string]string{}
	for _, d := range load(t, base).Documents() {
		got[d.Path] = d.Title
	}
	want := map[string]string{
		"vocabularies/RecordStatus":     "ISSN Record Status List",
		"vocabularies/IdentifierStatus": "ISSN Identifier Status List",
		"vocabularies/Medium":           "ISSN Media List",
		"vocabularies/properties":       "ISSN properties",
		"organization/ISSNCenter":       "ISSN centres",
		"organization/keepers":          "Keepers",
		"dataset":                       "Register of serials, linked data",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestLabels(t *testing.T) {
	v := load(t, base)
	for iri, want := range map[string]string{
		"vocabularies/RecordStatus#Register":           "Register",
		"vocabularies/IdentifierStatus#Suppressed":     "Suppressed",
		"vocabularies/Medium#DigitalCarrier":           "Digital carrier",
		"vocabularies/properties/hasCancelledISSN-L":   "has cancelled ISSN-L",
		"organization/ISSNCenter#_7":                   "ISSN centre for France",
		"organization/keepers#portico":                 "Portico",
		"vocabularies/properties/hasCancelledISSN-all": "",
	} {
		if got := v.Label(base + iri); got != want {
			t.Errorf("%s: %q, want %q", iri, got, want)
		}
	}
}

// TestConcepts checks that every member of a vocabulary names its scheme and
// is named by it.
func TestConcepts(t *testing.T) {
	const skos = "http://www.w3.org/2004/02/skos/core#"
	for _, d := range load(t, base).Documents()[:3] {
		scheme := rdf.IRI(base + d.Path)
		var members, named []string
		for _, tr := range d.Graph.Triples {
			switch {
			case tr.P.Value == skos+"inScheme" && tr.O == scheme:
				members = append(members, tr.S.Value)
			case tr.P.Value == skos+"hasTopConcept" && tr.S == scheme:
				named = append(named, tr.O.Value)
			}
		}
		if d := cmp.Diff(named, members); d != "" || len(named) < 4 {
			t.Errorf("%s (-named +members):\n%s", scheme.Value, d)
		}
	}
}

func TestDocument(t *testing.T) {
	v := load(t, base)
	for path, want := range map[string]string{
		"vocabularies/Medium":                      "vocabularies/Medium",
		"/vocabularies/properties/":                "vocabularies/properties",
		"vocabularies/properties/hasIncorrectISSN": "vocabularies/properties",
		"vocabularies/properties/nothing":          "",
		"vocabularies/MediumX":                     "",
		"vocabularies":                             "",
	} {
		if got, ok := v.Document(path); got.Path != want || ok != (want != "") {
			t.Errorf("%s: %q, %v; want %q", path, got.Path, ok, want)
		}
	}
}

func TestBase(t *testing.T) {
	for _, d := range load(t, "https://serials.example/").Documents() {
		for _, tr := range d.Graph.Triples {
			for _, term := range []rdf.Term{tr.S, tr.P, tr.O} {
				if term.Kind == rdf.KindIRI && (strings.HasPrefix(term.Value, base) || !strings.Contains(term.Value, "://")) {
					t.Fatalf("%s: %v", d.Path, tr)
				}
			}
		}
	}
	for _, bad := range []string{"", "http://issn.org", "issn.org/"} {
		if _, err := Load(bad); err == nil {
			t.Errorf("Load(%q) succeeds", bad)
		}
	}
}

// TestKeepers keeps the keepers of the code list and of the document the same.
func TestKeepers(t *testing.T) {
	v := load(t, base)
	for k := range codes.Keepers() {
		if got := v.Label(base + "organization/keepers#" + k.Code); got != k.Name {
			t.Errorf("%s: %q, want %q", k.Code, got, k.Name)
		}
	}
}

// TestGraphs checks that the documents survive writing and reading.
func TestGraphs(t *testing.T) {
	ns := rdf.NewNamespaces(Prefixes())
	for _, d := range load(t, base).Documents() {
		g, err := rdf.ParseTurtle(strings.NewReader(string(rdf.AppendTurtle(nil, d.Graph, ns))), base)
		if err != nil {
			t.Fatalf("%s: %v", d.Path, err)
		}
		if d := cmp.Diff(sorted(d.Graph), sorted(g)); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

func sorted(g *rdf.Graph) []string {
	var lines []string
	for _, tr := range g.Triples {
		line := tr.S.Value + " " + tr.P.Value + " " + tr.O.Value + "@" + tr.O.Lang
		if tr.S.Kind != rdf.KindBlank && tr.O.Kind != rdf.KindBlank {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}
