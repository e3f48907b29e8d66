package cql

// Limits bound what Parse accepts, and so the time, memory and stack that a
// query can cost. A field of zero stands for its default.
type Limits struct {
	Bytes   int // length of the query; beyond it diagnostic 12
	Depth   int // nesting of parentheses; beyond it diagnostic 13
	Clauses int // search clauses; beyond it diagnostic 38
}

// DefaultLimits is 16 KiB, 256 nested parentheses and 512 search clauses.
func DefaultLimits() Limits { return Limits{Bytes: 16 << 10, Depth: 256, Clauses: 512} }

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.Bytes == 0 {
		l.Bytes = d.Bytes
	}
	if l.Depth == 0 {
		l.Depth = d.Depth
	}
	if l.Clauses == 0 {
		l.Clauses = d.Clauses
	}
	return l
}
