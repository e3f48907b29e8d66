package deflate

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// window is how far back a match may lie.
const window = 32 << 10

// How the bytes of a new field are looked for: so many at least, every few
// bytes, as long as there are enough to be worth it.
const (
	shortest = 6
	stride   = 4
	worth    = 12
)

// token is a number of literals or a match.
type token uint32

const isMatch token = 1 << 31

func newMatch(length, distance int) token {
	return isMatch | token(length-minMatch)<<16 | token(distance-1)
}

func (t token) literals() bool   { return t < isMatch }
func (t token) length() int      { return int(t >> 16 & 0xFF) }     // less minMatch
func (t token) distance() uint32 { return uint32(t) & (1<<16 - 1) } // less one

// finder makes tokens of lines: finds what repeats in their fields.
type finder struct {
	tokens []token
	text   []byte
	base   uint32 // position in the stream of the first byte of text

	subject, subjectLen int // first field of the last line, with the space

	plain    int // where the bytes begin that are in no token
	at, size int // the last match, which may grow
	distance int

	fields places // where a field was last
	parts  places // where bytes in new fields were
}

// slots is the logarithm of how many places are kept. A window has a thousand
// fields.
const slots = 11

// places is positions in the stream, by a hash. Those that are not true any
// more do no harm, as what is found there is compared.
type places [1 << slots]uint32

// back puts position now in the place of v and tells how far before it the one
// is that was there.
func (p *places) back(v uint64, now uint32) int {
	const golden = 0x9E3779B97F4A7C15
	slot := &p[v*golden>>(64-slots)]
	d := now - *slot
	*slot = now
	return int(d)
}

func (f *finder) reset() { *f = finder{tokens: f.tokens[:0]} }

// slide tells that n bytes have been removed from the beginning of the text.
func (f *finder) slide(n int) {
	f.base += uint32(n)
	if f.subject -= n; f.subject < 0 {
		f.subject, f.subjectLen = 0, 0
	}
}

// find makes the tokens of text[from:]. What is before it may be repeated.
func (f *finder) find(text []byte, from int) {
	f.text, f.tokens = text, f.tokens[:0]
	f.plain, f.at, f.size, f.distance = from, from, 0, 0
	for i := from; i < len(text); {
		i = f.line(i)
	}
	f.next(len(text), 0, 0)
	if n := len(text) - f.plain; n > 0 {
		f.tokens = append(f.tokens, token(n))
	}
}

// line finds the matches of a line and returns where the next one begins.
func (f *finder) line(i int) int {
	text := f.text
	n, d := f.subjectLen, i-f.subject
	if n < minMatch || d > window || n > len(text)-i || string(text[i:i+n]) != string(text[f.subject:f.subject+n]) {
		n = length(text[i:], ' ')
		f.field(i, i+n)
	} else {
		f.match(i, d, n)
	}
	f.subject, f.subjectLen = i, n
	i += n
	for _, end := range [...]byte{' ', '\n'} {
		n = length(text[i:], end)
		f.field(i, i+n)
		i += n
	}
	return i
}

// length is that of the text through the first c, or of all of it.
func length(text []byte, c byte) int {
	if n := bytes.IndexByte(text, c); n >= 0 {
		return n + 1
	}
	return len(text)
}

// field finds a field as a whole, by its last bytes, or parts of it.
func (f *finder) field(i, end int) {
	n := end - i
	if n < 8 {
		return
	}
	v := binary.LittleEndian.Uint64(f.text[end-8:]) + uint64(n)
	if n >= 16 {
		v = 5*v + binary.LittleEndian.Uint64(f.text[end-16:])
	}
	d := f.fields.back(v, f.base+uint32(i))
	if reaches(d, i) && string(f.text[i-d:end-d]) == string(f.text[i:end]) {
		f.match(i, d, n)
		return
	}
	f.part(i, end)
}

// reaches reports whether there may be a match at i with what is d before.
func reaches(d, i int) bool { return uint(d-1) < uint(min(i, window)) }

// part finds parts of a new field: the subject with a name after it, more of
// what the last match repeats, and then anything.
func (f *finder) part(i, end int) {
	if d := i - f.subject; reaches(d, i) {
		if n := f.same(i, d, end); n >= minMatch && n >= f.subjectLen-2 {
			f.match(i, d, n)
			i += n
		}
	}
	if f.at+f.size == i && f.size > 0 {
		n := f.same(i, f.distance, end)
		f.size += n
		i += n
	}
	for end-i >= worth {
		v := binary.LittleEndian.Uint64(f.text[i:]) << (64 - 8*shortest)
		if d := f.parts.back(v, f.base+uint32(i)); reaches(d, i) {
			if n := f.same(i, d, end); n >= shortest {
				f.match(i, d, n)
				i += n
				continue
			}
		}
		i += stride
	}
}

// same is how many bytes from i on are those d before, up to end.
func (f *finder) same(i, d, end int) int {
	a, b := f.text[i:end], f.text[i-d:end-d]
	n := 0
	for ; n+8 <= len(a) && n+8 <= len(b); n += 8 {
		if x := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); x != 0 {
			return n + bits.TrailingZeros64(x)>>3
		}
	}
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// match tells that n bytes at i are those d before.
func (f *finder) match(i, d, n int) {
	if f.at+f.size == i && f.distance == d {
		f.size += n
		return
	}
	f.next(i, d, n)
}

// next makes tokens of the last match, and of the literals before it.
func (f *finder) next(i, d, n int) {
	if n := f.at - f.plain; n > 0 {
		f.tokens = append(f.tokens, token(n))
	}
	f.plain = f.at + f.size
	for f.size > maxMatch {
		m := min(maxMatch, f.size-minMatch)
		f.tokens = append(f.tokens, newMatch(m, f.distance))
		f.size -= m
	}
	if f.size > 0 {
		f.tokens = append(f.tokens, newMatch(f.size, f.distance))
	}
	f.at, f.size, f.distance = i, n, d
}
