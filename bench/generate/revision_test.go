package generate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/marc"
)

// A revision changes the title and nothing else.
func TestRevision(t *testing.T) {
	g := generate.New(1, some)
	word, changed := generate.RevisionWord(3), 0
	for i := range some {
		before, after := g.Record(i), g.Revision(i, 3)
		if after == nil {
			if before.First(marc.T("245")) != nil {
				t.Fatalf("record %d has a title and no revision", i)
			}
			continue
		}
		changed++
		title := after.First(marc.T("245"))
		if !strings.Contains(title.Get('a'), " "+word) {
			t.Fatalf("record %d is called %q", i, title.Get('a'))
		}
		for k := range title.Subfields {
			title.Subfields[k].Value = strings.Replace(title.Subfields[k].Value, " "+word, "", 1)
		}
		if d := cmp.Diff(before, after); d != "" {
			t.Fatalf("record %d (-before +after):\n%s", i, d)
		}
	}
	if changed < some*9/10 || changed == some {
		t.Errorf("%d of %d records have a revision", changed, some)
	}
	if g.Revision(some, 1) != nil {
		t.Error("there is a revision of no record")
	}
}

// Has knows the numbers of a register without its records.
func TestHas(t *testing.T) {
	for _, seed := range []uint64{1, 2, 77} {
		g, more := generate.New(seed, some), generate.New(seed, 2*some)
		for i := range 2 * some {
			if got := g.Has(more.ISSN(i)); got != (i < some) {
				t.Fatalf("seed %d, record %d of %d: %v", seed, i, some, got)
			}
		}
		if g.Has(0) {
			t.Error("there is a record without a number")
		}
	}
}
