package search

import (
	"bytes"
	"hash/maphash"
)

// set is a set of terms. It is emptied in no time.
type set struct {
	slots []entry // a power of two, at most half full
	round uint32  // slots of other rounds are empty
	n     int
	seed  maphash.Seed
}

type entry struct {
	round uint32
	hash  uint32
	at    span
}

func (s *set) clear() {
	s.round++
	s.n = 0
	if s.slots == nil {
		s.slots = make([]entry, 1024)
		s.seed = maphash.MakeSeed()
	}
}

// add reports whether the term, a part of buf, was not in the set.
func (s *set) add(buf []byte, at span) bool {
	term := buf[at.start:at.end]
	h := uint32(maphash.Bytes(s.seed, term))
	i := h & uint32(len(s.slots)-1)
	for s.slots[i].round == s.round {
		if have := &s.slots[i]; have.hash == h && bytes.Equal(buf[have.at.start:have.at.end], term) {
			return false
		}
		i = (i + 1) & uint32(len(s.slots)-1)
	}
	s.slots[i] = entry{s.round, h, at}
	s.n++
	if 2*s.n > len(s.slots) {
		s.grow()
	}
	return true
}

func (s *set) grow() {
	old := s.slots
	s.slots = make([]entry, 2*len(old))
	for _, o := range old {
		if o.round != s.round {
			continue
		}
		i := o.hash & uint32(len(s.slots)-1)
		for s.slots[i].round == s.round {
			i = (i + 1) & uint32(len(s.slots)-1)
		}
		s.slots[i] = o
	}
}
