package bleveindex

import (
	"math"
	"sort"
)

// labels gives numbers to terms, in the order of the terms, and keeps gaps
// between them for terms that come later. All fields share them, so that those
// of one field compare with those of another. 0 is no term.
type labels struct {
	// The terms are in two lists, so that a few more do not mean to write all
	// anew. No term is in both.
	old, new keys
}

// lastLabel is greater than every label.
const lastLabel = math.MaxUint32

// assign gives labels to sorted terms, the same as before to those that have
// one. If there is no room for them, all labels change: then renumber, which is
// nil otherwise, tells what has become of each.
func (l *labels) assign(terms *keys) (given []uint32, renumber *renumbering) {
	given = make([]uint32, terms.len())
	fresh := &keys{}
	var at []int // the terms in fresh, by their place in terms
	i, j := 0, 0
	for n := range given {
		t := terms.key(n)
		i, j = l.old.seek(i, t), l.new.seek(j, t)
		switch {
		case l.old.has(i, t):
			given[n] = l.old.labels[i]
		case l.new.has(j, t):
			given[n] = l.new.labels[j]
		default:
			// For the moment the label is that of the term before, which marks the gap.
			fresh.pushLabelled(t, l.before(i, j))
			at = append(at, n)
		}
	}
	if fresh.len() == 0 {
		return given, nil
	}
	room := l.spread(fresh)
	l.add(fresh)
	if !room {
		renumber = l.renumber()
		return l.lookUp(terms), renumber
	}
	for k, n := range at {
		given[n] = fresh.labels[k]
	}
	return given, nil
}

// before is the label of the term that precedes a place in each list.
func (l *labels) before(i, j int) uint32 {
	var b uint32
	if i > 0 {
		b = l.old.labels[i-1]
	}
	if j > 0 {
		b = max(b, l.new.labels[j-1])
	}
	return b
}

// following is the least label that is greater.
func (l *labels) following(label uint32) uint32 {
	next := uint32(lastLabel)
	for _, k := range []*keys{&l.old, &l.new} {
		i := sort.Search(k.len(), func(i int) bool { return k.labels[i] > label })
		if i < k.len() {
			next = min(next, k.labels[i])
		}
	}
	return next
}

// spread spaces the new terms evenly in their gaps. It is false if a gap is too
// small for its terms; then their labels mean nothing.
func (l *labels) spread(fresh *keys) bool {
	for i := 0; i < fresh.len(); {
		low := fresh.labels[i]
		n := 1
		for i+n < fresh.len() && fresh.labels[i+n] == low {
			n++
		}
		gap := uint64(l.following(low) - low)
		if gap <= uint64(n) {
			return false
		}
		for k := range n {
			fresh.labels[i+k] = low + uint32(gap*uint64(k+1)/uint64(n+1))
		}
		i += n
	}
	return true
}

func (l *labels) add(fresh *keys) {
	l.new = *merge(&l.new, fresh)
	if l.new.len() > 4096+l.old.len()/8 {
		l.old, l.new = *merge(&l.old, &l.new), keys{}
	}
}

// lookUp is the labels of terms that all have one.
func (l *labels) lookUp(terms *keys) []uint32 {
	given := make([]uint32, terms.len())
	i, j := 0, 0
	for n := range given {
		t := terms.key(n)
		i, j = l.old.seek(i, t), l.new.seek(j, t)
		if l.old.has(i, t) {
			given[n] = l.old.labels[i]
		} else {
			given[n] = l.new.labels[j]
		}
	}
	return given
}

// place is where a term stands among the labels, which need not have it: twice
// its label, or else one more than twice the label before.
func (l *labels) place(term string) uint64 {
	t := []byte(term)
	i, j := l.old.seek(0, t), l.new.seek(0, t)
	switch {
	case l.old.has(i, t):
		return 2 * uint64(l.old.labels[i])
	case l.new.has(j, t):
		return 2 * uint64(l.new.labels[j])
	}
	return 2*uint64(l.before(i, j)) + 1
}
