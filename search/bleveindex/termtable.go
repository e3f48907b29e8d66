package bleveindex

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"
)

// termTable numbers the terms of a field in the order in which they come and
// counts their postings. Its memory has no pointers in it, so that millions of
// terms cost the collector nothing.
type termTable struct {
	seed   maphash.Seed
	text   []byte   // all terms
	ends   []uint32 // where each ends in it
	counts []uint32
	slots  []slotOfTerm // by hash; a power of two of them
}

// slotOfTerm holds a term's number plus 1, 0 if it is empty, and some bits of
// its hash, which spare most looks at other terms.
type slotOfTerm struct{ hash, number uint32 }

// count adds a posting to those of a term and gives the number of the term.
func (t *termTable) count(term string) uint32 {
	if len(t.counts) >= len(t.slots)/2 {
		t.grow()
	}
	hash := maphash.String(t.seed, term)
	mask := uint32(len(t.slots) - 1)
	for i := uint32(hash) & mask; ; i = (i + 1) & mask {
		switch s := t.slots[i]; {
		case s.number == 0:
			n := uint32(len(t.counts))
			t.text = append(t.text, term...)
			t.ends = append(t.ends, uint32(len(t.text)))
			t.counts = append(t.counts, 1)
			t.slots[i] = slotOfTerm{uint32(hash >> 32), n + 1}
			return n
		case s.hash == uint32(hash>>32) && string(t.term(s.number-1)) == term:
			t.counts[s.number-1]++
			return s.number - 1
		}
	}
}

func (t *termTable) grow() {
	old := t.slots
	t.slots = make([]slotOfTerm, max(64, 2*len(old)))
	mask := uint32(len(t.slots) - 1)
	for _, s := range old {
		if s.number == 0 {
			continue
		}
		i := uint32(maphash.Bytes(t.seed, t.term(s.number-1))) & mask
		for t.slots[i].number != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}

// term is the term with a number.
func (t *termTable) term(n uint32) []byte {
	var start uint32
	if n > 0 {
		start = t.ends[n-1]
	}
	return t.text[start:t.ends[n]]
}

// size is the memory of the table in bytes.
func (t *termTable) size() int {
	return cap(t.text) + 4*cap(t.ends) + 4*cap(t.counts) + 8*cap(t.slots)
}

// sorted is the numbers of the terms in the order of the terms.
func (t *termTable) sorted() []uint32 {
	type key struct {
		first  uint64 // the first bytes of the term
		number uint32
	}
	keys := make([]key, len(t.counts))
	for n := range keys {
		var first [8]byte
		copy(first[:], t.term(uint32(n)))
		keys[n] = key{binary.BigEndian.Uint64(first[:]), uint32(n)}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return bytes.Compare(t.term(a.number), t.term(b.number))
	})
	numbers := make([]uint32, len(keys))
	for i, k := range keys {
		numbers[i] = k.number
	}
	return numbers
}
