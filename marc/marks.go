package marc

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// marks are the offsets of the C0 characters of a text, separators included,
// in order.
type marks []uint32

// block is how many bytes find looks at before it notes anything: as many as
// a word has bits.
const block = 64

// find replaces the marks by those of b and reports whether b is ASCII. Where
// the next separator is no processor foresees, so it asks once for each block
// and not for each byte.
func (m *marks) find(b []byte) (ascii bool) {
	*m = (*m)[:0]
	var high uint64
	from := 0
	for ; len(b) >= block; b = b[block:] {
		found, some := controls((*[block]byte)(b))
		m.add(from, found)
		high |= some
		from += block
	}
	if len(b) > 0 {
		var rest [block]byte
		for i := copy(rest[:], b); i < block; i++ {
			rest[i] = ' '
		}
		found, some := controls(&rest)
		m.add(from, found)
		high |= some
	}
	return high&tops == 0
}

// add appends the marks of a block, which begins at an offset.
func (m *marks) add(from int, found uint64) {
	n := len(*m)
	*m = slices.Grow(*m, block)[:n+bits.OnesCount64(found)]
	list := (*m)[n:]
	for i := range list {
		list[i] = uint32(from + bits.TrailingZeros64(found))
		found &= found - 1
	}
}

// controls has a bit for each byte of b, set for C0 characters, and all bytes
// joined by or, eight in a word.
func controls(b *[block]byte) (found, some uint64) {
	w := binary.LittleEndian.Uint64(b[0:])
	found, some = below(w), w
	w = binary.LittleEndian.Uint64(b[8:])
	found, some = found|below(w)<<8, some|w
	w = binary.LittleEndian.Uint64(b[16:])
	found, some = found|below(w)<<16, some|w
	w = binary.LittleEndian.Uint64(b[24:])
	found, some = found|below(w)<<24, some|w
	w = binary.LittleEndian.Uint64(b[32:])
	found, some = found|below(w)<<32, some|w
	w = binary.LittleEndian.Uint64(b[40:])
	found, some = found|below(w)<<40, some|w
	w = binary.LittleEndian.Uint64(b[48:])
	found, some = found|below(w)<<48, some|w
	w = binary.LittleEndian.Uint64(b[56:])
	return found | below(w)<<56, some | w
}

// tops are the top bits of the bytes of a word.
const tops = 0x8080808080808080

// below has a bit for each byte of w, set where it is less than a blank: adding
// 0x60 to the lower seven bits carries into the top bit of all others. The
// multiplication moves the top bits side by side.
func below(w uint64) uint64 {
	return (^(w&^tops + 0x6060606060606060 | w) & tops >> 7) * 0x0102040810204080 >> 56
}
