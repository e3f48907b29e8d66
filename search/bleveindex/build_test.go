package bleveindex_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"sync"
	"testing"

	"issnd/search"
	"issnd/search/bleveindex"
	"issnd/search/indextest"
)

func every(docs ...search.Document) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func TestBuild(t *testing.T) {
	const n = 20_000 // several batches
	docs := func(yield func(search.Document, error) bool) {
		for i := 1; i <= n; i++ {
			if !yield(numbered(i, fmt.Sprint("b", i%7)), nil) {
				return
			}
		}
	}
	dir := t.TempDir()
	var told uint64
	err := bleveindex.Build(context.Background(), dir, options, docs, at(42), func(done uint64) { told = done })
	if err != nil {
		t.Fatal(err)
	}
	if told != n {
		t.Errorf("progress ends at %d, want %d", told, n)
	}
	ix := mustOpen(t, dir, options)
	indextest.Position(t, ix, at(42), n)
	h, err := ix.Search(context.Background(), &search.Plan{Query: search.All{}, Public: true},
		search.Window{Offset: n - 1, Limit: 5, Facets: []search.FacetRequest{{Fields: []string{"batch"}, Limit: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	last := numbered(n, "").ISSN
	if h.Total != n || len(h.ISSNs) != 1 || h.ISSNs[0] != last || h.Facets[0][0].Count != n/7+1 {
		t.Errorf("hits %+v", h)
	}
}

func TestBuildThatFails(t *testing.T) {
	broken := errors.New("broken")
	dir := t.TempDir()
	ix := mustOpen(t, dir, options)
	mustApply(t, ix, 1, numbered(1, "a"))
	tests := []struct {
		name string
		docs iter.Seq2[search.Document, error]
		want error
	}{
		{"an error of the source", func(yield func(search.Document, error) bool) {
			_ = yield(numbered(1, "b"), nil) && yield(search.Document{}, broken)
		}, broken},
		{"a document twice", func(yield func(search.Document, error) bool) {
			for i := range 20_000 {
				if !yield(numbered(1+i%10_000, "b"), nil) {
					return
				}
			}
		}, bleveindex.ErrCorrupt},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := bleveindex.Build(context.Background(), dir, options, tt.docs, at(9), nil)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if gens, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(gens) != 1 {
				t.Errorf("generations %v, want one", gens)
			}
		})
	}
	if err := ix.Reopen(); err != nil {
		t.Fatal(err)
	}
	indextest.Position(t, ix, at(1), 1)
}

// TestReopen builds while others search and apply.
func TestReopen(t *testing.T) {
	dir := t.TempDir()
	ix := mustOpen(t, dir, options)
	mustApply(t, ix, 1, numbered(1, "old"))
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				plan := &search.Plan{Query: search.All{}, Sort: []search.SortField{{Fields: []string{"title"}}}}
				h, err := ix.Search(context.Background(), plan, search.Window{Limit: 3, Facets: []search.FacetRequest{{Fields: []string{"batch"}, Limit: -1}}})
				if err != nil || h.Total == 0 || h.Facets[0][0].Count != h.Total {
					t.Errorf("hits %+v, error %v", h, err)
					return
				}
			}
		})
	}
	for round := range 3 {
		fresh := []search.Document{numbered(1, "new"), numbered(2, "new"), numbered(3+round, "new")}[:2+min(round, 1)]
		if err := bleveindex.Build(context.Background(), dir, options, every(fresh...), at(10), nil); err != nil {
			t.Fatal(err)
		}
		if err := ix.Reopen(); err != nil {
			t.Fatal(err)
		}
		indextest.Position(t, ix, at(10), uint64(len(fresh)))
	}
	close(done)
	wg.Wait()
	mustApply(t, ix, 11, numbered(9, "newer"))
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if gens, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(gens) != 1 {
		t.Errorf("generations %v, want one", gens)
	}
	indextest.Position(t, mustOpen(t, dir, options), at(11), 4)
}
