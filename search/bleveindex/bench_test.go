package bleveindex_test

import (
	"context"
	"os"
	"strconv"
	"testing"
	"time"

	"issnd/search"
	"issnd/search/bleveindex"
)

// benchDocs is how many documents the benchmarks have: 20,000, or what the
// environment says.
func benchDocs() int {
	if n, err := strconv.Atoi(os.Getenv("ISSND_BENCH_DOCS")); err == nil {
		return n
	}
	return 20_000
}

func benchIndex(b *testing.B) *bleveindex.Index {
	b.Helper()
	o := bleveindex.Options{Fields: syntheticFields, CacheBytes: -1}
	dir := b.TempDir()
	start := time.Now()
	if err := bleveindex.Build(context.Background(), dir, o, synthetic(benchDocs()), search.Position{}, nil); err != nil {
		b.Fatal(err)
	}
	b.Logf("built in %v", time.Since(start))
	ix, err := bleveindex.Open(dir, o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ix.Close() })
	return ix
}

// searches are the key operations.
var searches = []struct {
	name string
	plan search.Plan
	w    search.Window
}{
	{"broad query, facets", search.Plan{Query: broad}, search.Window{Facets: broadFacets}},
	{"broad query by title, first page", search.Plan{Query: broad, Sort: byTitle}, search.Window{Limit: 10}},
	{"broad query by title, deep page", search.Plan{Query: search.All{}, Sort: byTitle}, search.Window{Offset: uint64(benchDocs() / 2), Limit: 10}},
	{"one term by ISSN", search.Plan{Query: &search.Term{Fields: []string{"issn"}, Term: "0003-0015"}}, search.Window{Limit: 10}},
	{"phrase", search.Plan{Query: &search.Phrase{Fields: []string{"title"}, Slots: []search.Pattern{search.Literal("w5"), search.Literal("w2")}}}, search.Window{Limit: 10}},
	{"masks", search.Plan{Query: &search.Matching{Fields: []string{"any"}, Pattern: search.Pattern{Parts: []search.Part{{Text: "w12"}, {Any: true}}}}}, search.Window{Limit: 10}},
	{"mask first", search.Plan{Query: &search.Matching{Fields: []string{"title"}, Pattern: search.Pattern{Parts: []search.Part{{Any: true}, {Text: "12f"}}}}}, search.Window{Limit: 10}},
}

var (
	broad       = &search.Term{Fields: []string{"any"}, Term: "w1a"}
	broadFacets = []search.FacetRequest{{Fields: []string{"lang"}, Limit: 10}, {Fields: []string{"country"}, Limit: 10}}
	byTitle     = []search.SortField{{Fields: []string{"title.sort"}}}
)

func BenchmarkSearch(b *testing.B) {
	ix := benchIndex(b)
	for _, s := range searches {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			h := mustSearch(b, ix, &s.plan, s.w) // what is made once is made now
			for b.Loop() {
				h = mustSearch(b, ix, &s.plan, s.w)
			}
			b.ReportMetric(float64(h.Total), "hits")
		})
	}
	b.Run("scan", func(b *testing.B) {
		r := search.TermsRequest{Fields: []string{"title", "title.h"}, From: "w9", Before: 10, After: 10}
		for range b.N + 1 {
			if _, err := ix.Terms(context.Background(), r); err != nil {
				b.Fatal(err)
			}
		}
	})
}
