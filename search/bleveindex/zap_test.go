package bleveindex

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/google/go-cmp/cmp"

	"issnd/issn"
	"issnd/search"
)

var zapFields = []search.FieldInfo{
	{Name: "words", Positions: true},
	{Name: "codes", Facet: true},
	{Name: "headings"},
	{Name: "key", Sort: true},
	{Name: "rare", Positions: true},
	{Name: "unused"},
}

// zapDocument is a document whose fields have terms in one, a few and thousands
// of documents.
func zapDocument(r *rand.Rand, n int) search.Document {
	id, _ := issn.FromNumber(uint32(n))
	d := search.Document{ISSN: id, Public: r.IntN(3) > 0}
	var words []search.Token
	for place := range 1 + r.IntN(12) {
		words = append(words, search.Token{Term: fmt.Sprint("w", r.IntN(1+r.IntN(400))), Pos: uint32(7*place + r.IntN(7))})
	}
	field := func(name string, terms ...string) {
		f := search.FieldTokens{Field: name}
		for _, t := range terms {
			f.Tokens = append(f.Tokens, search.Token{Term: t})
		}
		d.Fields = append(d.Fields, f)
	}
	d.Fields = append(d.Fields, search.FieldTokens{Field: "words", Tokens: words})
	field("codes", fmt.Sprint("c", r.IntN(3)), fmt.Sprint("d", r.IntN(1500)))
	field("headings", fmt.Sprint("a heading of ", n), "", "a heading of all", fmt.Sprint("heading ", n%100))
	field("key", fmt.Sprint("key ", r.IntN(2000)))
	if n%1000 == 7 {
		d.Fields = append(d.Fields, search.FieldTokens{Field: "rare", Tokens: []search.Token{{Term: "\xff\x00", Pos: 1 << 31}}})
	}
	return d
}

func zapDocuments(from, to int) []search.Document {
	var docs []search.Document
	r := rand.New(rand.NewPCG(1, uint64(from)))
	for n := from; n < to; n++ {
		docs = append(docs, zapDocument(r, n))
	}
	return docs
}

func buildOf(t *testing.T, docs []search.Document) *Index {
	t.Helper()
	dir, o := t.TempDir(), Options{Fields: zapFields}
	err := Build(context.Background(), dir, o, func(yield func(search.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}, search.Position{Seq: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return openIn(t, dir, o)
}

func openIn(t *testing.T, dir string, o Options) *Index {
	t.Helper()
	ix, err := Open(dir, o)
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

// inside is everything that is in the segments of an index: of each field and
// term the documents with their places, in any order.
func inside(t *testing.T, ix *Index) map[string]map[issn.ISSN][]uint32 {
	t.Helper()
	v, err := ix.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	all := map[string]map[issn.ISSN][]uint32{}
	for _, s := range v.segs {
		ids, err := s.numbers()
		if err != nil {
			t.Fatal(err)
		}
		names := []string{fieldID, fieldPublic}
		for _, f := range zapFields {
			names = append(names, f.Name)
		}
		for _, name := range names {
			err := s.walk(name, nil, nil, nil, func(e *index.DictEntry, dict segment.TermDictionary) error {
				list, err := dict.PostingsList([]byte(e.Term), s.deleted, nil)
				if err != nil {
					return err
				}
				key := fmt.Sprintf("%s %q", name, e.Term)
				if list.Count() == 0 {
					return nil // of deleted documents only
				}
				if all[key] == nil {
					all[key] = map[issn.ISSN][]uint32{}
				}
				it := list.Iterator(true, true, true, nil)
				for p, err := it.Next(); p != nil || err != nil; p, err = it.Next() {
					if err != nil {
						return err
					}
					all[key][ids[p.Number()]] = appendPlaces(nil, p)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

// TestBuiltIsWhatScorchWrites compares what Build writes with what scorch
// writes of the same documents, also after scorch has merged it with others.
func TestBuiltIsWhatScorchWrites(t *testing.T) {
	first, more := zapDocuments(1, 6000), zapDocuments(5000, 7000)
	at := search.Position{Seq: 2}
	applied := openIn(t, t.TempDir(), Options{Fields: zapFields})
	built := buildOf(t, first)
	ctx := context.Background()
	if err := applied.Apply(ctx, first, at); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(inside(t, applied), inside(t, built)); diff != "" {
		t.Fatalf("built (-applied +built)\n%s", diff)
	}
	for _, ix := range []*Index{applied, built} {
		if err := ix.Apply(ctx, more, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := built.gen.flush(ctx); err != nil {
		t.Fatal(err)
	}
	plan := mergeplan.SingleSegmentMergePlanOptions
	if err := built.gen.scorch.(*scorch.Scorch).ForceMerge(ctx, &plan); err != nil {
		t.Fatal(err)
	}
	v, err := built.acquire()
	if err != nil {
		t.Fatal(err)
	}
	if len(v.segs) != 1 {
		t.Errorf("%d segments after merging", len(v.segs))
	}
	v.release()
	if diff := cmp.Diff(inside(t, applied), inside(t, built)); diff != "" {
		t.Errorf("merged (-applied +merged)\n%s", diff)
	}
}

func TestBuildOfNothing(t *testing.T) {
	ix := buildOf(t, nil)
	if n, err := ix.Documents(context.Background()); n != 0 || err != nil {
		t.Errorf("%d documents, error %v", n, err)
	}
	if err := ix.Apply(context.Background(), zapDocuments(1, 3), search.Position{Seq: 2}); err != nil {
		t.Fatal(err)
	}
	if n, err := ix.Documents(context.Background()); n != 2 || err != nil {
		t.Errorf("%d documents, error %v", n, err)
	}
}

// TestAscending has the numbers as scorch's keys have them.
func TestAscending(t *testing.T) {
	tests := map[uint64]string{0: "\x88", 3: "\x8b", 109: "\xf5", 110: "\xf6\x6e", 255: "\xf6\xff", 256: "\xf7\x01\x00", 1 << 16: "\xf8\x01\x00\x00"}
	for n, want := range tests {
		if got := string(ascending(n)); got != want {
			t.Errorf("%d is %x, want %x", n, got, want)
		}
	}
}
