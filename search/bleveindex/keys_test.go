package bleveindex

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKeysSeek seeks terms in a list of many blocks, some steps and many steps
// ahead, and compares with a search in a slice.
func TestKeysSeek(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var terms []string
	for range 3000 {
		terms = append(terms, fmt.Sprintf("%x/%x", r.IntN(40), r.IntN(4000)))
	}
	k := sorted(slices.Clone(terms))
	slices.Sort(terms)
	terms = slices.Compact(terms)
	if k.count != len(terms) {
		t.Fatalf("%d terms, want %d", k.count, len(terms))
	}
	for _, most := range []int{1, 50, 1000} {
		c := k.cursor()
		for at := 0; at < len(terms); at += 1 + r.IntN(most) {
			for _, sought := range []string{terms[at], terms[at] + "\x00"} {
				want, same := slices.BinarySearch(terms, sought)
				if got := c.seek([]byte(sought)); got != same {
					t.Fatalf("seek %q: %v, want %v", sought, got, same)
				}
				if c.ok != (want < len(terms)) || c.ok && string(c.term) != terms[want] {
					t.Fatalf("seek %q: at %q (%v), want place %d", sought, c.term, c.ok, want)
				}
			}
		}
	}
}

// TestKeysAdd adds terms to a list in batches and compares it with one that is
// made at once. Its blocks stay at least about half full.
func TestKeysAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	l := &labels{}
	all := map[string]bool{}
	for batch := range 40 {
		var terms []string
		for range 1 + r.IntN(1<<(batch%10)) {
			term := fmt.Sprintf("%06d", r.IntN(1_000_000))
			terms = append(terms, term)
			all[term] = true
		}
		l.assign(sorted(terms))
	}
	var want, got []string
	for term := range all {
		want = append(want, term)
	}
	slices.Sort(want)
	for c := l.terms.cursor(); c.ok; c.next() {
		got = append(got, string(c.term))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("terms (-want +got):\n%s", d)
	}
	if l.terms.count != len(want) {
		t.Errorf("the list counts %d terms, want %d", l.terms.count, len(want))
	}
	for _, b := range l.terms.blocks {
		if n := termsIn(b); n < blockTerms/2-1 || n > blockTerms {
			t.Errorf("a block has %d terms, want from %d to %d", n, blockTerms/2, blockTerms)
		}
	}
}
