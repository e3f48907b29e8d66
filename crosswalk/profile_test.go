package crosswalk

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/golden"
	"issnd/internal/mrk"
	"issnd/issn"
	"issnd/marc"
	"issnd/rdf"
	"issnd/register"
)

// profileExamples is the records whose graphs are kept, with what of the
// published examples of the profile each is the record of.
var profileExamples = []struct {
	name    string
	tier    register.Tier
	example string // file of the published example, "" if there is none
	part    bool   // the example shows only a part of the graph
}{
	{"public", register.Released, "1-public.ttl", false},
	{"full", register.Complete, "2-full.ttl", false},
	{"cancelled", register.Released, "4-cancelled.ttl", false},
	{"cancelled", register.Complete, "4-cancelled.ttl", false},
	{"suppressed", register.Released, "4b-suppressed.ttl", false},
	{"unreported", register.Complete, "", false},
	{"keepers", register.Released, "5-keepers.ttl", true},
	{"road", register.Complete, "6-road.ttl", false},
	{"public", register.Complete, "", false},
	{"full", register.Released, "", false},
	{"scripts", register.Complete, "", false},
	{"odd", register.Complete, "", false},
}

// licensed is what is said of the licence of released data.
var licensed = Options{License: "https://creativecommons.org/licenses/by-nc-sa/4.0/", LicenseName: "CC BY-NC-SA 4.0"}

func TestProfileGolden(t *testing.T) {
	p := NewProfile(licensed)
	ns := rdf.NewNamespaces(Prefixes(""))
	o := licensed
	o.ContextURL = "https://example.org/context/" + ContextVersion + ".jsonld"
	ctx, err := NewContext(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range profileExamples {
		t.Run(tt.name+" "+tt.tier.String(), func(t *testing.T) {
			v := fixtureView(t, tt.name, tt.tier)
			var g rdf.Graph
			p.Record(&g, v)
			checkGraph(t, &g)
			path := filepath.Join("testdata", "profile", tt.name+"-"+tt.tier.String())
			golden.Equal(t, path+".ttl", rdf.AppendTurtle(nil, &g, ns))
			golden.Equal(t, path+".nt", rdf.AppendNTriples(nil, &g))
			golden.Equal(t, path+".jsonld", rdf.AppendJSONLD(nil, &g, g.Triples[0].S.Value, ctx))
		})
	}
}

// TestContext keeps the context itself: whoever has stored a document reads it
// by these definitions, so a change here is a new version.
func TestContext(t *testing.T) {
	ctx, err := NewContext(licensed)
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, filepath.Join("testdata", "profile", "context-"+ContextVersion+".jsonld"), ctx.Document())
}

// TestBase checks that another identity base leaves nothing of the default.
func TestBase(t *testing.T) {
	o := licensed
	o.Base, o.PublicURL = "https://serials.example/", "https://portal.example/"
	p := NewProfile(o)
	var g rdf.Graph
	for _, tt := range profileExamples {
		p.Record(&g, fixtureView(t, tt.name, tt.tier))
	}
	p.Cluster(&g, exampleCluster(t))
	for _, tr := range g.Triples {
		for _, term := range []rdf.Term{tr.S, tr.P, tr.O} {
			if term.Kind == rdf.KindIRI && strings.HasPrefix(term.Value, DefaultBase) {
				t.Fatalf("%v", tr)
			}
		}
	}
	if ctx, err := NewContext(o); err != nil || bytes.Contains(ctx.Document(), []byte(DefaultBase)) {
		t.Errorf("context: %v", err)
	}
}

