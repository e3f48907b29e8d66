package indextest

import (
	"context"
	"fmt"
	"sync"

	"issnd/search"
)

// togetherTests are about several calls at a time.
var togetherTests = []test{
	{"a search sees one state", func(f *fixture) {
		const docs, states, searchers = 40, 25, 3
		// Every batch replaces all documents, and in each they all have the language
		// of the batch alone.
		batch := func(state int) []search.Document {
			var all []search.Document
			for n := 1; n <= docs; n++ {
				lang := fmt.Sprintf("l%03d", state)
				all = append(all, doc(n, set("lang", lang), set("title", fmt.Sprintf("%s %d", lang, n)), words("words", lang, "end")))
			}
			return all
		}
		f.apply(batch(0)...)
		done := make(chan struct{})
		var wg sync.WaitGroup
		for range searchers {
			wg.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						f.oneState(docs)
					}
				}
			})
		}
		for state := 1; state < states; state++ {
			f.apply(batch(state)...)
			f.finds(&search.Term{Fields: []string{"lang"}, Term: fmt.Sprintf("l%03d", state-1)})
		}
		close(done)
		wg.Wait()
	}},
	{"batches at the same time are all applied", func(f *fixture) {
		var wg sync.WaitGroup
		for part := range 4 {
			wg.Go(func() {
				for n := range 10 {
					err := f.index.Apply(context.Background(), []search.Document{doc(1 + part*10 + n)}, search.Position{Store: "store", Seq: 1})
					if err != nil {
						f.Error(err)
					}
				}
			})
		}
		wg.Wait()
		f.stands(search.Position{Store: "store", Seq: 1}, 40)
	}},
}

// oneState searches, and looks whether what it finds can be of one state.
func (f *fixture) oneState(docs uint64) {
	p := &search.Plan{Query: search.All{}, Public: true, Sort: []search.SortField{{Fields: []string{"title"}}}}
	h, err := f.index.Search(context.Background(), p, search.Window{Limit: 10, Facets: []search.FacetRequest{{Fields: []string{"lang"}, Limit: -1}}})
	if err != nil {
		f.Error(err)
		return
	}
	if h.Total != docs || len(h.ISSNs) != 10 || len(h.Facets[0]) != 1 || h.Facets[0][0].Count != docs {
		f.Errorf("a search sees %+v", h)
	}
	t, err := f.index.Terms(context.Background(), search.TermsRequest{Fields: []string{"lang"}, After: 5})
	if err != nil {
		f.Error(err)
		return
	}
	if len(t.After) != 1 || t.After[0].Count != docs {
		f.Errorf("a list of terms is %+v", t)
	}
}
