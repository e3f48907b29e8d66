package indextest

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/issn"
	"issnd/search"
)

// fixture is an index and the model that it should be equal to.
type fixture struct {
	*testing.T
	index search.Index
	model model
	seq   uint64
}

// number is an ISSN by its serial number.
func number(n int) issn.ISSN {
	i, ok := issn.FromNumber(uint32(n))
	if !ok {
		panic("no ISSN has this number")
	}
	return i
}

// doc is a public document with a word field, if words is not empty.
func doc(n int, fields ...search.FieldTokens) search.Document {
	return search.Document{ISSN: number(n), Public: true, Fields: fields}
}

// set is a field without positions.
func set(field string, terms ...string) search.FieldTokens {
	f := search.FieldTokens{Field: field}
	for _, t := range terms {
		f.Tokens = append(f.Tokens, search.Token{Term: t})
	}
	return f
}

// words is a field with positions from 1.
func words(field string, terms ...string) search.FieldTokens {
	f := set(field, terms...)
	for i := range f.Tokens {
		f.Tokens[i].Pos = uint32(i + 1)
	}
	return f
}

// apply applies documents to both.
func (f *fixture) apply(docs ...search.Document) {
	f.Helper()
	f.seq++
	if err := f.index.Apply(context.Background(), docs, f.at()); err != nil {
		f.Fatalf("apply: %v", err)
	}
	f.model.apply(docs)
}

func (f *fixture) at() search.Position { return search.Position{Store: "store", Seq: f.seq} }

// same compares what the index finds with what the model does.
func (f *fixture) same(p *search.Plan, w search.Window) *search.Hits {
	f.Helper()
	got, err := f.index.Search(context.Background(), p, w)
	if err != nil {
		f.Fatalf("search %s: %v", printed(p), err)
	}
	want := f.model.search(p, w)
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		f.Fatalf("search %s, window %+v (-want +got):\n%s", printed(p), w, d)
	}
	return got
}

// finds compares the documents that a node finds, for both audiences.
func (f *fixture) finds(n search.Node, want ...int) {
	f.Helper()
	hits := f.same(&search.Plan{Query: n}, search.Window{Limit: 1000})
	f.same(&search.Plan{Query: n, Public: true}, search.Window{Limit: 1000})
	var ids []issn.ISSN
	for _, w := range want {
		ids = append(ids, number(w))
	}
	if d := cmp.Diff(ids, hits.ISSNs, cmpopts.EquateEmpty()); d != "" {
		f.Errorf("search %s (-want +got):\n%s", printed(&search.Plan{Query: n}), d)
	}
}

// sameTerms compares lists of terms.
func (f *fixture) sameTerms(r search.TermsRequest) {
	f.Helper()
	got, err := f.index.Terms(context.Background(), r)
	if err != nil {
		f.Fatalf("terms %+v: %v", r, err)
	}
	if d := cmp.Diff(f.model.terms(r), got, cmpopts.EquateEmpty()); d != "" {
		f.Fatalf("terms %+v (-want +got):\n%s", r, d)
	}
}

// seeded is a source of numbers that are the same each time.
func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }
