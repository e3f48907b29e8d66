package bleveindex

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"issnd/issn"
	"issnd/search"
)

var warmOptions = Options{
	Version: "1", Orders: []string{"title"}, Facets: [][]string{{"lang"}},
	Fields: []search.FieldInfo{{Name: "lang", Facet: true}, {Name: "lang+", Facet: true}, {Name: "title", Sort: true}},
}

func warmIndex(t *testing.T) *Index {
	t.Helper()
	dir := t.TempDir()
	build := func(yield func(search.Document, error) bool) {
		for n := range 20 {
			if !yield(warmDocument(n), nil) {
				return
			}
		}
	}
	if err := Build(context.Background(), dir, warmOptions, build, search.Position{Store: "store", Seq: 1}, nil); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(dir, warmOptions)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

func warmDocument(n int) search.Document {
	id, _ := issn.FromNumber(uint32(n + 1))
	term := func(field string) search.FieldTokens {
		return search.FieldTokens{Field: field, Tokens: []search.Token{{Term: strings.Repeat("x", 1+n%3)}}}
	}
	return search.Document{ISSN: id, Public: true, Fields: []search.FieldTokens{term("lang"), term("lang+"), term("title")}}
}

// settle waits until the goroutine has made what there is to make.
func settle(ix *Index) {
	r, done := ix.gen.orders, make(chan struct{})
	r.mu.Lock()
	r.waiting = append(r.waiting, done)
	r.mu.Unlock()
	r.refresh()
	<-done
}

// TestRoundIsEnded: that the index is closed while orders are made is no fault.
func TestRoundIsEnded(t *testing.T) {
	var said strings.Builder
	quit := make(chan struct{})
	close(quit)
	r := &orders{
		gen: warmIndex(t).gen, log: slog.New(slog.NewTextHandler(&said, nil)), quit: quit,
		columns: map[columnID]column{}, fields: []string{"title"},
	}
	r.round()
	if !errors.Is(r.fault, ErrClosed) || said.Len() > 0 {
		t.Errorf("%v; the log: %s", r.fault, &said)
	}
}

// checkWarm checks which facets every segment has at hand, and that the order is.
func checkWarm(t *testing.T, ix *Index, facets map[string]bool) {
	t.Helper()
	settle(ix)
	v, err := ix.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	for _, s := range v.segs {
		for facet, want := range facets {
			if got := s.facets.named(facet).there; got != want {
				t.Errorf("segment %d has the facet %q: %v, want %v", s.number, facet, got, want)
			}
		}
	}
	if _, ok := v.gen.orders.ready(v, []search.SortField{{Fields: []string{"title"}}}); !ok {
		t.Error("there is no order of titles")
	}
}

// TestWarm opens an index, which makes ready what it is told to, and then also
// what was asked for, for segments that come later too.
func TestWarm(t *testing.T) {
	ix := warmIndex(t)
	both := "lang\x00lang+"
	checkWarm(t, ix, map[string]bool{"lang": true, both: false})

	facets := []search.FacetRequest{{Fields: []string{"lang", "lang+"}, Limit: -1}}
	h, err := ix.Search(context.Background(), &search.Plan{Query: search.All{}, Public: true}, search.Window{Facets: facets})
	if err != nil || len(h.Facets) != 1 || len(h.Facets[0]) != 3 {
		t.Fatalf("facets: %v, %v", h, err)
	}
	if err := ix.Apply(context.Background(), []search.Document{warmDocument(30)}, search.Position{Store: "store", Seq: 2}); err != nil {
		t.Fatal(err)
	}
	checkWarm(t, ix, map[string]bool{"lang": true, both: true})
}

// TestWarmingIsBesideSearches searches and counts while other facets of a segment
// are made.
func TestWarmingIsBesideSearches(t *testing.T) {
	ix := warmIndex(t)
	settle(ix)
	v, err := ix.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	_, err = v.segs[0].facets.get("another", func() ([]facetTerm, error) {
		return v.segs[0].facets.get("one more", func() ([]facetTerm, error) {
			w := search.Window{Facets: []search.FacetRequest{{Fields: []string{"lang"}}}}
			h, err := ix.Search(context.Background(), &search.Plan{Query: &search.Term{Fields: []string{"lang"}, Term: "x"}}, w)
			if err == nil && h.Total != 7 {
				t.Errorf("%d hits, want 7", h.Total)
			}
			return nil, err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWaitingForAnOrderTakesNoTurn has as many searches wait for an order as there
// are turns, and others go on.
func TestWaitingForAnOrderTakesNoTurn(t *testing.T) {
	ix := warmIndex(t)
	r := ix.gen.orders
	r.making.Lock() // no order is made meanwhile
	v, err := ix.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	r.mu.Lock()
	clear(r.columns)
	r.mu.Unlock()
	var sorted sync.WaitGroup
	for range cap(ix.turns) {
		sorted.Go(func() {
			plan := &search.Plan{Query: search.All{}, Sort: []search.SortField{{Fields: []string{"title"}}}}
			h, err := ix.Search(context.Background(), plan, search.Window{Limit: 1})
			if err != nil || len(h.ISSNs) != 1 || h.ISSNs[0] != warmDocument(0).ISSN {
				t.Errorf("the first by title: %v, %v", h, err)
			}
		})
	}
	for waiting := 0; waiting < cap(ix.turns); runtime.Gosched() {
		r.mu.Lock()
		waiting = r.pinned[v.segs[0].id]
		r.mu.Unlock()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := ix.Search(ctx, &search.Plan{Query: search.All{}}, search.Window{Limit: 1}); err != nil {
		t.Errorf("a search beside: %v", err)
	}
	r.making.Unlock()
	sorted.Wait()
}
