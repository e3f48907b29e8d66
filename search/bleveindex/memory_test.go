package bleveindex

import (
	"iter"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/issn"
	"issnd/search"
)

func TestDraftsInMemory(t *testing.T) {
	for _, tt := range []struct {
		memory     int64
		processors int
		segments   int
		draft      int64
	}{
		{0, 8, 2, math.MaxInt64},
		{0, 1, 1, math.MaxInt64},
		{8 << 30, 8, 2, 2 << 30},
		{8 << 30, 1, 1, 4 << 30},
		{1 << 30, 2, 2, 256 << 20},
		{1<<30 - 2, 2, 1, 512<<20 - 1},
		{64 << 20, 2, 1, 32 << 20},
	} {
		if n, draft := drafts(tt.memory, tt.processors); n != tt.segments || draft != tt.draft {
			t.Errorf("%d bytes, %d processors: %d segments of %d bytes, want %d of %d", tt.memory, tt.processors, n, draft, tt.segments, tt.draft)
		}
	}
}

func given(docs []search.Document) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// TestDraftsStayInTheirMemory: a segment is written when its draft has as much
// memory as it may.
func TestDraftsStayInTheirMemory(t *testing.T) {
	docs := zapDocuments(1, 1+16*together)
	s, err := newSchema(zapFields)
	if err != nil {
		t.Fatal(err)
	}
	all := newDraft(s)
	for i := range docs {
		if err := all.add(&docs[i]); err != nil {
			t.Fatal(err)
		}
	}
	for most, want := range map[int64]uint64{1: 16, all.size() / 2: 2, 2 * all.size(): 1} {
		b := &building{path: t.TempDir(), schema: s, writers: 1, most: most}
		n, err := b.run(t.Context(), Options{}, given(docs), search.Position{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		// The tables of a draft grow in steps.
		if got := b.segments.Load(); n != uint64(len(docs)) || got < want || got > want+want/2 {
			t.Errorf("drafts of %d bytes: %d segments of %d documents, want about %d", most, got, n, want)
		}
	}
}

// TestLittleMemoryMakesTheSameIndex: an index of many small segments answers as
// one of a large one does.
func TestLittleMemoryMakesTheSameIndex(t *testing.T) {
	docs := zapDocuments(1, 6*together)
	at := search.Position{Store: "store", Seq: 7}
	built := func(memory int64) *Index {
		o := Options{Fields: zapFields, Memory: memory}
		dir := t.TempDir()
		if err := Build(t.Context(), dir, o, given(docs), at, nil); err != nil {
			t.Fatal(err)
		}
		ix, err := Open(dir, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = ix.Close() })
		return ix
	}
	large, small := built(0), built(1)
	for _, q := range []search.Node{
		search.All{},
		&search.Term{Fields: []string{"words"}, Term: "w7"},
		&search.Term{Fields: []string{"codes"}, Term: "c1"},
		&search.Term{Fields: []string{"rare"}, Term: "\xff\x00"},
	} {
		for _, public := range []bool{false, true} {
			p := &search.Plan{Query: q, Public: public, Sort: []search.SortField{{Fields: []string{"key"}}}}
			w := search.Window{Offset: 3, Limit: 50, Facets: []search.FacetRequest{{Fields: []string{"codes"}, Limit: -1}}}
			want, err := large.Search(t.Context(), p, w)
			if err != nil {
				t.Fatal(err)
			}
			got, err := small.Search(t.Context(), p, w)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%+v, public %v (-one segment +many):\n%s", q, public, d)
			}
		}
	}
	n, err := small.Check(t.Context(), Check{Documents: given(docs), Report: func(id issn.ISSN, fault string) { t.Errorf("%s %s", id, fault) }})
	if want := (Compared{Documents: uint64(len(docs)), Terms: uint64(len(docs))}); n != want || err != nil {
		t.Errorf("compared %+v, %v, want %+v", n, err, want)
	}
	if p, err := small.Position(t.Context()); p != at || err != nil {
		t.Errorf("position %+v, %v", p, err)
	}
}
