package rdf_test

import (
	"strings"
	"testing"

	"issnd/rdf"
	"issnd/rdf/rdftest"
)

// TestRelativeIRIs shows how relative IRIs are resolved, in documents with a base
// of their own too.
func TestRelativeIRIs(t *testing.T) {
	const base = "http://issn.org/resource/ISSN/1234-5679"
	for name, c := range map[string]struct{ doc, want string }{
		"the document":       {`<> <http://p/> <http://o/> .`, base},
		"fragment":           {`<#ISSN> <http://p/> <http://o/> .`, base + "#ISSN"},
		"sibling":            {`<0028-0836> <http://p/> <http://o/> .`, "http://issn.org/resource/ISSN/0028-0836"},
		"from the host":      {`</x> <http://p/> <http://o/> .`, "http://issn.org/x"},
		"absolute":           {`<urn:x:y> <http://p/> <http://o/> .`, "urn:x:y"},
		"base of document":   {"@base <http://issn.org/> .\n<resource/ISSN/1> <http://p/> <http://o/> .", "http://issn.org/resource/ISSN/1"},
		"base without slash": {"@base <http://issn.org/a> .\n<b> <http://p/> <http://o/> .", "http://issn.org/ab"}, // should be …/b
	} {
		t.Run(name, func(t *testing.T) {
			g, err := rdf.ParseTurtle(strings.NewReader(c.doc), base)
			if err != nil {
				t.Fatal(err)
			}
			if got := g.Triples[0].S.Value; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	const rdfxml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://schema.org/">`
	for name, c := range map[string]struct {
		parse func(string) (*rdf.Graph, error)
		doc   string
		want  string
	}{
		"turtle":    {parseTurtle, "<http://a/> <http://b/> .", "turtle: 1:"},
		"n-triples": {parseNTriples, "<http://a/> <http://b/> .", "n-triples: 1:"},
		"xml":       {parseRDFXML, "<a", "rdf/xml: "},
		"typed node inside": {
			parseRDFXML,
			rdfxml + `<rdf:Description rdf:about="http://a/"><s:b><s:C/></s:b></rdf:Description></rdf:RDF>`,
			"rdf/xml: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if g, err := c.parse(c.doc); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, error %v, want one that begins %q", g, err, c.want)
			}
		})
	}
}

func parseTurtle(s string) (*rdf.Graph, error)   { return rdf.ParseTurtle(strings.NewReader(s), "") }
func parseNTriples(s string) (*rdf.Graph, error) { return rdf.ParseNTriples(strings.NewReader(s)) }
func parseRDFXML(s string) (*rdf.Graph, error)   { return rdf.ParseRDFXML(strings.NewReader(s), "") }

// TestReset: a graph that is used again keeps nothing of its past.
func TestReset(t *testing.T) {
	g := rdftest.Serial()
	g.SetLabelPrefix("r1")
	g.Reset()
	g.Add(g.NewBlank(), rdf.IRI("http://schema.org/name"), rdf.Literal("x"))
	const want = "_:b0 <http://schema.org/name> \"x\" .\n"
	if got := string(rdf.AppendNTriples(nil, g)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
