package jsonld_test

import (
	"encoding/json"
	"testing"

	"github.com/piprate/json-gold/ld"

	"issnd/rdf"
	"issnd/rdf/jsonld"
	"issnd/rdf/rdftest"
)

func BenchmarkJSONLD(b *testing.B) {
	g, ctx := rdftest.Serial(), newContext(b).At(address)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = rdf.AppendJSONLD(dst[:0], g, rdftest.SerialIRI, ctx)
	}
}

// BenchmarkJSONGold makes a compact document of the same graph with json-gold.
func BenchmarkJSONGold(b *testing.B) {
	doc := string(rdf.AppendNTriples(nil, rdftest.Serial()))
	context, err := jsonld.ContextOf(newContext(b))
	if err != nil {
		b.Fatal(err)
	}
	data, err := (&ld.NQuadRDFSerializer{}).Parse(doc)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		processor, opts := ld.NewJsonLdProcessor(), ld.NewJsonLdOptions("")
		opts.InputFormat = "application/n-quads"
		flat, err := ld.NewJsonLdApi().FromRDF(data, opts)
		if err != nil {
			b.Fatal(err)
		}
		compact, err := processor.Compact(flat, context, opts)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(compact); err != nil {
			b.Fatal(err)
		}
	}
}
