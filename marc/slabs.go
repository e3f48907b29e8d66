package marc

// slabs is the memory of records that are read one after another. A record
// takes what it needs from pieces for several, because to get a piece costs
// more than to fill it. So a record that is kept keeps a few others, those with
// which it shares pieces; its text is its own.
type slabs struct {
	items     []readItem // of a reader
	records   []Record   // of an Unpacker
	fields    []Field
	subfields []Subfield
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

// take cuts n elements off the free ones. Where there are too few it makes new
// ones, at least as many as given.
func take[T any](free *[]T, n, least int) []T {
	if n > len(*free) {
		*free = make([]T, max(n, least))
	}
	taken := (*free)[:n:n]
	*free = (*free)[n:]
	return taken
}
