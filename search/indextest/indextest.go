// Package indextest holds what any search.Index must do, as tests. Most of them
// compare an index with a model that looks at every document for every
// question.
package indextest

import (
	"testing"

	"issnd/search"
)

// Run tests the indexes that open makes, each of them new and empty, for
// documents with the given fields. Whoever opens them closes them.
func Run(t *testing.T, open func(t *testing.T, fields []search.FieldInfo) search.Index) {
	groups := []struct {
		name  string
		tests []test
	}{
		{"state", stateTests},
		{"nodes", nodeTests},
		{"order", orderTests},
		{"facets", facetTests},
		{"terms", termTests},
		{"failures", failureTests},
		{"random", randomTests},
		{"together", togetherTests},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, tt := range g.tests {
				t.Run(tt.name, func(t *testing.T) {
					t.Parallel()
					tt.run(&fixture{T: t, index: open(t, Fields()), model: model{}})
				})
			}
		})
	}
}

// test is one promise of the contract.
type test struct {
	name string
	run  func(f *fixture)
}

// Fields are those of the documents of the tests. Each name has a field for the
// public and, with a plus sign, one for those with a key.
func Fields() []search.FieldInfo {
	return []search.FieldInfo{
		{Name: "words", Positions: true},
		{Name: "words+", Positions: true},
		{Name: "heading"},
		{Name: "heading+"},
		{Name: "lang", Facet: true},
		{Name: "lang+", Facet: true},
		{Name: "title", Sort: true},
		{Name: "title+", Sort: true},
		{Name: "year", Sort: true},
	}
}

// extra is the public field of a name and the other one.
func extra(name string) []string { return []string{name, name + "+"} }
