package store

import (
	"encoding/binary"
	"math/bits"
)

// placeSet is a set of the numbers below partSize: the places in the log that
// a part of a list holds, less the start of the part.
type placeSet [partSize / wordBits]uint64

const wordBits = 64

func (s *placeSet) has(n uint16) bool { return s[n/wordBits]>>(n%wordBits)&1 != 0 }
func (s *placeSet) add(n uint16)      { s[n/wordBits] |= 1 << (n % wordBits) }
func (s *placeSet) remove(n uint16)   { s[n/wordBits] &^= 1 << (n % wordBits) }

func (s *placeSet) count() (n uint64) {
	for _, w := range s {
		n += uint64(bits.OnesCount64(w))
	}
	return n
}

// rank is how many members are not higher than n.
func (s *placeSet) rank(n uint16) (k uint64) {
	for _, w := range s[:n/wordBits] {
		k += uint64(bits.OnesCount64(w))
	}
	return k + uint64(bits.OnesCount64(s[n/wordBits]<<(wordBits-1-n%wordBits)))
}

// from yields the members that are not lower than n, in order.
func (s *placeSet) from(n uint16) func(yield func(uint16) bool) {
	return func(yield func(uint16) bool) {
		word := s[n/wordBits] >> (n % wordBits) << (n % wordBits)
		for i := int(n / wordBits); ; word = s[i] {
			for ; word != 0; word &= word - 1 {
				if !yield(uint16(i*wordBits + bits.TrailingZeros64(word))) {
					return
				}
			}
			if i++; i == len(s) {
				return
			}
		}
	}
}

// without is the members that are not in t.
func (s *placeSet) without(t *placeSet) *placeSet {
	var d placeSet
	for i := range s {
		d[i] = s[i] &^ t[i]
	}
	return &d
}

// boundary finds the next number from n on that is a member, or that is none;
// partSize if there is none any more.
func (s *placeSet) boundary(n int, member bool) int {
	var flip uint64
	if !member {
		flip = ^uint64(0)
	}
	if n >= partSize {
		return partSize
	}
	i := n / wordBits
	word := (s[i] ^ flip) >> (n % wordBits) << (n % wordBits)
	for word == 0 {
		if i++; i == len(s) {
			return partSize
		}
		word = s[i] ^ flip
	}
	return i*wordBits + bits.TrailingZeros64(word)
}

// The forms in which a set is written.
const (
	formRuns = iota
	formWords

	wordsLen = partSize / 8
)

// appendTo appends the number of members and the set in the shorter form.
func (s *placeSet) appendTo(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, s.count())
	start := len(dst)
	dst = append(dst, formRuns)
	for end := 0; ; {
		first := s.boundary(end, true)
		if first == partSize {
			return dst
		}
		gap := uint64(first-end) << 1
		if end = s.boundary(first, false); end == first+1 {
			dst = binary.AppendUvarint(dst, gap)
		} else {
			dst = binary.AppendUvarint(dst, gap|1)
			dst = binary.AppendUvarint(dst, uint64(end-first-2))
		}
		if len(dst)-start > wordsLen {
			break
		}
	}
	dst = append(dst[:start], formWords)
	for _, w := range s {
		dst = binary.LittleEndian.AppendUint64(dst, w)
	}
	return dst
}

// read reads what appendTo writes for a set that is not empty into s, which is
// empty.
func (s *placeSet) read(v []byte) error {
	want, err := placeCount(v)
	if err != nil {
		return err
	}
	d := decoder{rest: v}
	d.uvarint()
	switch form := d.byte(); {
	case d.bad:
		return errValue
	case form == formWords && len(d.rest) == wordsLen:
		for i := range s {
			s[i] = binary.LittleEndian.Uint64(d.rest[i*8:])
		}
	case form == formRuns:
		if err := s.readRuns(&d); err != nil {
			return err
		}
	default:
		return errValue
	}
	if s.count() != want {
		return errValue
	}
	return nil
}

func (s *placeSet) readRuns(d *decoder) error {
	for end := uint64(0); len(d.rest) > 0; {
		gap, length := d.uvarint(), uint64(1)
		if gap&1 != 0 {
			length = d.uvarint() + 2
		}
		first := end + gap>>1
		if end = first + length; d.bad || gap > 2*partSize || length > partSize || end > partSize {
			return errValue
		}
		s.addRange(int(first), int(end))
	}
	return nil
}

// addRange adds the numbers from first up to, but not with, end.
func (s *placeSet) addRange(first, end int) {
	for n := first; n < end; {
		low := n % wordBits
		k := min(end-n, wordBits-low)
		s[n/wordBits] |= ^uint64(0) >> (wordBits - k) << low
		n += k
	}
}

// placeCount is the number of members in front of a set that is not empty.
func placeCount(v []byte) (uint64, error) {
	n, k := binary.Uvarint(v)
	if k <= 0 || n == 0 || n > partSize {
		return 0, errValue
	}
	return n, nil
}
