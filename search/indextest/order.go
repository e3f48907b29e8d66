package indextest

import (
	"context"
	"fmt"

	"issnd/issn"
	"issnd/search"
)

// titled is documents with the given titles, "" for none, numbered from 1.
func titled(titles ...string) []search.Document {
	var docs []search.Document
	for i, t := range titles {
		d := doc(i + 1)
		if t != "" {
			d.Fields = append(d.Fields, set("title", t))
		}
		docs = append(docs, d)
	}
	return docs
}

// ordered compares the order of all documents.
func (f *fixture) ordered(by []search.SortField, want ...int) {
	f.Helper()
	got := f.same(&search.Plan{Query: search.All{}, Sort: by}, search.Window{Limit: 1000})
	var ids []issn.ISSN
	for _, n := range want {
		ids = append(ids, number(n))
	}
	if fmt.Sprint(got.ISSNs) != fmt.Sprint(ids) {
		f.Errorf("order %v, want %v", got.ISSNs, ids)
	}
}

func byTitle(s search.SortField) []search.SortField {
	s.Fields = extra("title")
	return []search.SortField{s}
}

// orderTests are about the order of results and their pages.
var orderTests = []test{
	{"without an order, ISSNs decide", func(f *fixture) {
		f.apply(doc(30), doc(10), doc(20))
		f.apply(doc(15))
		f.ordered(nil, 10, 15, 20, 30)
	}},
	{"by a term, then by ISSN", func(f *fixture) {
		f.apply(titled("b", "a", "c", "b")...)
		f.ordered(byTitle(search.SortField{}), 2, 1, 4, 3)
		f.ordered(byTitle(search.SortField{Descending: true}), 3, 1, 4, 2)
	}},
	{"what has no term stands where it is told to", func(f *fixture) {
		f.apply(titled("b", "", "a")...)
		f.ordered(byTitle(search.SortField{Missing: search.MissingHigh}), 3, 1, 2)
		f.ordered(byTitle(search.SortField{Missing: search.MissingHigh, Descending: true}), 2, 1, 3)
		f.ordered(byTitle(search.SortField{Missing: search.MissingLow}), 2, 3, 1)
		f.ordered(byTitle(search.SortField{Missing: search.MissingLow, Descending: true}), 1, 3, 2)
		f.ordered(byTitle(search.SortField{Missing: search.MissingOmit}), 3, 1)
		f.ordered(byTitle(search.SortField{Missing: search.MissingValue, Value: "aa"}), 3, 2, 1)
		f.ordered(byTitle(search.SortField{Missing: search.MissingValue, Value: "a"}), 2, 3, 1)
		f.ordered(byTitle(search.SortField{Missing: search.MissingValue, Value: ""}), 2, 3, 1)
		f.ordered(byTitle(search.SortField{Missing: search.MissingValue, Value: "zz", Descending: true}), 2, 1, 3)
	}},
	{"the last field in which there is a term counts", func(f *fixture) {
		f.apply(doc(1, set("title", "c"), set("title+", "a")), doc(2, set("title", "b")), doc(3, set("title+", "d")))
		f.ordered(byTitle(search.SortField{}), 1, 2, 3)
		f.ordered([]search.SortField{{Fields: []string{"title"}}}, 2, 1, 3)
	}},
	{"by several keys", func(f *fixture) {
		f.apply(doc(1, set("year", "1999"), set("title", "b")), doc(2, set("year", "1998"), set("title", "c")),
			doc(3, set("year", "1999"), set("title", "a")), doc(4, set("title", "a")))
		f.ordered(append([]search.SortField{{Fields: []string{"year"}, Descending: true, Missing: search.MissingLow}}, byTitle(search.SortField{})...), 3, 1, 2, 4)
	}},
	{"documents of a higher rank come first", func(f *fixture) {
		f.apply(titled("d", "c", "b", "a")...)
		p := &search.Plan{Query: search.All{}, Sort: byTitle(search.SortField{}), Rank: []search.Node{
			&search.Term{Fields: []string{"title"}, Term: "c"},
			&search.Or{Nodes: []search.Node{&search.Term{Fields: []string{"title"}, Term: "d"}, &search.Term{Fields: []string{"title"}, Term: "c"}}},
		}}
		got := f.same(p, search.Window{Limit: 10})
		if want := []issn.ISSN{number(2), number(1), number(4), number(3)}; fmt.Sprint(got.ISSNs) != fmt.Sprint(want) {
			f.Errorf("order %v, want %v", got.ISSNs, want)
		}
		f.same(p, search.Window{Offset: 1, Limit: 2})
	}},
	{"terms that come later find their place", func(f *fixture) {
		by := byTitle(search.SortField{})
		f.apply(titled("m")...)
		f.ordered(by, 1)
		// Each term comes between the two before it, so that any gap is soon full.
		low, high := "a", "z"
		f.apply(doc(1000, set("title", low)), doc(1001, set("title", high)))
		for n := 2; n < 120; n++ {
			if low += "m"; n%2 == 0 {
				low = low[:len(low)-1] + "l"
			}
			f.apply(doc(n, set("title", low)))
			f.same(&search.Plan{Query: search.All{}, Sort: by}, search.Window{Limit: 1000})
		}
	}},
	{"pages neither overlap nor leave gaps", func(f *fixture) {
		g := generator{seeded(11)}
		var docs []search.Document
		for n := 1; n <= 3000; n++ {
			d := doc(n, set("year", fmt.Sprint(1990+g.IntN(3))))
			if g.IntN(10) > 0 {
				d.Fields = append(d.Fields, set("title", fmt.Sprint(pick(g, vocabulary), g.IntN(40))))
			}
			docs = append(docs, d)
		}
		f.apply(docs[:1000]...)
		f.apply(docs[1000:]...)
		orders := [][]search.SortField{nil, byTitle(search.SortField{}), append([]search.SortField{{Fields: []string{"year"}}}, byTitle(search.SortField{Descending: true})...)}
		for _, by := range orders {
			for offset := uint64(0); offset <= 3000; offset += 137 {
				f.same(&search.Plan{Query: search.All{}, Sort: by}, search.Window{Offset: offset, Limit: 137})
			}
			f.same(&search.Plan{Query: search.All{}, Sort: by}, search.Window{Limit: 10_000})
		}
	}},
	{"a missing term fails a search that needs it", func(f *fixture) {
		f.apply(titled("a", "")...)
		by := byTitle(search.SortField{Missing: search.MissingFail})
		_, err := f.index.Search(context.Background(), &search.Plan{Query: search.All{}, Sort: by}, search.Window{Limit: 1})
		f.diagnosed(err, 93)
		f.apply(titled("a", "b")...)
		f.ordered(by, 1, 2)
	}},
}
