package bleveindex_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"

	"issnd/diagnostic"
	"issnd/issn"
	"issnd/search"
	"issnd/search/bleveindex"
)

// timed is a context whose time is over when it is told so.
type timed struct {
	context.Context
	over chan struct{}
}

func newTimed() *timed { return &timed{context.Background(), make(chan struct{})} }

func (c *timed) Done() <-chan struct{} { return c.over }

func (c *timed) Err() error {
	select {
	case <-c.over:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// slow is a filter that keeps everything, and takes until the time is over.
func (c *timed) slow(fails bool) *search.Filter {
	return &search.Filter{Of: search.All{}, Max: 100, Keep: func(ctx context.Context, ids []issn.ISSN) ([]bool, error) {
		close(c.over)
		<-ctx.Done()
		if fails {
			return nil, ctx.Err()
		}
		return slices.Repeat([]bool{true}, len(ids)), nil
	}}
}

func TestOutOfTime(t *testing.T) {
	ix := mustOpen(t, t.TempDir(), options)
	mustApply(t, ix, 1, numbered(1, "b"), numbered(2, "a"))
	w := search.Window{Limit: 5, Facets: []search.FacetRequest{{Fields: []string{"batch"}, Limit: -1}}}
	byTitle := []search.SortField{{Fields: []string{"title"}}}

	t.Run("before the total is known", func(t *testing.T) {
		ctx := newTimed()
		_, err := ix.Search(ctx, &search.Plan{Query: ctx.slow(true), Sort: byTitle}, w)
		var d *diagnostic.Diagnostic
		if !errors.As(err, &d) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want a diagnostic that wraps %v", err, context.DeadlineExceeded)
		}
	})
	t.Run("after it", func(t *testing.T) {
		ctx := newTimed()
		h, err := ix.Search(ctx, &search.Plan{Query: ctx.slow(false), Sort: byTitle}, w)
		if err != nil {
			t.Fatal(err)
		}
		want := []issn.ISSN{numbered(1, "").ISSN, numbered(2, "").ISSN}
		if !h.Partial || h.Total != 2 || h.Facets != nil || !slices.Equal(h.ISSNs, want) {
			t.Errorf("hits %+v, want a total of 2 in the order of ISSNs", h)
		}
	})
}

func TestTooManyTerms(t *testing.T) {
	o := options
	o.MaxTerms, o.MaxPhraseTerms = 20, 10
	ix := mustOpen(t, t.TempDir(), o)
	var docs []search.Document
	for n := 1; n <= 20; n++ {
		docs = append(docs, numbered(n, "x"+strconv.Itoa(n)))
	}
	mustApply(t, ix, 1, docs...)
	all := search.Pattern{Parts: []search.Part{{Text: "x"}, {Any: true}}}
	one := search.Pattern{Parts: []search.Part{{Text: "x1"}, {One: true}}} // 10 terms
	words := []string{"words"}
	half := &search.Matching{Fields: words, Pattern: one}
	tests := []struct {
		name string
		node search.Node
		want bool
	}{
		{"as many as may be", &search.Matching{Fields: words, Pattern: all}, true},
		{"as many in two words", &search.Or{Nodes: []search.Node{half, half}}, true},
		{"more in three words", &search.Or{Nodes: []search.Node{half, half, half}}, false},
		{"more", &search.Matching{Fields: []string{"words", "title"}, Pattern: all}, false},
		{"as many in a phrase", &search.Phrase{Fields: words, Slots: []search.Pattern{one, search.Literal("end")}}, true},
		{"more in a phrase", &search.Phrase{Fields: words, Slots: []search.Pattern{all, search.Literal("end")}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ix.Search(context.Background(), &search.Plan{Query: tt.node}, search.Window{})
			if ok := err == nil; ok != tt.want || !ok && !errors.Is(err, diagnostic.New(diagnostic.TooManyMasks, "")) {
				t.Errorf("error %v", err)
			}
		})
	}
	t.Run("more to rank by", func(t *testing.T) {
		h, err := ix.Search(context.Background(), &search.Plan{
			Query: &search.Matching{Fields: words, Pattern: all},
			Rank: []search.Node{
				&search.Phrase{Fields: words, Slots: []search.Pattern{all, search.Literal("end")}},
				&search.Term{Fields: words, Term: "x7"},
			},
		}, search.Window{Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		if h.Total != 20 || len(h.ISSNs) != 20 || h.ISSNs[0] != docs[6].ISSN {
			t.Errorf("%d found, the first %v, want 20 and %v", h.Total, h.ISSNs, docs[6].ISSN)
		}
	})
}

func TestUnknownRequests(t *testing.T) {
	ix := mustOpen(t, t.TempDir(), bleveindex.Options{Fields: options.Fields})
	mustApply(t, ix, 1, numbered(1, "a"))
	literal := []search.Pattern{search.Literal("a")}
	for name, n := range map[string]search.Node{
		"no node":            nil,
		"no comparison":      &search.Near{Fields: []string{"words"}, Left: literal, Right: literal},
		"masks and mistakes": &search.Matching{Fields: []string{"words"}, Pattern: search.Pattern{Parts: []search.Part{{Any: true}}, Edits: 1}},
		"too many mistakes":  &search.Matching{Fields: []string{"words"}, Pattern: search.Pattern{Parts: []search.Part{{Text: "a"}}, Edits: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			if h, err := ix.Search(context.Background(), &search.Plan{Query: n}, search.Window{}); err == nil {
				t.Errorf("hits %+v", h)
			}
		})
	}
}
