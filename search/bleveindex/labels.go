package bleveindex

import "math"

// labels gives numbers to terms, in the order of the terms, and keeps gaps
// between them for terms that come later. All fields share them, so that those
// of one field compare with those of another. 0 is no term.
type labels struct{ terms keys }

// lastLabel is greater than every label.
const lastLabel = math.MaxUint32

// assign gives labels to sorted terms, the same as before to those that have
// one. If there is no room for them, all labels change: then renumber, which is
// nil otherwise, tells what has become of each.
func (l *labels) assign(terms *keys) (given []uint32, renumber renumbering) {
	given = make([]uint32, terms.count)
	var fresh []newcomer
	c := l.terms.cursor()
	for t := terms.cursor(); t.ok; t.next() {
		if c.seek(t.term) {
			given[t.place] = c.label
			continue
		}
		// For the moment the label is that of the term before, which marks the gap.
		given[t.place] = c.before
		fresh = append(fresh, newcomer{place: int32(t.place), block: int32(c.block()), following: c.following()})
	}
	if len(fresh) == 0 {
		return given, nil
	}
	room := spread(fresh, given)
	l.terms.add(terms, fresh, given)
	if !room {
		renumber = l.renumber()
		l.lookUp(terms, given)
	}
	return given, renumber
}

// following is the label at which the cursor stands.
func (c *keyCursor) following() uint32 {
	if !c.ok {
		return lastLabel
	}
	return c.label
}

// spread spaces the new terms evenly in their gaps. It is false if a gap is too
// small for its terms; then the labels of some mean nothing.
func spread(fresh []newcomer, labels []uint32) bool {
	for len(fresh) > 0 {
		low := labels[fresh[0].place]
		n := 1
		for n < len(fresh) && labels[fresh[n].place] == low {
			n++
		}
		gap := uint64(fresh[0].following - low)
		if gap <= uint64(n) {
			return false
		}
		for k, f := range fresh[:n] {
			labels[f.place] = low + uint32(gap*uint64(k+1)/uint64(n+1))
		}
		fresh = fresh[n:]
	}
	return true
}

// lookUp gives terms the labels that they all have.
func (l *labels) lookUp(terms *keys, given []uint32) {
	c := l.terms.cursor()
	for t := terms.cursor(); t.ok; t.next() {
		c.seek(t.term)
		given[t.place] = c.label
	}
}

// place is where a term stands among the labels, which need not have it: twice
// its label, or else one more than twice the label before.
func (l *labels) place(term string) uint64 {
	c := l.terms.cursor()
	if c.seek([]byte(term)) {
		return 2 * uint64(c.label)
	}
	return 2*uint64(c.before) + 1
}
