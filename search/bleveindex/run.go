package bleveindex

import "sort"

// run is a column of a segment: those of its documents that have not been
// passed.
type run struct {
	column
	seg    int
	before []column // what has a label in them is not counted here
	found  []uint64 // one bit a document of the segment
	part   []uint32 // the documents in the range that is looked at
}

// splitting is how many documents could be looked at while a run is split.
const splitting = 50

// split divides the documents of a run by whether their label is less.
func (r *run) split(label uint64) (less, rest []uint32) {
	at := sort.Search(len(r.order), func(i int) bool { return uint64(r.labels[r.order[i]]) >= label })
	return r.order[:at], r.order[at:]
}

// count is how many documents of the part are found.
func (r *run) count() int {
	n := 0
	if len(r.before) > 0 {
		for _, doc := range r.part {
			if r.has(doc) {
				n++
			}
		}
		return n
	}
	for _, doc := range r.part {
		n += int(r.found[doc/64] >> (doc % 64) & 1)
	}
	return n
}

// has reports whether a document is found, and has this label.
func (r *run) has(doc uint32) bool {
	if r.found[doc/64]>>(doc%64)&1 == 0 {
		return false
	}
	for _, c := range r.before {
		if c.labels[doc] != 0 {
			return false
		}
	}
	return true
}
