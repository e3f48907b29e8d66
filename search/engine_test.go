package search_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/cql"
	"issnd/register"
	"issnd/search"
	"issnd/search/bleveindex"
	"issnd/store"
)

// TestEngineAgrees: the engine answers as the index in memory does, which is
// too simple to be wrong: searches with their order and facets, lists of terms
// and suggestions.
func TestEngineAgrees(t *testing.T) {
	ctx := context.Background()
	tab, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := st.Apply(ctx, search.Sample(t)); err != nil {
		t.Fatal(err)
	}
	engine, err := bleveindex.Open(t.TempDir(), bleveindex.Options{Fields: tab.Fields(), Version: tab.Version()})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	memory := search.NewMemory()
	for _, ix := range []search.Index{engine, memory} {
		if err := search.Follow(ctx, st, ix, tab, nil); err != nil {
			t.Fatal(err)
		}
	}
	door := register.New(st)
	got := search.NewService(tab, engine, door, search.Limits{})
	want := search.NewService(tab, memory, door, search.Limits{})
	for _, v := range []register.Viewer{{}, register.NewViewer("library", register.Complete)} {
		compareSearches(t, got, want, v)
		compareLists(t, got, want, v)
	}
}

func compareSearches(t *testing.T, got, want *search.Service, v register.Viewer) {
	var wishes []search.FacetWish
	for _, p := range want.Table().For(v) {
		if p.Facet && len(wishes) < want.Limits().Facets {
			wishes = append(wishes, search.FacetWish{Point: p.Names[0], Count: -1, ByTerm: p.Kind == search.Number})
		}
	}
	for _, query := range append(search.Queries(), "cql.allRecords = 1", "journal", `"sample journal of examples"`, "title any \"a b c of the\"") {
		q, err := cql.Parse(query, cql.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		r := search.Request{Query: q, Start: 1, Count: 100, Facets: wishes}
		a, errA := want.Search(context.Background(), v, r)
		b, errB := got.Search(context.Background(), v, r)
		if d := cmp.Diff(outline(a, errA), outline(b, errB)); d != "" {
			t.Errorf("public %v: %s (-memory +engine):\n%s", v.Public(), query, d)
		}
	}
}

// outline is a result without the records themselves.
func outline(r *search.Result, err error) []any {
	if err != nil {
		return []any{err.Error()}
	}
	out := []any{r.Total, len(r.Diagnostics)}
	for _, f := range r.Records {
		out = append(out, f.ISSN)
	}
	for _, f := range r.Facets {
		out = append(out, f.Point.Names[0], f.Values)
	}
	return out
}

func compareLists(t *testing.T, got, want *search.Service, v register.Viewer) {
	for _, p := range want.Table().For(v) {
		for _, from := range []string{"", "m", "0", "物"} {
			for _, position := range []int{0, 1, 3, 6} {
				r := search.ScanRequest{Position: position, Count: 5, Clause: cql.NewClause("issn."+p.Name(), "=", from)}
				a, errA := want.Scan(context.Background(), v, r)
				b, errB := got.Scan(context.Background(), v, r)
				if d := cmp.Diff(a, b, cmpopts.EquateEmpty()); d != "" || (errA == nil) != (errB == nil) {
					t.Errorf("public %v: scan %s %q at %d: %v, %v (-memory +engine):\n%s", v.Public(), p.Names[0], from, position, errA, errB, d)
				}
			}
		}
	}
	a, errA := want.Suggest(context.Background(), v, "s", 20)
	b, errB := got.Suggest(context.Background(), v, "s", 20)
	if d := cmp.Diff(a, b); d != "" || errA != nil || errB != nil {
		t.Errorf("suggestions: %v, %v (-memory +engine):\n%s", errA, errB, d)
	}
}
