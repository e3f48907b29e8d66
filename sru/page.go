package sru

import (
	"bytes"
	_ "embed"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"issnd/crosswalk"
	"issnd/diagnostic"
	"issnd/format"
	"issnd/register"
	"issnd/search"
)

//go:embed page.html
var pageSource string

var pageTemplates = template.Must(template.New("page").Parse(pageSource))

// page is what a page shows of a response.
type page struct {
	Action      string // path of the protocol
	Query       string
	Schemas     []*format.Format
	Schema      *format.Format // that is chosen in the form
	Diagnostics []*diagnostic.Diagnostic

	// explain
	Title, Base, Restrictions string
	Counted                   bool
	Records                   uint64
	Examples                  []pageExample
	Sets                      []pageSet
	Limits                    []pageLimit

	// search and scan
	Total, Start   uint64
	Found          []pageRecord
	Previous, Next string
	Facets         []pageFacet
	Terms          []pageTerm
}

type (
	pageExample struct {
		Query, Title, Page, XML string
		Total                   uint64
	}
	pageSet struct {
		search.ContextSet
		Indexes []pageIndex
	}
	pageIndex struct {
		Name, Title, Kind, Uses string
		Relations               []string
		Key                     bool
	}
	pageLimit  struct{ Name, Value string }
	pageRecord struct{ ISSN, Title, Href string }
	pageFacet  struct {
		Title  string
		Values []pageTerm
	}
	pageTerm struct {
		Label, Href string
		Count       uint64
	}
)

// pageTitle is the title of the page of a response.
func (out *Response) pageTitle() string {
	switch out.Request.Operation {
	case SearchRetrieve:
		return "Search: " + out.Request.Given.Get("query")
	case Scan:
		return "Terms: " + out.Request.Given.Get("scanClause")
	}
	return "SRU"
}

// appendPage appends the response as the main part of a page for people.
func (s *Service) appendPage(dst []byte, out *Response) []byte {
	p := &page{
		Action: Path, Query: out.Request.Given.Get("query"), Schemas: s.schemas(), Schema: out.format,
		Diagnostics: out.Diagnostics, Counted: out.Counted,
	}
	if p.Schema == nil {
		p.Schema = s.fallback
	}
	name := "explain"
	switch out.Request.Operation {
	case SearchRetrieve:
		name = "search"
		p.results(out)
	case Scan:
		name = "scan"
		for i := range out.Terms {
			t := &out.Terms[i]
			p.Terms = append(p.Terms, pageTerm{label(t.Display, t.Value), out.searchURL(out.termQuery(t)), t.Count})
		}
	default:
		p.explained(s, out.explain)
	}
	b := bytes.NewBuffer(dst)
	if err := pageTemplates.ExecuteTemplate(b, name, p); err != nil {
		return append(dst, "<p>This page could not be rendered.</p>\n"...)
	}
	return b.Bytes()
}

func label(display, value string) string {
	if display != "" {
		return display
	}
	return value
}

// results shows the records of a search as links to their pages.
func (p *page) results(out *Response) {
	p.Total, p.Start = out.Total, out.Request.Start
	for i := range out.Records {
		r := &out.Records[i]
		shown := pageRecord{ISSN: r.Identifier}
		if r.View == nil {
			shown.Title = r.Surrogate.Text()
		} else {
			shown.Title = label(crosswalk.Title(r.View), r.Identifier)
			shown.Href = out.options.PublicURL + "resource/ISSN/" + r.Identifier
		}
		p.Found = append(p.Found, shown)
	}
	if out.Next > 0 {
		p.Next = out.pageURL(out.Next)
	}
	if n := uint64(out.Request.Count); p.Start > 1 && p.Start <= p.Total {
		p.Previous = out.pageURL(max(p.Start, n+1) - n)
	}
	for _, f := range out.Facets {
		if len(f.Values) == 0 {
			continue
		}
		shown := pageFacet{Title: f.Point.Title}
		for _, v := range f.Values {
			shown.Values = append(shown.Values, pageTerm{label(v.Label, v.Value), out.searchURL(v.Query), v.Count})
		}
		p.Facets = append(p.Facets, shown)
	}
}

// pageURL is the request again, from another record on.
func (out *Response) pageURL(start uint64) string {
	q := maps.Clone(out.Request.Given)
	q["startRecord"] = []string{strconv.FormatUint(start, 10)}
	return Path + "?" + url.Values(q).Encode()
}

// explained shows what the service has.
func (p *page) explained(s *Service, e *explain) {
	p.Title, p.Base, p.Restrictions = e.title, e.base, restrictions(e.public)
	p.Counted, p.Records = e.counted, e.records
	for _, x := range e.examples {
		p.Examples = append(p.Examples, pageExample{
			Query: x.Query, Title: x.Title, Total: x.Total, XML: x.url(e.base),
			Page: Path + "?httpAccept=text/html&query=" + url.QueryEscape(x.Query),
		})
	}
	p.Sets = sets(s.points, keyHolder)
	p.Limits = []pageLimit{
		{"Records given at once, unless maximumRecords says otherwise", strconv.Itoa(DefaultRecords)},
		{"Most records given at once", strconv.Itoa(limits.Records)},
		{"startRecord", "no limit"},
		{"Terms of a scan, unless maximumTerms says otherwise", strconv.Itoa(DefaultTerms)},
		{"Most terms given at once", strconv.Itoa(limits.Terms)},
	}
}

// sets lists the indexes of each context set that the viewer may use, but for
// sets that have none.
func sets(table Points, v register.Viewer) []pageSet {
	var out []pageSet
	points := slices.Concat(table.For(v), table.MARC(v))
	for _, s := range table.ContextSets(v) {
		shown := pageSet{ContextSet: s}
		for _, pt := range points {
			for _, n := range pt.Names {
				if prefix, _, _ := strings.Cut(n, "."); prefix == s.Name {
					shown.Indexes = append(shown.Indexes, pageIndex{
						Name: n, Title: pt.Title, Kind: kindName(pt.Kind), Relations: pt.Relations(),
						Uses: uses(pt), Key: !pt.For(register.Viewer{}),
					})
				}
			}
		}
		if shown.Indexes != nil {
			slices.SortStableFunc(shown.Indexes, func(a, b pageIndex) int { return strings.Compare(a.Name, b.Name) })
			out = append(out, shown)
		}
	}
	return out
}
