package bleveindex_test

import (
	"context"
	"testing"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	blevesearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"
	"github.com/blevesearch/bleve/v2/search/facet"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"

	"issnd/search"
)

// peer is the same documents in an index of bleve, made for bleve's own search:
// with values by document to count and to sort by.
type peer struct{ index.IndexReader }

func newPeer(b *testing.B, n int) *peer {
	b.Helper()
	queue := index.NewAnalysisQueue(2)
	b.Cleanup(queue.Close)
	ix, err := scorch.NewScorch(scorch.Name, map[string]any{"path": b.TempDir()}, queue)
	if err != nil {
		b.Fatal(err)
	}
	if err := ix.Open(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ix.Close() })
	batch := index.NewBatch()
	done := 0
	for d := range synthetic(n) {
		doc := document.NewDocument(d.ISSN.String())
		for _, f := range d.Fields {
			switch f.Field {
			case "any", "lang", "country", "title.sort":
				options := index.IndexField
				if f.Field != "any" {
					options |= index.DocValues
				}
				for i, t := range f.Tokens {
					doc.AddField(document.NewTextFieldCustom(f.Field, []uint64{uint64(i)}, []byte(t.Term), options, nil))
				}
			}
		}
		batch.Update(doc)
		if done++; done%8192 == 0 || done == n {
			if err := ix.Batch(batch); err != nil {
				b.Fatal(err)
			}
			batch = index.NewBatch()
		}
	}
	r, err := ix.Reader()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { r.Close() })
	return &peer{r}
}

// search does what bleve does for a request, without what it does around it.
func (p *peer) search(b *testing.B, term string, from, size int, order blevesearch.SortOrder, facets ...string) uint64 {
	b.Helper()
	ctx := context.Background()
	var s blevesearch.Searcher
	var err error
	if term == "" {
		s, err = searcher.NewMatchAllSearcher(ctx, p, 1, blevesearch.SearcherOptions{Score: "none"})
	} else {
		s, err = searcher.NewTermSearcher(ctx, p, term, "any", 1, blevesearch.SearcherOptions{Score: "none"})
	}
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	c := collector.NewTopNCollector(size, from, order)
	if len(facets) > 0 {
		fb := blevesearch.NewFacetsBuilder(p)
		for _, f := range facets {
			fb.Add(f, facet.NewTermsFacetBuilder(f, 10))
		}
		c.SetFacetsBuilder(fb)
	}
	if err := c.Collect(ctx, s, p); err != nil {
		b.Fatal(err)
	}
	return c.Total()
}

// BenchmarkPeer compares with bleve's own search. Each pair does the same.
func BenchmarkPeer(b *testing.B) {
	n := benchDocs()
	ix, p := benchIndex(b), newPeer(b, n)
	byID := blevesearch.SortOrder{&blevesearch.SortDocID{}}
	title := blevesearch.SortOrder{&blevesearch.SortField{Field: "title.sort"}, &blevesearch.SortDocID{}}
	deep := min(100_000, n/2)
	pairs := []struct {
		name  string
		plan  search.Plan
		w     search.Window
		bleve func(b *testing.B) uint64
	}{
		{"facets", search.Plan{Query: broad}, search.Window{Facets: broadFacets},
			func(b *testing.B) uint64 { return p.search(b, broad.Term, 0, 0, byID, "lang", "country") }},
		{"title first page", search.Plan{Query: broad, Sort: byTitle}, search.Window{Limit: 10},
			func(b *testing.B) uint64 { return p.search(b, broad.Term, 0, 10, title) }},
		{"title deep page", search.Plan{Query: search.All{}, Sort: byTitle}, search.Window{Offset: uint64(deep), Limit: 10},
			func(b *testing.B) uint64 { return p.search(b, "", deep, 10, title) }},
	}
	for _, pair := range pairs {
		var want uint64
		b.Run(pair.name+"/bleve", func(b *testing.B) {
			for b.Loop() {
				want = pair.bleve(b)
			}
		})
		b.Run(pair.name+"/here", func(b *testing.B) {
			h := mustSearch(b, ix, &pair.plan, pair.w)
			for b.Loop() {
				h = mustSearch(b, ix, &pair.plan, pair.w)
			}
			if h.Total != want {
				b.Errorf("%d hits, and bleve finds %d", h.Total, want)
			}
		})
	}
}

func mustSearch(b *testing.B, ix search.Index, p *search.Plan, w search.Window) *search.Hits {
	b.Helper()
	h, err := ix.Search(context.Background(), p, w)
	if err != nil {
		b.Fatal(err)
	}
	return h
}
