package bleveindex

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLabels gives labels to terms that come in batches, and compares the order
// of labels with that of the terms.
func TestLabels(t *testing.T) {
	tests := []struct {
		name  string
		terms func(r *rand.Rand, batch int) []string
		full  bool // whether gaps fill up
	}{
		{"anywhere", func(r *rand.Rand, _ int) []string {
			var ts []string
			for range 200 {
				ts = append(ts, fmt.Sprint(r.IntN(100_000)))
			}
			return ts
		}, false},
		{"each before the last", func(_ *rand.Rand, batch int) []string { return []string{fmt.Sprintf("%06d", 999_999-batch)} }, true},
		{"each after the last", func(_ *rand.Rand, batch int) []string { return []string{fmt.Sprintf("%06d", batch)} }, true},
		{"the same again", func(*rand.Rand, int) []string { return []string{"b", "a"} }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			l := &labels{}
			given := map[string]uint32{}
			renumbered := false
			for batch := range 60 {
				terms := sorted(tt.terms(r, batch))
				labels, renumber := l.assign(terms)
				if renumber != nil {
					renumbered = true
					for term, label := range given {
						given[term] = renumber.apply(column{labels: []uint32{label}}).labels[0]
					}
				}
				for c := terms.cursor(); c.ok; c.next() {
					given[string(c.term)] = labels[c.place]
				}
				checkOrder(t, l, given)
			}
			if renumbered != tt.full {
				t.Errorf("renumbered: %v, want %v", renumbered, tt.full)
			}
		})
	}
}

// sorted is a list of the terms.
func sorted(terms []string) *keys {
	slices.Sort(terms)
	k := &keys{}
	var e encoder
	for _, t := range slices.Compact(terms) {
		k.push(&e, []byte(t), 0)
	}
	k.flush(&e)
	return k
}

func checkOrder(t *testing.T, l *labels, given map[string]uint32) {
	t.Helper()
	var terms []string
	for term := range given {
		terms = append(terms, term)
	}
	slices.Sort(terms)
	last := uint32(0)
	for _, term := range terms {
		label := given[term]
		if label <= last || label == lastLabel {
			t.Fatalf("the label of %s is %d, after %d", term, label, last)
		}
		if got := l.place(term); got != 2*uint64(label) {
			t.Fatalf("the place of %s is %d, want %d", term, got, 2*uint64(label))
		}
		if got := l.place(term + "\x00"); got != 2*uint64(label)+1 {
			t.Fatalf("the place after %s is %d, want %d", term, got, 2*uint64(label)+1)
		}
		last = label
	}
}
