package bleveindex

import "slices"

// renumbering maps labels to those that replace them.
type renumbering struct{ from, to []uint32 }

// renumber spaces all terms evenly.
func (l *labels) renumber() *renumbering {
	l.old, l.new = *merge(&l.old, &l.new), keys{}
	r := &renumbering{from: l.old.labels, to: make([]uint32, l.old.len())}
	for i := range r.to {
		r.to[i] = uint32(uint64(lastLabel) * uint64(i+1) / uint64(len(r.to)+1))
	}
	l.old.labels = r.to
	return r
}

// apply is a column with the new labels.
func (r *renumbering) apply(c column) column {
	if c == nil {
		return nil
	}
	out := make(column, len(c))
	for doc, label := range c {
		if label == 0 {
			continue
		}
		// Terms for which there was no room stand after the one whose label they
		// share; the search finds the first.
		at, _ := slices.BinarySearch(r.from, label)
		out[doc] = r.to[at]
	}
	return out
}
