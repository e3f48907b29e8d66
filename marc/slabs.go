package marc

// slabs is the memory of records that are read one after another. A record
// takes what it needs from pieces for several, because to get a piece costs
// more than to fill it. So a record that is kept keeps a few others, those with
// which it shares pieces; its text is its own.
type slabs struct {
	items     slab[readItem] // of a reader
	records   slab[Record]   // of an Unpacker
	fields    slab[Field]
	subfields slab[Subfield]
}

// again lends the memory of all records to the next ones.
func (s *slabs) again() {
	s.records.again()
	s.fields.again()
	s.subfields.again()
}

// readItem is an item and its record, which live and die together.
type readItem struct {
	item   Item
	record Record
}

// The elements of a piece, each of which is less than 32 KB, beyond which
// memory is dearer: it is enough for some thirty serials.
const (
	recordsAtOnce   = 32
	fieldsAtOnce    = 680
	subfieldsAtOnce = 1360
)

// slab is memory for elements of one type, in pieces.
type slab[T any] struct {
	piece []T // the latest
	free  []T // what is left of it
	taken int // of all pieces, since they were last lent
}

// take cuts n elements off what is free. Where there are too few it makes new
// ones, at least as many as given.
func (s *slab[T]) take(n, least int) []T {
	if n > len(s.free) {
		s.piece = make([]T, max(n, least))
		s.free = s.piece
	}
	s.taken += n
	taken := s.free[:n:n]
	s.free = s.free[n:]
	return taken
}

// mostLent is how many elements are worth to be lent again: more are those of very
// long records, for which it is not worth to hold the memory.
const mostLent = 1 << 13

// again makes everything free, in one piece. What was in it may still be there.
func (s *slab[T]) again() {
	switch {
	case s.taken > mostLent:
		s.piece = nil
	case s.taken > len(s.piece):
		s.piece = make([]T, s.taken)
	}
	s.free, s.taken = s.piece, 0
}
