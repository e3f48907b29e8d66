package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestNumberMasked: a pattern of an ISSN without its hyphen finds the numbers
// that it matches without their hyphens, or of which one of its masks is the
// hyphen, and no others.
func TestNumberMasked(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	numbers := []string{"0028-0836", "1050-124x", "0000-0019", "2800-8362", "8080-8080"}
	found := 0
	for range 20_000 {
		var parts []Part
		for _, c := range strings.ReplaceAll(numbers[rng.IntN(len(numbers))], "-", "") {
			switch rng.IntN(6) {
			case 0:
				parts = append(parts, Part{Any: true})
			case 1:
				parts = append(parts, Part{One: true})
			case 2:
			default:
				parts = append(parts, Part{Text: string(c)})
			}
		}
		if rng.IntN(4) == 0 {
			parts = append(parts, Part{Any: true})
		}
		patterns, ok := numberMasked(parts)
		for _, n := range numbers {
			whole := Pattern{Parts: parts}
			want := whole.Match(strings.ReplaceAll(n, "-", "")) || whole.Match(n)
			if got := slices.ContainsFunc(patterns, func(p Pattern) bool { return p.Match(n) }); got != want {
				t.Fatalf("%v becomes %v, %v, which matches %s: %v, want %v", parts, patterns, ok, n, got, want)
			}
			if want {
				found++
			}
		}
	}
	if found == 0 {
		t.Error("nothing is found")
	}
}
