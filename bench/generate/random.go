package generate

import "math"

// random is SplitMix64: a stream of numbers that costs nothing to begin, so
// that every record and every title has one of its own.
type random uint64

func newRandom(seed uint64, stream uint64, i int) random {
	r := random(seed ^ stream*0xD1342543DE82EF95)
	r = random(r.next() + uint64(i))
	return random(r.next()) // mixed, or stream i+1 would be stream i one step later
}

func (r *random) next() uint64 {
	*r += 0x9E3779B97F4A7C15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// below is a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() >> 33 % uint64(n)) }

// chance is true in so many of a thousand cases.
func (r *random) chance(perMille int) bool { return r.below(1000) < perMille }

// zipf is a rank from 0 to n-1; rank k turns up in proportion to 1/(k+1), as
// words of a language and publishers of a register do.
func (r *random) zipf(n int) int {
	u := float64(r.next()>>11) / (1 << 53)
	return min(int(math.Exp(u*math.Log(float64(n)+1)))-1, n-1)
}

// pick is one of the choices, each as likely as its weight.
func pick[T interface{ share() int }](r *random, choices []T, total int) *T {
	k := r.below(total)
	for i := range choices {
		if k -= choices[i].share(); k < 0 {
			return &choices[i]
		}
	}
	return &choices[len(choices)-1]
}
