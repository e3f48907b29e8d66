package crosswalk

import (
	"cmp"
	"slices"
	"sync"

	"issnd/marc"
)

// fieldIndex finds the fields with a tag without going through the record. The
// fields with one tag stand together in nearly every record, so their first is
// all that it keeps; where they do not, it indexes a sorted copy.
type fieldIndex struct {
	fields []marc.Field
	start  [1000]int32 // by tag: 1 + index of the first field
	sorted []marc.Field
}

// fieldIndexes has those that no crosswalk uses: an index is too large to be
// made for each record.
var fieldIndexes = sync.Pool{New: func() any { return new(fieldIndex) }}

// indexFields indexes a record until done.
func indexFields(r *marc.Record) *fieldIndex {
	x := fieldIndexes.Get().(*fieldIndex)
	x.build(r.Fields)
	return x
}

// done gives back what indexFields gave.
func (x *fieldIndex) done() {
	x.release()
	fieldIndexes.Put(x)
}

// build indexes the fields with a tag of three digits.
func (x *fieldIndex) build(fields []marc.Field) {
	clear(x.start[:])
	x.fields = fields
	if x.index() {
		return
	}
	x.sorted = append(x.sorted[:0], fields...)
	slices.SortStableFunc(x.sorted, func(a, b marc.Field) int {
		return cmp.Compare(tagNumber(a.Tag), tagNumber(b.Tag))
	})
	clear(x.start[:])
	x.fields = x.sorted
	x.index()
}

// index notes where each tag starts; it reports whether no tag starts twice.
func (x *fieldIndex) index() bool {
	last := -1
	for i := range x.fields {
		tag := tagNumber(x.fields[i].Tag)
		if tag == last {
			continue
		}
		if last = tag; tag < 0 {
			continue
		}
		if x.start[tag] != 0 {
			return false
		}
		x.start[tag] = int32(i) + 1
	}
	return true
}

// release lets go of the record.
func (x *fieldIndex) release() {
	x.fields = nil
	clear(x.sorted)
}

// with is the fields with the tag in record order.
func (x *fieldIndex) with(tag int) []marc.Field {
	from := int(x.start[tag])
	if from == 0 {
		return nil
	}
	to := from
	for to < len(x.fields) && x.fields[to].Tag == x.fields[from-1].Tag {
		to++
	}
	return x.fields[from-1 : to]
}

// each yields the fields with the tag in record order.
func (x *fieldIndex) each(tag int) func(yield func(*marc.Field) bool) {
	return func(yield func(*marc.Field) bool) {
		fields := x.with(tag)
		for i := range fields {
			if !yield(&fields[i]) {
				return
			}
		}
	}
}

// first is the first field with the tag, or nil.
func (x *fieldIndex) first(tag int) *marc.Field {
	if i := x.start[tag]; i != 0 {
		return &x.fields[i-1]
	}
	return nil
}

// has reports whether the record has a field with the tag.
func (x *fieldIndex) has(tag int) bool { return x.start[tag] != 0 }

// tagNumber is the tag as a number, or -1 for a tag that is not one.
func tagNumber(t marc.Tag) int {
	a, b, c := t[0]-'0', t[1]-'0', t[2]-'0'
	if a > 9 || b > 9 || c > 9 {
		return -1
	}
	return int(a)*100 + int(b)*10 + int(c)
}
