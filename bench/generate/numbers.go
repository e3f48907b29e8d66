package generate

// numbers is a permutation of the seven-digit serial numbers 1 to Max, by an
// affine map: multiplying by what shares no factor with Max and adding loses
// nothing modulo Max.
type numbers struct{ factor, offset, inverse uint64 }

func newNumbers(seed uint64) numbers {
	r := newRandom(seed, streamNumbers, 0)
	n := numbers{offset: r.next() % Max}
	for gcd(n.factor, Max) != 1 {
		n.factor = Max/3 + r.next()%(Max/3)
	}
	n.inverse = inverse(n.factor, Max)
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

// place is where in the permutation a number stands.
func (n numbers) place(number uint32) uint64 {
	return (uint64(number-1) + Max - n.offset) % Max * n.inverse % Max
}

// inverse is what x has to be multiplied by to give 1 modulo m, with which it
// shares no factor.
func inverse(x, m uint64) uint64 {
	a, b, s, t := int64(x), int64(m), int64(1), int64(0)
	for b != 0 {
		q := a / b
		a, b, s, t = b, a-q*b, t, s-q*t
	}
	return uint64((s%int64(m) + int64(m)) % int64(m))
}
