package portal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/register"
)

// TestViewFromStore: what the register gives to a viewer, for whom it reads as
// little as it can, is the view of the whole record.
func TestViewFromStore(t *testing.T) {
	records := sample(t)
	g, rules := generate.New(1, 300), register.DefaultRules()
	for i := range 300 {
		r, err := rules.Record(g.Record(i))
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	s := storeOf(t, records...)
	reg, seen := register.New(s), 0
	for _, r := range records {
		whole, err := s.Get(t.Context(), r.ISSN)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []register.Viewer{{}, register.NewViewer("a", register.Complete), register.NewViewer("b", register.Administrative)} {
			got, err := reg.Get(t.Context(), v, r.ISSN)
			if err != nil {
				continue // a number that the public may not know of
			}
			seen++
			if d := cmp.Diff(whole.View(v.Tier(&whole.Head)), got, cmp.AllowUnexported(register.View{})); d != "" {
				t.Errorf("%s (-whole +got):\n%s", r.ISSN, d)
			}
		}
	}
	if seen < 2*len(records) {
		t.Errorf("%d views of %d records", seen, len(records))
	}
}
