package register

import "issnd/marc"

// Room is memory for a page of records and what is made of them. It can be lent
// for one page after another: then nothing of a page may be used once the next
// one is begun, but the text of its fields and the names of sets, which may be
// kept. The zero Room is ready; one that is not lent again gives a page memory of
// its own, which its records share.
type Room struct {
	marc    marc.Unpacker
	recs    []*Record
	records []Record
	items   []Item
	views   []View
	sets    []string
}

// usualPage is for how many records room is made at first.
const usualPage = 64

// Begin starts a page of at most so many records.
func (r *Room) Begin(limit int) {
	n := max(0, min(limit, usualPage))
	r.marc.Begin(max(0, limit))
	r.recs = room(r.recs, n)
	r.records = room(r.records, n)
	r.items, r.views, r.sets = room(r.items, 0), room(r.views, 0), room(r.sets, 0)
}

// Add adds a record of the page, which has its MARC, unpacked by Unpack, and
// nothing else yet.
func (r *Room) Add(packed []byte) (*Record, error) {
	m, err := r.marc.Unpack(packed)
	if err != nil {
		return nil, err
	}
	if len(r.records) == cap(r.records) { // those that there are stay where they are
		r.records = make([]Record, 0, usualPage)
	}
	r.records = append(r.records, Record{MARC: m})
	rec := &r.records[len(r.records)-1]
	r.recs = append(r.recs, rec)
	return rec, nil
}

// Records is the page.
func (r *Room) Records() []*Record { return r.recs }

// listing begins items of the records of the page.
func (r *Room) listing(records int) {
	r.items = room(r.items, records)
	r.views = room(r.views, records)
	r.sets = room(r.sets, records*fewSets)
}

// fewSets is how many sets a record is in on average.
const fewSets = 12

// room is an empty slice with room for n elements, in the memory of one that is
// not used any more if it is large enough. Nothing of that one is kept.
func room[T any](old []T, n int) []T {
	clear(old)
	if cap(old) >= n {
		return old[:0]
	}
	return make([]T, 0, n)
}
