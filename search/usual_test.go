package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/cql"
	"issnd/register"
)

// TestUsual compares what an engine makes ready with what the public asks for:
// each facet that it may have, and titles.
func TestUsual(t *testing.T) {
	table, err := DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	c := &compiler{table: table}
	var want [][]string
	for _, p := range table.For(register.Viewer{}) {
		if p.Facet {
			want = append(want, c.fieldsOf(p))
		}
	}
	orders, facets := table.Usual()
	if d := cmp.Diff(want, facets); d != "" {
		t.Errorf("facets (-want +got):\n%s", d)
	}
	title, err := table.Find(cql.ParseName("dc.title"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(names(register.Viewer{}, table.fields[title].sort), orders); d != "" {
		t.Errorf("orders (-want +got):\n%s", d)
	}
}
