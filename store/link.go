package store

import (
	"cmp"
	"slices"

	"issnd/issn"
)

// link writes what the edited records cancel now, and adds to the edits the
// records whose Replacement changes by it.
func (b *batch) link() error {
	changes, err := b.linkChanges()
	if err != nil || len(changes) == 0 {
		return err
	}
	touched := make(map[issn.ISSN]issn.ISSN) // what replaces them so far
	for _, c := range changes {
		if touched[c.id], err = replacedBy(b.replaced, c.id); err != nil {
			return err
		}
	}
	if err := b.replaced.update(changes); err != nil {
		return err
	}
	for _, e := range b.edits {
		delete(touched, e.after.head.ISSN)
	}
	for id, before := range touched {
		now, err := replacedBy(b.replaced, id)
		if err != nil {
			return err
		}
		if now == before {
			continue
		}
		if err := b.bump(id); err != nil {
			return err
		}
	}
	slices.SortFunc(b.edits, func(x, y edit) int { return cmp.Compare(x.after.head.ISSN, y.after.head.ISSN) })
	return nil
}

// linkChanges lists what comes to and goes from the replaced bucket.
func (b *batch) linkChanges() ([]change, error) {
	var changes []change
	for i := range b.edits {
		e := &b.edits[i]
		before, err := cancels(&e.before)
		if err != nil {
			return nil, err
		}
		after, err := cancels(&e.after)
		if err != nil {
			return nil, err
		}
		by := uint64(e.after.head.ISSN.Number())
		for _, of := range before {
			if !slices.Contains(after, of) {
				changes = append(changes, change{pair{of, by}, false})
			}
		}
		for _, of := range after {
			if !slices.Contains(before, of) {
				changes = append(changes, change{pair{of, by}, true})
			}
		}
	}
	return changes, nil
}

// cancels lists what a record cancels.
func cancels(st *state) ([]issn.ISSN, error) {
	if !st.exists() || !st.head.InForce() {
		return nil, nil
	}
	rec, err := st.record()
	if err != nil {
		return nil, err
	}
	return slices.Collect(rec.Cancels()), nil
}

// bump gives the record, if it shows the Replacement that other records give
// it, a new place in the log.
func (b *batch) bump(id issn.ISSN) error {
	st, err := b.load(id)
	if err != nil || !st.exists() || st.head.InForce() {
		return err
	}
	rec, err := st.record()
	if err != nil || !rec.Successor().IsZero() {
		return err
	}
	b.edits = append(b.edits, edit{before: st, after: st})
	return nil
}
