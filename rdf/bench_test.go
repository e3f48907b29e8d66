package rdf_test

import (
	"bytes"
	"io"
	"slices"
	"testing"

	knakk "github.com/knakk/rdf"

	"issnd/rdf"
	"issnd/rdf/rdftest"
)

func benchmark(b *testing.B, write func(dst []byte, g *rdf.Graph) []byte) {
	g := rdftest.Serial()
	dst := write(nil, g)
	b.SetBytes(int64(len(dst)))
	b.ReportAllocs()
	for b.Loop() {
		dst = write(dst[:0], g)
	}
	b.ReportMetric(float64(len(g.Triples)), "statements")
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
		return rdf.AppendJSONLD(dst, g, rdftest.SerialIRI, ctx)
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
