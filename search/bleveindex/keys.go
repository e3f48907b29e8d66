package bleveindex

import (
	"bytes"
	"sort"
)

// keys is a sorted list of terms with labels that ascend with them. The bytes
// of the terms stand in one piece.
type keys struct {
	text   []byte
	ends   []uint32 // where each term ends in text
	labels []uint32 // nil while the terms have none yet
}

func (k *keys) len() int { return len(k.ends) }

func (k *keys) key(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = k.ends[i-1]
	}
	return k.text[start:k.ends[i]]
}

// push appends a term that comes after all others.
func (k *keys) push(term []byte) {
	k.text = append(k.text, term...)
	k.ends = append(k.ends, uint32(len(k.text)))
}

func (k *keys) pushLabelled(term []byte, label uint32) {
	k.push(term)
	k.labels = append(k.labels, label)
}

// seek is the place of the first term, from a place on, that is not less. It
// takes few steps if that is near.
func (k *keys) seek(from int, term []byte) int {
	lo, step := from, 1
	for lo+step < k.len() && bytes.Compare(k.key(lo+step), term) < 0 {
		lo += step
		step *= 2
	}
	hi := min(lo+step+1, k.len())
	return lo + sort.Search(hi-lo, func(i int) bool { return bytes.Compare(k.key(lo+i), term) >= 0 })
}

// has says whether the term stands at a place.
func (k *keys) has(i int, term []byte) bool { return i < k.len() && bytes.Equal(k.key(i), term) }

// merge is the terms of both, which have none in common, with their labels.
func merge(a, b *keys) *keys {
	m := &keys{
		text:   make([]byte, 0, len(a.text)+len(b.text)),
		ends:   make([]uint32, 0, a.len()+b.len()),
		labels: make([]uint32, 0, a.len()+b.len()),
	}
	i, j := 0, 0
	for i < a.len() || j < b.len() {
		if j == b.len() || i < a.len() && bytes.Compare(a.key(i), b.key(j)) < 0 {
			m.pushLabelled(a.key(i), a.labels[i])
			i++
		} else {
			m.pushLabelled(b.key(j), b.labels[j])
			j++
		}
	}
	return m
}
