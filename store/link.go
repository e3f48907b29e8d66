package store

import (
	"cmp"
	"slices"

	"issnd/issn"
)

// link is one entry of the replaced bucket that comes or goes.
type link struct {
	of, by issn.ISSN
	add    bool
}

// link writes what the edited records cancel now, and adds to the edits the
// records whose Replacement changes by it.
func (b *batch) link() error {
	links, err := b.linkChanges()
	if err != nil {
		return err
	}
	edited := b.edits
	for len(links) > 0 {
		n := 1
		for n < len(links) && links[n].of == links[0].of {
			n++
		}
		changed, err := b.relink(links[:n])
		if err != nil {
			return err
		}
		if _, found := slices.BinarySearchFunc(edited, links[0].of, compareISSN); changed && !found {
			if err := b.bump(links[0].of); err != nil {
				return err
			}
		}
		links = links[n:]
	}
	slices.SortFunc(b.edits, func(x, y edit) int { return compareISSN(x, y.after.head.ISSN) })
	return nil
}

func compareISSN(e edit, id issn.ISSN) int { return cmp.Compare(e.after.head.ISSN, id) }

// linkChanges lists the entries that come and go, by cancelled ISSN.
func (b *batch) linkChanges() ([]link, error) {
	var links []link
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
		by := e.after.head.ISSN
		for _, of := range before {
			if !slices.Contains(after, of) {
				links = append(links, link{of, by, false})
			}
		}
		for _, of := range after {
			if !slices.Contains(before, of) {
				links = append(links, link{of, by, true})
			}
		}
	}
	slices.SortFunc(links, func(x, y link) int { return cmp.Compare(x.of, y.of) })
	return links, nil
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

// relink writes the links of one cancelled ISSN and reports whether another
// record replaces it now.
func (b *batch) relink(links []link) (changed bool, err error) {
	of := links[0].of
	before := firstPaired(b.replaced, of)
	for _, l := range links {
		k := pairKey(l.of, l.by)
		if l.add {
			err = b.replaced.Put(k[:], nil)
		} else {
			err = b.replaced.Delete(k[:])
		}
		if err != nil {
			return false, err
		}
	}
	return firstPaired(b.replaced, of) != before, nil
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
	b.edits = append(b.edits, edit{st, st})
	return nil
}
