// Package portal serves what people and crawlers see: the resource URIs of
// the register with content negotiation, the documents about it, and pages.
//
// Service is pure: it takes a Request and gives a Response. The router is named
// in echo.go alone.
package portal

import (
	"net/http"
	"strings"
	"sync/atomic"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/access"
	"issnd/internal/turns"
	"issnd/register"
	"issnd/search"
	"issnd/vocab"
)

// Config is what the portal needs to know of the installation.
type Config struct {
	Title     string            // name of the register, shown on every page
	Crosswalk crosswalk.Options // PublicURL is "" where the request tells it
	SeeOther  bool              // answer resource URIs by 303 to a document
	CacheSize uint64            // bytes of rendered documents kept in memory
	Build     string            // identifies the program, so that a new one gives new ETags

	Search *search.Service // finds records; nil is a search that is never available
}

// Service answers requests for resources, documents and pages.
type Service struct {
	config   Config
	register *register.Register
	finder   *search.Service
	cache    *format.Cache[*answer]
	turns    turns.Turns // of conversions
	pages    *pages
	table    *format.Table

	records   *format.Choice       // formats that describe a record
	clusters  *format.Choice       // formats that describe an ISSN-L
	graphs    *format.Choice       // formats of other documents
	documents map[string]*document // by path in lower case
	members   map[string]*document // that slash IRIs lead to
	context   []byte               // the JSON-LD context document

	latest atomic.Pointer[crosswalk.Options] // of the last request
}

// New makes the service with the formats given and HTML of its own before them.
func New(c Config, reg *register.Register, voc *vocab.Vocab, formats ...*format.Format) (*Service, error) {
	s := &Service{
		config: c, register: reg, finder: c.Search,
		cache: format.NewCache(c.CacheSize, (*answer).weight), turns: turns.New(),
	}
	var err error
	if s.finder == nil {
		points, err := search.DefaultTable()
		if err != nil {
			return nil, err
		}
		s.finder = search.NewService(points, new(search.Late), reg, search.DefaultLimits())
	}
	if s.pages, err = newPages(c.Title, c.Crosswalk); err != nil {
		return nil, err
	}
	if s.table, err = format.NewTable(append([]*format.Format{s.pages.format()}, formats...)...); err != nil {
		return nil, err
	}
	s.pages.leads = newLeads(s.finder.Table())
	s.records = s.table.Subset(func(f *format.Format) bool { return f.Record != nil })
	s.clusters = s.table.Subset(func(f *format.Format) bool { return f.Cluster != nil })
	s.graphs = s.table.Subset(func(f *format.Format) bool { return f.Graph != nil })
	s.pages.records, s.pages.clusters = alternates(s.records.Formats), s.clusters.Formats
	s.documents, s.members = documents(voc, base(&c.Crosswalk))
	ctx, err := crosswalk.NewContext(c.Crosswalk)
	if err != nil {
		return nil, err
	}
	s.context = ctx.Document()
	return s, nil
}

// Formats is the table that the service answers from.
func (s *Service) Formats() *format.Table { return s.table }

// Cache is what is in the cache of answers.
func (s *Service) Cache() format.CacheState { return s.cache.State() }

// Request is one HTTP request as the service sees it.
type Request struct {
	Method string // GET or HEAD
	Path   string // of the URL, without the query
	Query  string // raw query, kept by redirects
	Format string // value of ?format=, "" if absent
	View   string // value of ?display= on pages, "" if absent
	Header http.Header
	Viewer register.Viewer
	Site   string // scheme and authority with a final slash, where documents are served
}

// Response is the answer. Body is shared and must not be changed.
type Response struct {
	Status int
	Header http.Header // nil where fields says all
	Body   []byte

	fields fields // more headers, shared as well
	link   []byte // value of Link, "" where Header says it or there is none; shared
	vary   []string
	room   *[]byte // of Body and link, to be given back; nil where they are not lent

	format string // name, for the log and the metrics
	cache  access.Cache
}

// release gives back what the response has borrowed. Body and link are gone then.
func (r *Response) release() {
	if r.room != nil {
		giveBack(r.room)
		r.room, r.Body, r.link = nil, nil, nil
	}
}

// options is what crosswalks need to know for this request. They are shared and
// must not be changed: mostly the next request comes to the same site.
func (s *Service) options(r *Request) *crosswalk.Options {
	site := s.config.Crosswalk.PublicURL
	if site == "" {
		site = r.Site
	}
	if o := s.latest.Load(); o != nil && o.PublicURL == site {
		return o
	}
	o := s.config.Crosswalk
	o.PublicURL = site
	o.ContextURL = site + strings.TrimPrefix(ContextPath, "/")
	s.latest.Store(&o)
	return &o
}