// TestProfileExamples compares with the worked examples of the profile, which
// are not ours to keep: ISSND_SHARED names the folder that has them.
func TestProfileExamples(t *testing.T) {
	shared := os.Getenv("ISSND_SHARED")
	if shared == "" {
		t.Skip("ISSND_SHARED is not set")
	}
	p := NewProfile(Options{OpenAccess: true})
	for _, tt := range profileExamples {
		if tt.example == "" {
			continue
		}
		t.Run(tt.example+" "+tt.tier.String(), func(t *testing.T) {
			var g rdf.Graph
			p.Record(&g, fixtureView(t, tt.name, tt.tier))
			compareExample(t, filepath.Join(shared, "spec", "rdf-examples", tt.example), &g, tt.part)
		})
	}
	t.Run("3-issn-l.ttl", func(t *testing.T) {
		var g rdf.Graph
		p.Cluster(&g, exampleCluster(t))
		compareExample(t, filepath.Join(shared, "spec", "rdf-examples", "3-issn-l.ttl"), &g, false)
	})
}

func compareExample(t *testing.T, path string, got *rdf.Graph, part bool) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := rdf.ParseTurtle(bytes.NewReader(text), DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	w, g := statements(want), statements(got)
	if part {
		g = slices.DeleteFunc(g, func(s string) bool { return !slices.Contains(w, s) })
	}
	if d := cmp.Diff(w, g); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestProfileReleased checks that the essential description says nothing that
// is not free to all (profile §2.11), whatever the record holds.
func TestProfileReleased(t *testing.T) {
	free := map[rdf.Term]bool{}
	for _, p := range []rdf.Term{
		rdfType, rdfValue, rdfsLabel, schemaISSN, biboISSN, dcIdentifier, bfIdentifiedBy, bfHasTitle, bfMainTitle,
		schemaName, dcFormat, dctType, dctSpatial, schemaPublication, schemaLocation, schemaIsPartOf, schemaHasPart,
		schemaURL, bfStatus, schemaMainEntity, dctModified, dctLicense, provWasAttributedTo,
		rdf.IRI(nsBF + "otherPhysicalFormat"), rdf.IRI(nsDCT + "isFormatOf"),
		schemaSubjectOf, schemaCreativeWorkStatus, schemaAbstract, schemaDescription, schemaDateModified,
		schemaTemporalCoverage, schemaHoldingArchive, schemaPublisher, schemaIdentifier,
	} {
		free[p] = true
	}
	p := NewProfile(licensed)
	for _, tt := range profileExamples {
		var g rdf.Graph
		p.Record(&g, fixtureView(t, tt.name, register.Released))
		for _, tr := range g.Triples {
			if !free[tr.P] && !strings.HasPrefix(tr.P.Value, DefaultBase+pathProperties) {
				t.Errorf("%s: %v", tt.name, tr)
			}
			if tr.P == schemaPublisher && tr.S.Kind != rdf.KindBlank {
				t.Errorf("%s: the publisher is told: %v", tt.name, tr)
			}
			if tr.P == schemaPublication && !strings.HasSuffix(tr.O.Value, "#ReferencePublicationEvent") {
				t.Errorf("%s: %v", tt.name, tr)
			}
		}
	}
}

func TestProfileCluster(t *testing.T) {
	var g rdf.Graph
	NewProfile(licensed).Cluster(&g, exampleCluster(t))
	checkGraph(t, &g)
	golden.Equal(t, filepath.Join("testdata", "profile", "cluster.ttl"),
		rdf.AppendTurtle(nil, &g, rdf.NewNamespaces(Prefixes(""))))
}

func exampleCluster(t *testing.T) *register.ClusterView {
	t.Helper()
	var digital, other register.Media
	digital, other = digital.With(register.DigitalCarrier), other.With(register.OtherMedium)
	return &register.ClusterView{ISSNL: number(t, "0256-8888"), Members: []register.Head{
		{ISSN: number(t, "0256-8888"), Media: digital},
		{ISSN: number(t, "1018-4783"), Media: digital},
		{ISSN: number(t, "0257-2222"), Media: other},
	}}
}

func number(t testing.TB, s string) issn.ISSN {
	t.Helper()
	i, err := issn.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// fixtureView is the view of a record kept as lines of text.
func fixtureView(t testing.TB, name string, tier register.Tier) *register.View {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "profile", name+".mrk"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := mrk.Parse(f)
	if err != nil || len(records) != 1 {
		t.Fatalf("%s: %d records, %v", name, len(records), err)
	}
	return viewOf(t, records[0], tier)
}

func viewOf(t testing.TB, m *marc.Record, tier register.Tier) *register.View {
	t.Helper()
	rules := register.DefaultRules()
	r, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	return r.View(tier)
}

// graphOf is the graph of a record that has the given lines besides a number,
// centre and status.
func graphOf(t *testing.T, tier register.Tier, lines ...string) *rdf.Graph {
	t.Helper()
	text := "=LDR  00000cas\\a2200000\\a\\4500\n=022  \\\\$a0317-8471$27_\n=699  \\\\$8Register\n" +
		strings.Join(lines, "\n") + "\n"
	records, err := mrk.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var g rdf.Graph
	NewProfile(Options{}).Record(&g, viewOf(t, records[0], tier))
	checkGraph(t, &g)
	return &g
}

// checkGraph checks what holds of every graph: no triple twice, valid IRIs,
// no empty literal, and no blank node that nothing refers to.
func checkGraph(t *testing.T, g *rdf.Graph) {
	t.Helper()
	seen := map[rdf.Triple]bool{}
	referred := map[rdf.Term]bool{}
	for _, tr := range g.Triples {
		if seen[tr] {
			t.Errorf("twice: %v", tr)
		}
		seen[tr] = true
		referred[tr.O] = true
		for _, term := range []rdf.Term{tr.S, tr.P, tr.O} {
			switch {
			case term.Kind == rdf.None, term.Value == "":
				t.Errorf("empty term in %v", tr)
			case term.Kind == rdf.KindIRI && !validIRI(term.Value):
				t.Errorf("not an IRI: %q", term.Value)
			}
		}
	}
	for _, tr := range g.Triples {
		if tr.S.Kind == rdf.KindBlank && !referred[tr.S] {
			t.Errorf("nothing refers to the subject of %v", tr)
		}
	}
}

// validIRI holds an IRI against the characters of RFC 3987 §2.2.
func validIRI(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || scheme != "http" && scheme != "https" {
		return false
	}
	for i, r := range rest {
		switch {
		case r == '%':
			if i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2]) {
				return false
			}
		case r == '#':
			if strings.Contains(rest[i+1:], "#") {
				return false
			}
		case !fragmentChar(r):
			return false
		}
	}
	return true
}

