package indextest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/search"
)

// stateTests are about what Apply does and what is told of it.
var stateTests = []test{
	{"a new index is empty and nowhere", func(f *fixture) {
		f.stands(search.Position{}, 0)
		f.same(&search.Plan{Query: search.All{}}, search.Window{Limit: 10, Facets: []search.FacetRequest{{Fields: extra("lang"), Limit: -1}}})
		f.sameTerms(search.TermsRequest{Fields: extra("words"), Before: 3, After: 3, From: "m"})
	}},
	{"documents are found at once, with the position", func(f *fixture) {
		f.apply(doc(1, set("lang", "eng")), doc(2, set("lang", "fre")))
		f.stands(f.at(), 2)
		f.finds(&search.Term{Fields: extra("lang"), Term: "eng"}, 1)
	}},
	{"a document replaces the one before", func(f *fixture) {
		f.apply(doc(1, set("lang", "eng"), words("words", "old", "title")))
		f.apply(doc(1, words("words", "new", "title")))
		f.stands(f.at(), 1)
		f.finds(&search.Term{Fields: extra("lang"), Term: "eng"})
		f.finds(&search.Term{Fields: extra("words"), Term: "title"}, 1)
		f.finds(&search.Term{Fields: extra("words"), Term: "old"})
	}},
	{"what has gone is not found", func(f *fixture) {
		f.apply(doc(1), doc(2), doc(3))
		f.apply(search.Document{ISSN: number(2), Gone: true}, search.Document{ISSN: number(9), Gone: true})
		f.stands(f.at(), 2)
		f.finds(search.All{}, 1, 3)
		f.apply(doc(2))
		f.finds(search.All{}, 1, 2, 3)
	}},
	{"a batch without documents moves the position", func(f *fixture) {
		f.apply(doc(1))
		f.apply()
		f.stands(f.at(), 1)
	}},
	{"the public finds what is public", func(f *fixture) {
		hidden := doc(2, set("lang+", "eng"))
		hidden.Public = false
		f.apply(doc(1, set("lang", "eng")), hidden)
		f.finds(&search.Term{Fields: extra("lang"), Term: "eng"}, 1, 2)
		got := f.same(&search.Plan{Query: search.All{}, Public: true}, search.Window{Limit: 10})
		if got.Total != 1 {
			f.Errorf("the public finds %d documents, want 1", got.Total)
		}
	}},
	{"a document that becomes public is found by the public", func(f *fixture) {
		d := doc(1)
		d.Public = false
		f.apply(d)
		f.apply(doc(1))
		got := f.same(&search.Plan{Query: search.All{}, Public: true}, search.Window{Limit: 10})
		if got.Total != 1 {
			f.Errorf("the public finds %d documents, want 1", got.Total)
		}
	}},
	{"a document that cannot be is not applied, nor what comes with it", func(f *fixture) {
		f.apply(doc(1))
		before := f.at()
		bad := []search.Document{doc(2), doc(3, set("unknown", "x"))}
		if err := f.index.Apply(context.Background(), bad, search.Position{Store: "store", Seq: 99}); err == nil {
			f.Error("a document with an unknown field is applied")
		}
		if err := f.index.Apply(context.Background(), []search.Document{{Public: true}}, search.Position{Seq: 99}); err == nil {
			f.Error("a document without an ISSN is applied")
		}
		f.stands(before, 1)
	}},
	{"a context that is done ends every call", func(f *fixture) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, search1 := f.index.Search(ctx, &search.Plan{Query: search.All{}}, search.Window{Limit: 1})
		_, terms := f.index.Terms(ctx, search.TermsRequest{Fields: extra("lang"), After: 1})
		_, position := f.index.Position(ctx)
		_, documents := f.index.Documents(ctx)
		apply := f.index.Apply(ctx, []search.Document{doc(1)}, f.at())
		for call, err := range map[string]error{"Search": search1, "Terms": terms, "Position": position, "Documents": documents, "Apply": apply} {
			if !errors.Is(err, context.Canceled) {
				f.Errorf("%s: %v, want %v", call, err, context.Canceled)
			}
		}
		f.stands(search.Position{}, 0)
	}},
	{"closing twice is closing once", func(f *fixture) {
		f.apply(doc(1))
		if err := errors.Join(f.index.Close(), f.index.Close()); err != nil {
			f.Error(err)
		}
		if _, err := f.index.Search(context.Background(), &search.Plan{Query: search.All{}}, search.Window{}); err == nil {
			f.Error("a closed index is searched")
		}
		if err := f.index.Apply(context.Background(), []search.Document{doc(1)}, f.at()); err == nil {
			f.Error("documents are applied to a closed index")
		}
	}},
}

// stands compares position and number of documents.
func (f *fixture) stands(at search.Position, docs uint64) {
	f.Helper()
	got, err := f.index.Position(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	if d := cmp.Diff(at, got); d != "" {
		f.Errorf("position (-want +got):\n%s", d)
	}
	n, err := f.index.Documents(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	if n != docs {
		f.Errorf("%d documents, want %d", n, docs)
	}
}

// Position checks that an index that was opened again is where it was.
func Position(t *testing.T, ix search.Index, at search.Position, docs uint64) {
	t.Helper()
	(&fixture{T: t, index: ix}).stands(at, docs)
}
