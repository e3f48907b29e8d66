package store

import (
	"cmp"
	"fmt"
	"slices"

	"issnd/register"
)

// moves collects what a batch changes in the lists, so that each part is
// written once.
type moves map[register.Membership]*move

// move is the places that go from one list and those that come to it.
type move struct{ gone, came []uint64 }

func (ms moves) of(m register.Membership) *move {
	mv := ms[m]
	if mv == nil {
		mv = new(move)
		ms[m] = mv
	}
	return mv
}

func (ms moves) leave(m register.Membership, seq uint64) {
	mv := ms.of(m)
	mv.gone = append(mv.gone, seq)
}

func (ms moves) enter(m register.Membership, seq uint64) {
	mv := ms.of(m)
	mv.came = append(mv.came, seq)
}

// partMove is what a move changes in one part.
type partMove struct {
	part       uint64
	list       register.Membership
	gone, came []uint64
}

// write brings the lists up to date, in the order of their keys.
func (ms moves) write(l lists) error {
	var parts []partMove
	for m, mv := range ms {
		if err := l.addTotal(m, uint64(len(mv.came)), uint64(len(mv.gone))); err != nil {
			return fmt.Errorf("counting list %q: %w", m.Set, err)
		}
		slices.Sort(mv.gone)
		slices.Sort(mv.came)
		parts = mv.appendParts(parts, m)
	}
	slices.SortFunc(parts, func(a, b partMove) int {
		return cmp.Or(cmp.Compare(a.part, b.part), a.list.Compare(b.list))
	})
	for i := range parts {
		if err := parts[i].write(l); err != nil {
			return fmt.Errorf("list %q: %w", parts[i].list.Set, err)
		}
	}
	return nil
}

// appendParts cuts a move, which is in order, at the borders of parts.
func (mv *move) appendParts(dst []partMove, m register.Membership) []partMove {
	gone, came := mv.gone, mv.came
	for len(gone) > 0 || len(came) > 0 {
		part := ^uint64(0)
		if len(gone) > 0 {
			part = gone[0] >> partBits
		}
		if len(came) > 0 {
			part = min(part, came[0]>>partBits)
		}
		pm := partMove{part: part, list: m}
		pm.gone, gone = before(gone, part)
		pm.came, came = before(came, part)
		dst = append(dst, pm)
	}
	return dst
}

// before divides numbers in order into those up to the end of a part and the
// others.
func before(seqs []uint64, part uint64) (head, tail []uint64) {
	n, _ := slices.BinarySearch(seqs, (part+1)<<partBits)
	return seqs[:n], seqs[n:]
}

func (pm *partMove) write(l lists) error {
	key := appendPartKey(nil, pm.part, pm.list)
	var set placeSet
	v := l.parts.Get(key)
	if v != nil {
		if err := set.read(v); err != nil {
			return err
		}
	}
	for _, seq := range pm.gone {
		if !set.has(uint16(seq % partSize)) {
			return fmt.Errorf("it does not hold %d: %w", seq, errValue)
		}
		set.remove(uint16(seq % partSize))
	}
	for _, seq := range pm.came {
		set.add(uint16(seq % partSize))
	}
	if set == (placeSet{}) {
		return l.parts.Delete(key)
	}
	const usual = 3 // bytes for each number
	return l.parts.Put(key, set.appendTo(make([]byte, 0, len(v)+usual*len(pm.came))))
}
