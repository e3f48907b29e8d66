package sru

import (
	"context"
	"errors"
	"net/http"

	"issnd/crosswalk"
	"issnd/diagnostic"
	"issnd/format"
	"issnd/issn"
	"issnd/register"
	"issnd/search"
)

// Path is where the protocol is served.
const Path = "/sru"

// Searcher finds records and terms: a *search.Service.
type Searcher interface {
	Search(ctx context.Context, v register.Viewer, r search.Request) (*search.Result, error)
	Scan(ctx context.Context, v register.Viewer, r search.ScanRequest) ([]search.ScanTerm, error)
	Read(ctx context.Context, v register.Viewer, id issn.ISSN) (*register.View, error)
	Generation() uint64
}

// Points tells what can be searched: a *search.Table.
type Points interface {
	For(v register.Viewer) []*search.Point
	MARC(v register.Viewer) []*search.Point
	ContextSets(v register.Viewer) []search.ContextSet
}

// Config is what the protocol needs to know of the installation.
type Config struct {
	Title     string            // name of the register
	Crosswalk crosswalk.Options // PublicURL is "" where the request tells it
	CacheSize uint64            // bytes of rendered records kept in memory
	// Frame makes a page of a title and of what stands under it, with the header
	// fields that go with pages.
	Frame func(title string, main []byte) (http.Header, []byte)
}

// Service answers requests. It is safe for use by several goroutines.
type Service struct {
	config   Config
	searcher Searcher
	points   Points
	formats  *format.Table
	fallback *format.Format // the record schema of those who name none
	elements *format.Cache[element]
	most     int // bytes from which on a page takes no more
}

// defaultSchema names the record schema of those who name none.
const defaultSchema = "marcxml"

// New makes a service. The table of formats must have MARCXML.
func New(c Config, s Searcher, p Points, formats *format.Table) (*Service, error) {
	f := formats.SRU(defaultSchema)
	if f == nil {
		return nil, errors.New("sru: no format is called " + defaultSchema)
	}
	return &Service{config: c, searcher: s, points: p, formats: formats, fallback: f, most: mostBytes,
		elements: format.NewCache(c.CacheSize, element.weight)}, nil
}

// Cache is what is in the cache of records.
func (s *Service) Cache() format.CacheState { return s.elements.State() }

// Do answers a request. What it cannot do is told by the diagnostics of the
// response. The error is one of the program, to be logged, which the response
// tells nothing of. Site is where documents are served, with a final slash.
func (s *Service) Do(ctx context.Context, v register.Viewer, r *Request, site string) (*Response, error) {
	out := s.respond(r, site)
	if r.Operation == Explain {
		out.explain = s.explain(ctx, v, out.options)
	}
	if r.Faults != nil {
		return out, nil
	}
	var err error
	switch r.Operation {
	case SearchRetrieve:
		err = s.search(ctx, v, r, out)
	case Scan:
		err = s.scan(ctx, v, r, out)
	}
	return out, out.failed(err)
}

// respond starts the response to a request.
func (s *Service) respond(r *Request, site string) *Response {
	out := &Response{Request: r, Diagnostics: append(r.Faults[:len(r.Faults):len(r.Faults)], r.Notes...)}
	o := s.config.Crosswalk
	if o.PublicURL == "" {
		o.PublicURL = site
	}
	out.options, out.most = &o, s.most
	return out
}

// failed takes over why there is no result. What is no fault of the request is
// given back.
func (out *Response) failed(err error) error {
	var d *diagnostic.Diagnostic
	switch {
	case err == nil:
		return nil
	case errors.As(err, &d):
		out.Diagnostics = append(out.Diagnostics, d)
		return nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		out.Diagnostics = append(out.Diagnostics, diagnostic.New(diagnostic.SystemTemporarilyUnavailable, ""))
		return nil
	}
	out.Diagnostics = append(out.Diagnostics, diagnostic.New(diagnostic.GeneralSystemError, ""))
	return err
}

// search fills in the page of records that is asked for.
func (s *Service) search(ctx context.Context, v register.Viewer, r *Request, out *Response) error {
	var known bool
	if out.format, known = s.schema(r); !known {
		return diagnostic.New(diagnostic.UnknownSchema, r.Schema)
	}
	q := search.Request{Query: r.Query, Start: r.Start, Count: r.Count, Facets: r.Facets, Bare: true}
	if r.Spread != nil {
		q.Facets = s.spread(v, *r.Spread)
	}
	generation := s.searcher.Generation() // before anything is read
	res, err := s.searcher.Search(ctx, v, q)
	if err != nil {
		return err
	}
	out.Total, out.Counted, out.Facets = res.Total, true, res.Facets
	out.Diagnostics = append(out.Diagnostics, res.Diagnostics...)
	keeps := s.keeps(r, out.format)
	for i, bytes := 0, 0; i < len(res.Records) && bytes < out.most; i++ {
		id, position := res.Records[i].ISSN, r.Start+uint64(i)
		var rec Record
		if keeps {
			rec, err = s.kept(ctx, v, id, position, out, generation)
		} else {
			rec, err = s.read(ctx, v, id, position, out.format)
		}
		if err != nil {
			return err
		}
		bytes += len(rec.element) + weight(rec.View)
		out.Records = append(out.Records, rec)
	}
	if next := r.Start + uint64(len(out.Records)); next <= res.Total && len(out.Records) > 0 {
		out.Next = next
	}
	return nil
}

// read is a record of an answer, not yet rendered.
func (s *Service) read(ctx context.Context, v register.Viewer, id issn.ISSN, position uint64, in *format.Format) (Record, error) {
	view, err := s.searcher.Read(ctx, v, id)
	if err != nil {
		return Record{}, err
	}
	return record(id, view, position, in), nil
}

// schema is the format that the records are wanted in. It is nil for a schema
// that is known, but that no record of the register has a form in.
func (s *Service) schema(r *Request) (f *format.Format, known bool) {
	switch {
	case r.Schema == "":
		return s.fallback, true
	case isZeeRex(r.Schema):
		return nil, true
	}
	if r.asJSON {
		if f = s.formats.ByName(r.Schema); f != nil && f.Record != nil && isJSON(f) {
			return f, true
		}
	}
	f = s.formats.SRU(r.Schema)
	return f, f != nil
}

// spread wishes the same of all points that have facets.
func (s *Service) spread(v register.Viewer, wish search.FacetWish) []search.FacetWish {
	var out []search.FacetWish
	for _, p := range s.points.For(v) {
		if p.Facet && len(out) < limits.Facets {
			wish.Point = p.Names[0]
			out = append(out, wish)
		}
	}
	return out
}

// scan fills in the terms that are asked for.
func (s *Service) scan(ctx context.Context, v register.Viewer, r *Request, out *Response) (err error) {
	out.Terms, err = s.searcher.Scan(ctx, v, search.ScanRequest{Clause: r.Clause, Position: r.Position, Count: r.Terms})
	return err
}
