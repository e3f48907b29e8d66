package rdf_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	knakk "github.com/knakk/rdf"

	"issnd/rdf"
	"issnd/rdf/rdftest"
)

// records returns graphs as the builder of records makes them: predicates, classes
// and codes are the same strings in all of them, and what belongs to one record
// is its own.
func records() []*rdf.Graph {
	strs := map[string]string{"": ""}
	constant := func(s string) string {
		if _, ok := strs[s]; !ok {
			strs[s] = s
		}
		return strs[s]
	}
	graphs := make([]*rdf.Graph, 64)
	for n := range graphs {
		number := fmt.Sprintf("%04d-3630", 1000+n)
		term := func(t rdf.Term) rdf.Term {
			if t.Kind == rdf.KindLiteral || strings.Contains(t.Value, "/ISSN/") {
				t.Value = strings.ReplaceAll(strings.Clone(t.Value), "2049-3630", number)
			} else {
				t.Value = constant(t.Value)
			}
			t.Datatype, t.Lang = constant(t.Datatype), constant(t.Lang)
			return t
		}
		graphs[n] = rdftest.Serial()
		for i, t := range graphs[n].Triples {
			graphs[n].Triples[i] = rdf.Triple{S: term(t.S), P: term(t.P), O: term(t.O)}
		}
	}
	return graphs
}

func benchmark(b *testing.B, write func(dst []byte, g *rdf.Graph) []byte) {
	graphs := records()
	dst := write(nil, graphs[0])
	b.SetBytes(int64(len(dst)))
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		dst = write(dst[:0], graphs[n%len(graphs)])
	}
	b.ReportMetric(float64(len(graphs[0].Triples)), "statements")
}

func BenchmarkTurtle(b *testing.B) {
	benchmark(b, func(dst []byte, g *rdf.Graph) []byte { return rdf.AppendTurtle(dst, g, namespaces) })
}

func BenchmarkNTriples(b *testing.B) { benchmark(b, rdf.AppendNTriples) }

func BenchmarkRDFXML(b *testing.B) {
	benchmark(b, func(dst []byte, g *rdf.Graph) []byte {
		dst, err := rdf.AppendRDFXML(dst, g, namespaces)
		if err != nil {
			b.Fatal(err)
		}
		return dst
	})
}

func BenchmarkJSONLD(b *testing.B) {
	ctx, err := rdf.NewContext(rdftest.Prefixes(), rdftest.Terms())
	if err != nil {
		b.Fatal(err)
	}
	ctx = ctx.At("https://register.example/context/v1.jsonld")
	benchmark(b, func(dst []byte, g *rdf.Graph) []byte {
		return rdf.AppendJSONLD(dst, g, g.Triples[0].S.Value, ctx)
	})
}

func BenchmarkJSONLDGraph(b *testing.B) { benchmark(b, rdf.AppendJSONLDGraph) }

// BenchmarkKnakkTurtle writes the same graph, its terms ready, with the encoder
// of knakk/rdf.
func BenchmarkKnakkTurtle(b *testing.B) {
	doc := rdf.AppendNTriples(nil, rdftest.Serial())
	triples, err := knakk.NewTripleDecoder(bytes.NewReader(doc), knakk.NTriples).DecodeAll()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		e := knakk.NewTripleEncoder(io.Discard, knakk.Turtle)
		for _, p := range rdftest.Prefixes() {
			e.Namespaces[p.IRI] = p.Name
		}
		if err := e.EncodeAll(slices.Clone(triples)); err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
