package bleveindex

import (
	"reflect"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/search"
)

func TestCache(t *testing.T) {
	find := func(n uint32) *result {
		docs := []*roaring.Bitmap{roaring.BitmapOf(n)}
		return &result{docs: docs, total: 1, groups: [][]*roaring.Bitmap{docs}}
	}
	one := 1 + int(roaring.BitmapOf(1).GetSizeInBytes())
	c := newCache(4 * one)
	v, later := &view{}, &view{}
	for i, key := range []string{"a", "b", "c", "d"} {
		c.put(v, key, find(uint32(i)))
	}
	c.get(v, "a")
	c.put(v, "e", find(9))
	for key, want := range map[string]bool{"a": true, "b": false, "e": true} {
		if got := c.get(v, key) != nil; got != want {
			t.Errorf("%s is there: %v, want %v", key, got, want)
		}
	}
	if c.get(later, "a") != nil {
		t.Error("a result of another view is given")
	}
	big := find(1)
	for n := range uint32(100) {
		big.docs[0].Add(n * 7)
	}
	c.put(v, "big", big)
	if c.get(v, "big") != nil {
		t.Error("a result that fills the cache is kept")
	}
	c.put(later, "a", find(1))
	if c.get(v, "e") != nil || c.get(later, "a") == nil {
		t.Error("the cache is not of the newer view")
	}
}

// TestPlanKey compares the keys of plans that are nearly the same.
func TestPlanKey(t *testing.T) {
	a, b := &search.Term{Fields: []string{"f"}, Term: "a"}, &search.Term{Fields: []string{"f"}, Term: "b"}
	phrase := func(ps ...search.Pattern) search.Node { return &search.Phrase{Fields: []string{"f"}, Slots: ps} }
	parts := func(ps ...search.Part) search.Pattern { return search.Pattern{Parts: ps} }
	plans := []*search.Plan{
		{Query: a},
		{Query: b},
		{Query: a, Public: true},
		{Query: a, Rank: []search.Node{b}},
		{Query: &search.And{Nodes: []search.Node{a, b}}},
		{Query: &search.Or{Nodes: []search.Node{a, b}}},
		{Query: &search.Or{Nodes: []search.Node{a}}, Rank: []search.Node{b}},
		{Query: &search.AndNot{Keep: a, Drop: b}},
		{Query: search.All{}},
		{Query: search.None{}},
		{Query: &search.Term{Fields: []string{"f", "a"}}},
		{Query: &search.Range{Fields: []string{"f"}, From: "a"}},
		{Query: &search.Range{Fields: []string{"f"}, To: "a"}},
		{Query: &search.Range{Fields: []string{"f"}, From: "a", OpenFrom: true}},
		{Query: phrase(search.Literal("a"), search.Literal("b"))},
		{Query: phrase(search.Literal("ab"))},
		{Query: phrase(parts(search.Part{Text: "a"}, search.Part{Text: "b"}))},
		{Query: phrase(parts(search.Part{Any: true}))},
		{Query: phrase(parts(search.Part{One: true}))},
		{Query: phrase(search.Pattern{Parts: []search.Part{{Text: "ab"}}, Edits: 1})},
		{Query: a, Sort: []search.SortField{{Fields: []string{"f"}, Missing: search.MissingOmit}}},
		{Query: a, Sort: []search.SortField{{Fields: []string{"f"}, Missing: search.MissingFail}}},
	}
	seen := map[string]*search.Plan{}
	for _, p := range plans {
		key, ok := planKey(p)
		if !ok {
			t.Errorf("%+v has no key", p)
		}
		if other := seen[key]; other != nil && !reflect.DeepEqual(other, p) {
			t.Errorf("%+v has the key of %+v", p, other)
		}
		seen[key] = p
	}
	if _, ok := planKey(&search.Plan{Query: &search.And{Nodes: []search.Node{&search.Filter{}}}}); ok {
		t.Error("a plan with a filter has a key")
	}
}
