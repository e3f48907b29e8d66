package portal_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/golden"
	"issnd/internal/mrk"
	"issnd/marc"
	"issnd/portal"
	"issnd/rdf"
	"issnd/rdf/jsonld"
	"issnd/rdf/rdftest"
	"issnd/register"
	"issnd/vocab"
)

const site = "https://portal.example.org/"

// licensed is what is said of the licence of released data.
var licensed = crosswalk.Options{License: "https://creativecommons.org/licenses/by-nc-sa/4.0/", LicenseName: "CC BY-NC-SA 4.0"}

// options are those of a server that has a public address.
func options() *crosswalk.Options {
	o := licensed
	o.PublicURL, o.OpenAccess = site, true
	o.ContextURL = site + strings.TrimPrefix(portal.ContextPath, "/")
	return &o
}

// table is the whole table of formats, pages included.
func table(t testing.TB) []*format.Format {
	t.Helper()
	return service(t, register.New(nil)).Formats().All()
}

func service(t testing.TB, reg *register.Register) *portal.Service {
	t.Helper()
	return serviceWith(t, reg, 1<<20)
}

func uncached(t testing.TB, reg *register.Register) *portal.Service {
	t.Helper()
	return serviceWith(t, reg, 0)
}

func serviceWith(t testing.TB, reg *register.Register, cache uint64) *portal.Service {
	t.Helper()
	formats, err := format.Default(*options())
	if err != nil {
		t.Fatal(err)
	}
	voc, err := vocab.Load(crosswalk.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	o := *options()
	o.PublicURL, o.ContextURL = "", ""
	s, err := portal.New(portal.Config{Title: "Test register", Crosswalk: o, Build: "test", CacheSize: cache}, reg, voc, formats...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sample is the sample register, with sequence numbers in the order of the file.
func sample(t testing.TB) []*register.Record {
	t.Helper()
	f, err := os.Open("../testdata/sample.mrk")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := mrk.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	rules := register.DefaultRules()
	var out []*register.Record
	for i, m := range list {
		r, err := rules.Record(m)
		if err != nil {
			t.Fatalf("record %d: %v", i+1, err)
		}
		r.Seq, r.Updated = uint64(i+1), someday
		out = append(out, r)
	}
	return out
}

var tiers = []register.Tier{register.Released, register.Complete, register.Administrative}

// TestEveryFormat: every format renders every record for every tier, and what
// it renders is well formed.
func TestEveryFormat(t *testing.T) {
	for _, f := range table(t) {
		if strings.HasPrefix(f.Name, "jsonld-") {
			continue // TestOneGraph reads them
		}
		t.Run(f.Name, func(t *testing.T) {
			for _, r := range sample(t) {
				for _, tier := range tiers {
					body, err := f.Record(nil, r.View(tier), options())
					if err != nil {
						t.Fatalf("%s %s: %v", r.ISSN, tier, err)
					}
					if err := wellFormed(f, body); err != nil {
						t.Fatalf("%s %s: %v\n%s", r.ISSN, tier, err, body)
					}
				}
			}
		})
	}
}

// wellFormed reads a rendition with a parser of its kind.
func wellFormed(f *format.Format, body []byte) error {
	typ := f.MediaTypes[0]
	switch {
	case strings.Contains(typ, "xml"):
		return parseXML(body)
	case strings.Contains(typ, "json"):
		var v any
		return json.Unmarshal(body, &v)
	case typ == "text/csv":
		rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		if err == nil && len(rows) != 2 {
			return errors.New("not two rows")
		}
		return err
	case strings.HasSuffix(f.Name, "marc21"), f.Name == "unimarc":
		_, problems, err := marc.Decode(body)
		if err == nil && len(problems) > 0 && f.Name == "marc21" { // a UNIMARC leader names no encoding
			return errors.New(problems[0].Code + " " + problems[0].Detail)
		}
		return err
	case typ == "text/turtle":
		_, err := rdf.ParseTurtle(bytes.NewReader(body), "")
		return err
	case typ == "application/n-triples":
		_, err := rdf.ParseNTriples(bytes.NewReader(body))
		return err
	case typ == "text/html":
		if !bytes.HasSuffix(bytes.TrimSpace(body), []byte("</html>")) {
			return errors.New("the page does not end")
		}
		return nil
	}
	return errors.New("no parser for " + typ)
}

func parseXML(body []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// TestOneGraph: all RDF syntaxes of a record say the same.
func TestOneGraph(t *testing.T) {
	formats := map[string]*format.Format{}
	for _, f := range table(t) {
		formats[f.Name] = f
	}
	ctx, err := crosswalk.NewContext(*options())
	if err != nil {
		t.Fatal(err)
	}
	contexts := jsonld.Contexts{options().ContextURL: ctx.Document()}
	parsers := map[string]func([]byte) (*rdf.Graph, error){
		"turtle": func(b []byte) (*rdf.Graph, error) { return rdf.ParseTurtle(bytes.NewReader(b), "") },
		"xml":    func(b []byte) (*rdf.Graph, error) { return rdf.ParseRDFXML(bytes.NewReader(b), "") },
	}
	for _, name := range []string{"jsonld", "json", "jsonld-expanded", "jsonld-flattened"} {
		parsers[name] = func(b []byte) (*rdf.Graph, error) { return jsonld.Parse(b, contexts) }
	}
	for _, r := range sample(t) {
		for _, tier := range tiers[:2] {
			v := r.View(tier)
			render := func(name string) []byte {
				body, err := formats[name].Record(nil, v, options())
				if err != nil {
					t.Fatal(err)
				}
				return body
			}
			want, err := rdf.ParseNTriples(bytes.NewReader(render("ntriples")))
			if err != nil {
				t.Fatal(err)
			}
			for name, parse := range parsers {
				got, err := parse(render(name))
				if err != nil {
					t.Fatalf("%s %s %s: %v", r.ISSN, tier, name, err)
				}
				if !rdftest.Isomorphic(want, got) {
					t.Fatalf("%s %s: %s is another graph than N-Triples:\n%s", r.ISSN, tier, name, rdftest.Diff(want, got))
				}
			}
		}
	}
}

// TestNothingLeaks: what the public gets does not depend on what it may not
// see. Every hidden subfield and code is replaced by something else, and no
// released rendition, in any format, may change by a byte.
func TestNothingLeaks(t *testing.T) {
	formats := table(t)
	replaced := 0
	for _, r := range sample(t) {
		if r.OpenAccess && r.Status == register.Confirmed {
			continue
		}
		other := *r
		var n int
		other.MARC, n = withoutSecrets(r)
		replaced += n
		for _, f := range formats {
			if strings.HasPrefix(f.Name, "jsonld-") {
				continue // made of jsonld, slowly
			}
			got, err := f.Record(nil, other.View(register.Released), options())
			if err != nil {
				t.Fatal(err)
			}
			want, err := f.Record(nil, r.View(register.Released), options())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), string(got)); d != "" {
				t.Errorf("%s: the released %s depends on hidden fields (-as is +changed):\n%s", r.ISSN, f.Name, d)
			}
		}
	}
	if replaced < 3000 {
		t.Fatalf("only %d hidden values: the test looks at nothing", replaced)
	}
}

// withoutSecrets is the record with another text in every subfield that the
// released view does not hold, another code in every hidden position, and how
// many values that were.
func withoutSecrets(r *register.Record) (*marc.Record, int) {
	free := map[string]bool{}
	view := r.View(register.Released).MARC()
	for i := range view.Fields {
		f := &view.Fields[i]
		for _, s := range f.Subfields {
			free[f.Tag.String()+string(s.Code)+s.Value] = true
		}
	}
	out := &marc.Record{Leader: r.MARC.Leader}
	copy(out.Leader[17:20], "1ic")
	n := 0
	for _, f := range r.MARC.Fields {
		subfields := make([]marc.Subfield, len(f.Subfields))
		for i, s := range f.Subfields {
			if !free[f.Tag.String()+string(s.Code)+s.Value] {
				s.Value = "secret" + strconv.Itoa(n)
				n++
			}
			subfields[i] = s
		}
		f.Subfields = subfields
		switch f.Tag.String() {
		case "001", "003", "006":
			f.Value = "secret"
		case "007":
			f.Value = f.Value[:1] + strings.Repeat("z", len(f.Value)-1)
		case "008":
			f.Value = "991231d20012002" + f.Value[15:18] + "wxzabcdefghijzzzclzulud"
		}
		out.Fields = append(out.Fields, f)
	}
	out.Fields = append(out.Fields, marc.Field{Tag: marc.T("246"), Ind1: '1', Ind2: ' ',
		Subfields: []marc.Subfield{{Code: 'a', Value: "secret title"}}})
	return out, n
}

// shown are the records whose renditions are kept as golden files: Latin,
// Cyrillic and Chinese titles, Keepers holdings, open access, and every kind.
var shown = []string{
	"0028-0836", "1476-4687", "0042-1294", "1000-3290", "2589-3831",
	"9990-0238", "9990-0254", "9990-0262", "9990-0246",
}

// TestGolden compares the renditions of some records with files that people
// have read. Run with -update after a change that is meant.
func TestGolden(t *testing.T) {
	records := map[string]*register.Record{}
	for _, r := range sample(t) {
		records[r.ISSN.String()] = r
	}
	for _, f := range table(t) {
		for _, id := range shown {
			r := records[id]
			if r == nil {
				t.Fatalf("%s is not in the sample", id)
			}
			for _, tier := range tiers[:2] {
				body, err := f.Record(nil, r.View(tier), options())
				if err != nil {
					t.Fatal(err)
				}
				golden.Equal(t, filepath.Join("..", "testdata", "golden", id, tier.String()+f.Ext), body)
			}
		}
	}
}
