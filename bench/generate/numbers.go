package generate

// numbers is a permutation of the seven-digit serial numbers 1 to Max, by an
// affine map: multiplying by what shares no factor with Max and adding loses
// nothing modulo Max.
type numbers struct{ factor, offset uint64 }

func newNumbers(seed uint64) numbers {
	r := newRandom(seed, streamNumbers, 0)
	n := numbers{offset: r.next() % Max}
	for gcd(n.factor, Max) != 1 {
		n.factor = Max/3 + r.next()%(Max/3)
	}
	return n
}

// at is the number in place i of the permutation.
func (n numbers) at(i uint64) uint32 { return uint32((i*n.factor+n.offset)%Max) + 1 }

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
