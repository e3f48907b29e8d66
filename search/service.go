package search

import (
	"context"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/issn"
	"issnd/register"
)

// Service searches a register through an index. It is safe for use by several
// goroutines. Its errors are *diagnostic.Diagnostic where the request is at
// fault or a limit is reached.
type Service struct {
	table  *Table
	index  Index
	door   *register.Register
	limits Limits
}

// Request is one search.
type Request struct {
	Query *cql.Query // its Sort is the order; none is by relevance
	Start uint64     // position of the first record, from 1
	Count int        // how many records, 0 for none

	Facets []FacetWish
}

// FacetWish asks for a facet of a point by one of its CQL names.
type FacetWish struct {
	Point              string
	Start              int // position of the first term, from 1
	Count              int // how many terms; < 0 for all
	ByTerm, Descending bool
	MinCount           uint64
}

// Result is what a search found, as the viewer may see it.
type Result struct {
	Total   uint64 // exact
	Records []Found
	Facets  []Facet
	// Diagnostics are those that do not keep the records from being given: an
	// order that could not be finished in time.
	Diagnostics []*diagnostic.Diagnostic
}

// Found is one record of a result.
type Found struct {
	ISSN issn.ISSN
	View *register.View // nil if the record has gone since it was found
}

// Facet is the values of a point among the records found.
type Facet struct {
	Point  *Point
	Values []FacetValue
}

// FacetValue is a value with the number of records that have it.
type FacetValue struct {
	Value string
	Label string // the value for people
	Count uint64
	Query string // CQL that finds these records: the query and the value
}

// ScanRequest asks for terms around that of a clause. The relation = lists
// words, == and exact list headings.
type ScanRequest struct {
	Clause   *cql.Clause
	Position int // where in the list the term is to stand, from 1; 0 is before the list
	Count    int // how many terms
}

// ScanTerm is a term of a point.
type ScanTerm struct {
	Value       string // finds what it counts: index relation "value"
	Display     string // for people; "" if it is as Value
	Count       uint64
	First, Last bool // in the whole list
}

// NewService is a service that searches with the table in the index and reads
// through the door.
func NewService(t *Table, ix Index, door *register.Register, l Limits) *Service {
	return &Service{table: t, index: ix, door: door, limits: l}
}

// Table is the table of points.
func (s *Service) Table() *Table { return s.table }

// Limits is what one request may cost.
func (s *Service) Limits() Limits { return s.limits }

// Search finds records.
func (s *Service) Search(ctx context.Context, v register.Viewer, r Request) (*Result, error) {
	return nil, nil
}

// Scan lists terms of a point.
func (s *Service) Scan(ctx context.Context, v register.Viewer, r ScanRequest) ([]ScanTerm, error) {
	return nil, nil
}

// Suggest lists at most n key titles that begin with the prefix.
func (s *Service) Suggest(ctx context.Context, v register.Viewer, prefix string, n int) ([]ScanTerm, error) {
	return nil, nil
}
