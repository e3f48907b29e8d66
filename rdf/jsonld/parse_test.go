package jsonld_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"issnd/rdf"
	"issnd/rdf/jsonld"
	"issnd/rdf/rdftest"
)

const address = "https://register.example/context/v1.jsonld"

func newContext(t testing.TB) *rdf.Context {
	t.Helper()
	prefixes := append(rdftest.Prefixes(),
		rdf.Prefix{Name: "resource", IRI: "http://issn.org/resource/"},
		rdf.Prefix{Name: "country", IRI: "https://www.iso.org/obp/ui/#iso:code:3166:"},
		rdf.Prefix{Name: "odd", IRI: "http://example.org/a/a"})
	ctx, err := rdf.NewContext(prefixes, rdftest.Terms())
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// forms are the ways in which a graph is written as JSON-LD.
func forms(t testing.TB) map[string]func(*rdf.Graph) []byte {
	ctx := newContext(t)
	return map[string]func(*rdf.Graph) []byte{
		"flat":    func(g *rdf.Graph) []byte { return rdf.AppendJSONLDGraph(nil, g) },
		"inline":  func(g *rdf.Graph) []byte { return rdf.AppendJSONLD(nil, g, rdftest.SerialIRI, ctx) },
		"linked":  func(g *rdf.Graph) []byte { return rdf.AppendJSONLD(nil, g, rdftest.SerialIRI, ctx.At(address)) },
		"no root": func(g *rdf.Graph) []byte { return rdf.AppendJSONLD(nil, g, "", ctx.At(address)) },
	}
}

func comesBack(t *testing.T, doc []byte, g *rdf.Graph, contexts jsonld.Contexts) {
	t.Helper()
	got, err := jsonld.Parse(doc, contexts)
	if err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
	if d := rdftest.Diff(g, got); d != "" {
		t.Fatalf("(-want +got):\n%s\n%s", d, indented(doc))
	}
}

func indented(doc []byte) []byte {
	var v map[string]any
	if err := json.Unmarshal(doc, &v); err != nil {
		return doc
	}
	out, _ := json.MarshalIndent(v, "", " ")
	return out
}

func TestSerialComesBack(t *testing.T) {
	contexts := jsonld.Contexts{address: newContext(t).Document()}
	for name, write := range forms(t) {
		t.Run(name, func(t *testing.T) { comesBack(t, write(rdftest.Serial()), rdftest.Serial(), contexts) })
	}
}

func TestRandomGraphsComeBack(t *testing.T) {
	contexts := jsonld.Contexts{address: newContext(t).Document()}
	for name, write := range forms(t) {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(30) {
				g := rdftest.Random(rand.New(rand.NewPCG(seed, 1)))
				comesBack(t, write(g), g, contexts)
			}
		})
	}
}
