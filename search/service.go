package search

import (
	"context"
	"errors"
	"fmt"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/internal/deadline"
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
	Bare   bool // of the records only ISSNs are wanted; Read reads the others
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
	// order that could not be finished in time, a position past the last record.
	Diagnostics []*diagnostic.Diagnostic
}

// Found is one record of a result.
type Found struct {
	ISSN issn.ISSN
	View *register.View // nil if the record has gone since it was found, and of a bare request
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
	return &Service{table: t, index: ix, door: door, limits: l.orDefault()}
}

// Table is the table of points.
func (s *Service) Table() *Table { return s.table }

// Limits is what one request may cost.
func (s *Service) Limits() Limits { return s.limits }

// Search finds records. No more are given than the limit allows. A position
// past the last record is no error: the result has its total, no records and
// diagnostic 61.
func (s *Service) Search(ctx context.Context, v register.Viewer, r Request) (*Result, error) {
	c := s.compiler(v)
	plan, err := c.plan(r.Query)
	if err != nil {
		return nil, err
	}
	w := Window{Offset: max(r.Start, 1) - 1, Limit: min(max(r.Count, 0), s.limits.Records)}
	points, err := s.facets(c, r.Facets, &w)
	if err != nil {
		return nil, err
	}
	limited, cancel := deadline.After(ctx, s.limits.Time)
	defer cancel()
	hits, err := s.index.Search(limited, plan, w)
	if err != nil {
		return nil, s.tooLong(ctx, err)
	}
	out := &Result{Total: hits.Total, Facets: labelled(points, hits.Facets, r.Query)}
	if w.Offset > 0 && w.Offset >= hits.Total {
		out.Diagnostics = append(out.Diagnostics, diagnostic.New(diagnostic.FirstRecordOutOfRange, ""))
	}
	if hits.Partial {
		out.Diagnostics = append(out.Diagnostics, diagnostic.Newf(diagnostic.PartialValid, "",
			"the order or the facets could not be finished in time"))
	}
	out.Records, err = s.read(ctx, v, hits.ISSNs, r.Bare)
	return out, err
}

// Read is a record as the viewer may see it, nil if it has gone since it was
// found.
func (s *Service) Read(ctx context.Context, v register.Viewer, id issn.ISSN) (*register.View, error) {
	view, err := s.door.Get(ctx, v, id)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return nil, fmt.Errorf("read %s: %w", id, err)
	}
	return view, nil
}

// Generation is a number that is another one after every change of what Read
// reads.
func (s *Service) Generation() uint64 { return s.door.Generation() }

func (s *Service) compiler(v register.Viewer) *compiler {
	return &compiler{table: s.table, viewer: v, limits: s.limits,
		read: func(ctx context.Context, id issn.ISSN) (*register.View, error) { return s.door.Get(ctx, v, id) }}
}

// read fetches records as the viewer may see them.
func (s *Service) read(ctx context.Context, v register.Viewer, ids []issn.ISSN, bare bool) (list []Found, err error) {
	list = make([]Found, len(ids))
	for i, id := range ids {
		list[i].ISSN = id
		if bare {
			continue
		}
		if list[i].View, err = s.Read(ctx, v, id); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// tooLong makes a diagnostic of the error of a search that ran out of its time.
// That the caller gave up stays what it is.
func (s *Service) tooLong(ctx context.Context, err error) error {
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return diagnostic.Newf(diagnostic.CannotProcessQuery, "",
			"the search took longer than %v: ask for less at once", s.limits.Time)
	}
	return err
}
