package indextest

import (
	"context"
	"errors"
	"fmt"

	"issnd/diagnostic"
	"issnd/issn"
	"issnd/search"
)

// facetTests are about counts of terms among hits.
var facetTests = []test{
	{"counts, orders and parts", func(f *fixture) {
		f.apply(doc(1, set("lang", "eng")), doc(2, set("lang", "eng", "fre")), doc(3, set("lang", "fre")), doc(4, set("lang", "ger")), doc(5))
		f.apply(doc(6, set("lang", "eng")))
		for _, r := range []search.FacetRequest{
			{Limit: -1}, {Limit: 2}, {Limit: 2, Offset: 1}, {Offset: 7, Limit: 2}, {Limit: 0},
			{ByTerm: true, Limit: -1}, {ByTerm: true, Descending: true, Limit: 1}, {Descending: true, Limit: -1}, {MinCount: 2, Limit: -1},
		} {
			r.Fields = extra("lang")
			f.same(&search.Plan{Query: search.All{}}, search.Window{Facets: []search.FacetRequest{r, {Fields: []string{"year"}, Limit: -1}}})
		}
	}},
	{"a term in both fields of a document counts once", func(f *fixture) {
		f.apply(doc(1, set("lang", "eng"), set("lang+", "eng")), doc(2, set("lang+", "eng")))
		got := f.same(&search.Plan{Query: search.All{}}, search.Window{Facets: []search.FacetRequest{{Fields: extra("lang"), Limit: -1}}})
		if want := "[[{eng 2}]]"; fmt.Sprint(got.Facets) != want {
			f.Errorf("facets %v, want %s", got.Facets, want)
		}
	}},
	{"what has gone is not counted", func(f *fixture) {
		f.apply(doc(1, set("lang", "eng")), doc(2, set("lang", "eng")), doc(3, set("lang", "fre")))
		w := search.Window{Facets: []search.FacetRequest{{Fields: extra("lang"), Limit: -1}}}
		f.same(&search.Plan{Query: search.All{}}, w)
		f.apply(search.Document{ISSN: number(1), Gone: true}, doc(3, set("lang", "ger")))
		f.same(&search.Plan{Query: search.All{}}, w)
	}},
}

// termTests are about lists of terms.
var termTests = []test{
	{"around a place", func(f *fixture) {
		f.apply(doc(1, set("heading", "alpha", "beta")), doc(2, set("heading", "beta", "delta")), doc(3, set("heading+", "beta", "gamma")))
		for _, from := range []string{"", "a", "beta", "betb", "zzz"} {
			for n := range 5 {
				f.sameTerms(search.TermsRequest{Fields: extra("heading"), From: from, Before: n, After: 4 - n})
				f.sameTerms(search.TermsRequest{Fields: []string{"heading"}, Public: true, From: from, Before: n, After: 4 - n})
			}
		}
	}},
	{"with a prefix", func(f *fixture) {
		f.apply(doc(1, set("heading", "a", "ab", "abc", "ac", "b", "\xff\xffx")))
		for _, prefix := range []string{"a", "ab", "abd", "\xff\xff", "c"} {
			for _, from := range []string{"", "ab", "abz", "zz"} {
				f.sameTerms(search.TermsRequest{Fields: extra("heading"), Prefix: prefix, From: from, Before: 2, After: 2})
			}
		}
	}},
	{"terms that nobody has any more are left out", func(f *fixture) {
		f.apply(doc(1, set("heading", "a", "b")), doc(2, set("heading", "b", "c")), doc(3, set("heading", "d")))
		f.apply(search.Document{ISSN: number(1), Gone: true}, doc(3, set("heading", "e")))
		f.sameTerms(search.TermsRequest{Fields: extra("heading"), From: "c", Before: 5, After: 5})
		f.sameTerms(search.TermsRequest{Fields: extra("heading"), From: "b", Before: 1, After: 1})
		f.sameTerms(search.TermsRequest{Fields: extra("heading"), From: "d", Before: 1, After: 1})
	}},
	{"many terms", func(f *fixture) {
		for part := range 3 {
			var docs []search.Document
			for n := 1; n <= 700; n++ {
				docs = append(docs, doc(part*1000+n, set("heading", fmt.Sprintf("%05d", n*3+part), fmt.Sprintf("%05d", n))))
			}
			f.apply(docs...)
		}
		for _, from := range []int{0, 1, 64, 65, 500, 700, 1500, 2102, 9999} {
			f.sameTerms(search.TermsRequest{Fields: extra("heading"), From: fmt.Sprintf("%05d", from), Before: 20, After: 20})
			f.sameTerms(search.TermsRequest{Fields: extra("heading"), From: fmt.Sprintf("%05d", from), Before: 1000, After: 1000})
		}
	}},
}

// failureTests are about what cannot be answered.
var failureTests = []test{
	{"too many candidates", func(f *fixture) {
		f.apply(doc(1), doc(2), doc(3))
		filter := &search.Filter{Of: search.All{}, Max: 2, Keep: keepMultiples(1)}
		_, err := f.index.Search(context.Background(), &search.Plan{Query: filter}, search.Window{})
		f.diagnosed(err, diagnostic.TooManyRecords)
		filter.Max = 3
		f.finds(filter, 1, 2, 3)
	}},
	{"an error of a filter is that of the search", func(f *fixture) {
		f.apply(doc(1))
		broken := errors.New("broken")
		filter := &search.Filter{Of: search.All{}, Max: 2, Keep: func(context.Context, []issn.ISSN) ([]bool, error) { return nil, broken }}
		if _, err := f.index.Search(context.Background(), &search.Plan{Query: filter}, search.Window{}); !errors.Is(err, broken) {
			f.Errorf("error %v, want %v", err, broken)
		}
	}},
	{"a search that is given up ends", func(f *fixture) {
		f.apply(doc(1))
		ctx, cancel := context.WithCancel(context.Background())
		filter := &search.Filter{Of: search.All{}, Max: 2, Keep: func(ctx context.Context, _ []issn.ISSN) ([]bool, error) {
			cancel()
			return nil, ctx.Err()
		}}
		if _, err := f.index.Search(ctx, &search.Plan{Query: filter}, search.Window{}); !errors.Is(err, context.Canceled) {
			f.Errorf("error %v, want %v", err, context.Canceled)
		}
	}},
}

// diagnosed checks that an error is a diagnostic.
func (f *fixture) diagnosed(err error, code diagnostic.Code) {
	f.Helper()
	var d *diagnostic.Diagnostic
	if !errors.As(err, &d) || d.Code != code {
		f.Errorf("error %v, want diagnostic %d", err, code)
	}
}