// statements is the graph as sorted lines in which a blank node is written as
// what is said of it, so that equal graphs have equal statements.
func statements(g *rdf.Graph) []string {
	bySubject := map[rdf.Term][]rdf.Triple{}
	for _, tr := range g.Triples {
		bySubject[tr.S] = append(bySubject[tr.S], tr)
	}
	var show func(t rdf.Term) string
	show = func(t rdf.Term) string {
		switch t.Kind {
		case rdf.KindIRI:
			return "<" + t.Value + ">"
		case rdf.KindLiteral:
			return "\"" + t.Value + "\"@" + strings.ToLower(t.Lang) + "^^" + t.Datatype
		}
		var said []string
		for _, tr := range bySubject[t] {
			said = append(said, show(tr.P)+" "+show(tr.O))
		}
		slices.Sort(said)
		return "[" + strings.Join(said, "; ") + "]"
	}
	var lines []string
	for _, tr := range g.Triples {
		if tr.S.Kind != rdf.KindBlank {
			lines = append(lines, show(tr.S)+" "+show(tr.P)+" "+show(tr.O))
		}
	}
	slices.Sort(lines)
	return lines
}

func BenchmarkProfileReleased(b *testing.B) { benchmarkProfile(b, register.Released) }

func BenchmarkProfileComplete(b *testing.B) { benchmarkProfile(b, register.Complete) }

func benchmarkProfile(b *testing.B, tier register.Tier) {
	p := NewProfile(licensed)
	v := fixtureView(b, "full", tier)
	var g rdf.Graph
	b.ReportAllocs()
	for b.Loop() {
		g.Reset()
		p.Record(&g, v)
	}
	b.ReportMetric(float64(len(g.Triples)), "triples")
}
