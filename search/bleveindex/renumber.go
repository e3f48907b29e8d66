package bleveindex

import "slices"

// renumbering maps labels to those that replace them, which are even: it is the
// labels of all terms.
type renumbering []uint32

// evenLabel is the label of the term at a place among so many.
func evenLabel(place, terms int) uint32 {
	return uint32(uint64(lastLabel) * uint64(place+1) / uint64(terms+1))
}

// renumber spaces all terms evenly.
func (l *labels) renumber() renumbering {
	r := make(renumbering, 0, l.terms.count)
	var e encoder
	for i, b := range l.terms.blocks {
		for c := keysIn(b); c.ok; c.next() {
			e.add(c.term, evenLabel(len(r), l.terms.count))
			r = append(r, c.label)
		}
		l.terms.blocks[i] = e.end()
	}
	return r
}

// apply is a column with the new labels.
func (r renumbering) apply(c column) column {
	if c.labels == nil {
		return c
	}
	labels := make([]uint32, len(c.labels))
	for doc, label := range c.labels {
		if label == 0 {
			continue
		}
		// Terms for which there was no room stand after the one whose label they
		// share; the search finds the first.
		at, _ := slices.BinarySearch(r, label)
		labels[doc] = evenLabel(at, len(r))
	}
	c.labels = labels
	return c
}
