package deflate

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// The symbols after those of bytes, and how long matches are (RFC 1951 §3.2.5).
const (
	endOfBlock  = 256
	firstLength = 257
	lastLength  = 285
	distances   = 30
	minMatch    = 3
	maxMatch    = 258
)

// word is the bits of a code word, the first one lowest, with their number in
// the highest byte.
type word uint32

func (w word) bits() uint64 { return uint64(w & 0xFFFFFF) }
func (w word) size() uint   { return uint(w >> 24) }

// then is the word with more bits after it.
func (w word) then(v uint32, size uint) word {
	return w + word(v)<<w.size() + word(size)<<24
}

// newWord is a word whose first bit is the highest of its size bits.
func newWord(v, size int) word {
	return word(bits.Reverse16(uint16(v))>>(16-size)) | word(size)<<24
}

// fixed is the word for a byte, the end or a length in the codes that need no
// telling (RFC 1951 §3.2.6).
func fixed(symbol int) word {
	switch {
	case symbol < 144:
		return newWord(0x30+symbol, 8)
	case symbol < 256:
		return newWord(0x190+symbol-144, 9)
	case symbol < 280:
		return newWord(symbol-256, 7)
	}
	return newWord(0xC0+symbol-280, 8)
}

// block writes tokens as one block with the fixed codes. Codes made for the
// text would save nearly a fifth of the length.
type block struct {
	out []byte
	acc uint64 // bits that are not in out yet
	n   uint   // how many: fewer than 8 between calls

	literals  [256]word
	lengths   [maxMatch - minMatch + 1]word // with the extra bits
	distances [distances]word
}

// reset begins the block after what is in out. It is the last one.
func (b *block) reset(out []byte) {
	for c := range b.literals {
		b.literals[c] = fixed(c)
	}
	for n := range b.lengths {
		s, extra, size := lengthSymbol(n)
		b.lengths[n] = fixed(firstLength+s).then(extra, size)
	}
	for s := range b.distances {
		b.distances[s] = newWord(s, 5)
	}
	b.out, b.acc, b.n = out, 0b011, 3
}

// finish ends the block, at a byte.
func (b *block) finish() {
	b.n += fixed(endOfBlock).size() // its bits are zeros
	b.out = binary.LittleEndian.AppendUint64(b.out, b.acc)
	b.out = b.out[:len(b.out)-8+int(b.n+7)>>3]
}

// write writes the tokens of a text.
func (b *block) write(tokens []token, text []byte) {
	out := slices.Grow(b.out, 8*len(tokens)+2*len(text)+8)
	at, acc, n := len(out), b.acc, b.n
	out = out[:cap(out)]
	for _, t := range tokens {
		if t.literals() {
			run := text[:t]
			for ; len(run) > 3; run = run[3:] {
				acc, n = add(acc, n, b.literals[run[0]])
				acc, n = add(acc, n, b.literals[run[1]])
				acc, n = add(acc, n, b.literals[run[2]])
				at, acc, n = store(out, at, acc, n)
			}
			for _, c := range run {
				acc, n = add(acc, n, b.literals[c])
			}
			text = text[t:]
		} else {
			symbol, extra, size := distanceSymbol(t.distance())
			acc, n = add(acc, n, b.lengths[t.length()])
			acc, n = add(acc, n, b.distances[symbol].then(extra, size))
			text = text[t.length()+minMatch:]
		}
		at, acc, n = store(out, at, acc, n)
	}
	b.out, b.acc, b.n = out[:at], acc, n
}

// add puts a word after the n bits of acc.
func add(acc uint64, n uint, w word) (uint64, uint) { return acc | w.bits()<<(n&63), n + w.size() }

// store stores all bits and goes on with those that do not fill a byte, which
// are stored again.
func store(out []byte, at int, acc uint64, n uint) (int, uint64, uint) {
	binary.LittleEndian.PutUint64(out[at:], acc)
	return at + int(n>>3), acc >> (n & 56), n & 7
}

// lengthSymbol is the symbol, from 0, of a match of n+minMatch bytes, and its
// extra bits.
func lengthSymbol(n int) (symbol int, extra uint32, size uint) {
	switch {
	case n == maxMatch-minMatch:
		return lastLength - firstLength, 0, 0
	case n < 8:
		return n, 0, 0
	}
	size = uint(bits.Len(uint(n))) - 3
	return int(size)<<2 + n>>size, uint32(n) & (1<<size - 1), size
}

// distanceSymbol is the symbol of the distance d+1, and its extra bits.
func distanceSymbol(d uint32) (symbol int, extra uint32, size uint) {
	if d < 4 {
		return int(d), 0, 0
	}
	size = uint(bits.Len32(d)) - 2
	return int(size)<<1 + int(d>>size), d & (1<<size - 1), size
}
