package store

import (
	"cmp"
	"encoding/binary"
	"slices"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
)

// relation is a bucket of pairs of an ISSN and a number. One key holds the
// pairs of 256 ISSNs that follow each other: changes come in batches that
// touch every part of the bucket, and what they rewrite is then a quarter of
// what a key for each pair would need.
type relation struct{ b *bolt.Bucket }

// pair is one element of a relation.
type pair struct {
	id issn.ISSN
	n  uint64
}

func comparePairs(a, b pair) int {
	return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.n, b.n))
}

const (
	blockBits = 8
	blockLen  = 2
)

func blockKey(id issn.ISSN) (k [blockLen]byte) {
	binary.BigEndian.PutUint16(k[:], uint16(id.Number()>>blockBits))
	return k
}

// first is the lowest number paired with id.
func (r relation) first(id issn.ISSN) (n uint64, found bool, err error) {
	k := blockKey(id)
	d := decoder{rest: r.b.Get(k[:])}
	for len(d.rest) > 0 {
		low := d.byte()
		if n = d.uvarint(); d.bad {
			return 0, false, errValue
		}
		if low == byte(id.Number()) {
			return n, true, nil
		}
	}
	return 0, false, nil
}

// all lists the numbers paired with id in ascending order.
func (r relation) all(id issn.ISSN) ([]uint64, error) {
	k := blockKey(id)
	pairs, err := appendPairs(nil, k[:], r.b.Get(k[:]))
	if err != nil {
		return nil, err
	}
	var ns []uint64
	for _, p := range pairs {
		if p.id == id {
			ns = append(ns, p.n)
		}
	}
	return ns, nil
}

// some lists the first numbers paired with id in ascending order, at most limit
// of them. What others it passes by it only skips.
func (r relation) some(id issn.ISSN, limit int) ([]uint64, error) {
	k := blockKey(id)
	d := decoder{rest: r.b.Get(k[:])}
	var ns []uint64
	for len(d.rest) > 0 && len(ns) < limit {
		low, n := d.byte(), d.uvarint()
		switch {
		case d.bad:
			return nil, errValue
		case low == byte(id.Number()):
			ns = append(ns, n)
		case low > byte(id.Number()):
			return ns, nil
		}
	}
	return ns, nil
}

// change adds a pair to a relation or removes it.
type change struct {
	pair
	add bool
}

// update applies changes, at most one for each pair, and sorts them.
func (r relation) update(changes []change) error {
	slices.SortFunc(changes, func(a, b change) int { return comparePairs(a.pair, b.pair) })
	var pairs []pair
	for len(changes) > 0 {
		k := blockKey(changes[0].id)
		n := 1
		for n < len(changes) && blockKey(changes[n].id) == k {
			n++
		}
		var err error
		if pairs, err = appendPairs(pairs[:0], k[:], r.b.Get(k[:])); err != nil {
			return err
		}
		for _, c := range changes[:n] {
			pairs = c.apply(pairs)
		}
		if err := r.put(k, pairs); err != nil {
			return err
		}
		changes = changes[n:]
	}
	return nil
}

func (c change) apply(pairs []pair) []pair {
	i, found := slices.BinarySearchFunc(pairs, c.pair, comparePairs)
	switch {
	case c.add && !found:
		return slices.Insert(pairs, i, c.pair)
	case !c.add && found:
		return slices.Delete(pairs, i, i+1)
	}
	return pairs
}

func (r relation) put(k [blockLen]byte, pairs []pair) error {
	if len(pairs) == 0 {
		return r.b.Delete(k[:])
	}
	const usual = 5
	v := make([]byte, 0, usual*len(pairs))
	for _, p := range pairs {
		v = append(v, byte(p.id.Number()))
		v = binary.AppendUvarint(v, p.n)
	}
	return r.b.Put(k[:], v)
}

// appendPairs decodes the pairs under a key. Pairs out of order are errValue.
func appendPairs(dst []pair, k, v []byte) ([]pair, error) {
	if len(k) != blockLen {
		return dst, errKey
	}
	high := uint32(binary.BigEndian.Uint16(k)) << blockBits
	d := decoder{rest: v}
	for first := true; len(d.rest) > 0; first = false {
		id, ok := issn.FromNumber(high | uint32(d.byte()))
		p := pair{id, d.uvarint()}
		if !ok || d.bad || !first && comparePairs(dst[len(dst)-1], p) >= 0 {
			return dst, errValue
		}
		dst = append(dst, p)
	}
	return dst, nil
}
