package portal

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"issnd/diagnostic"
	"issnd/register"
)

// searchPage is what the template of a search shows.
type searchPage struct {
	Text                    string
	Criteria, Orders, Sizes []option
	Kept                    []string // values chosen, as the form sends them again
	Chips                   []chip
	Asked, Counted          bool

	Problem       *Problem
	Marked        bool // Before and After are the query, cut where it is wrong
	Before, After string
	Number        *numberNote

	Total, From, To, Noun       string
	Notes                       []string
	Hits, Similar               []hit
	SimilarHref, Past           string
	First, Previous, Next, Last string // addresses
	Facets                      []facet
	CQL, SRU, JSON, Curl        string
	Points                      []pointHelp
}

type pointHelp struct{ Name, Title string }

type option struct {
	Value, Title string
	Chosen       bool
}

func (s *Service) searchPage(v register.Viewer, q *question) *searchPage {
	t := s.finder.Table()
	p := &searchPage{
		Text: q.Text, Asked: !q.empty(), Chips: chips(t, q),
		Criteria: []option{
			{string(inAll), "Everything", q.In == inAll},
			{string(inISSN), "ISSN", q.In == inISSN},
			{string(inTitle), "Title", q.In == inTitle},
		},
		Orders: []option{{"", "Relevance", q.Order == ""}},
	}
	for _, o := range ordersFor(t, v) {
		p.Orders = append(p.Orders, option{o.Name, o.Title, q.Order == o.Name})
	}
	for _, n := range pageSizes {
		p.Sizes = append(p.Sizes, option{strconv.Itoa(n), "", q.Size == n})
	}
	for _, c := range q.Chosen {
		p.Kept = append(p.Kept, c.Point+":"+c.Value)
	}
	for _, pt := range t.For(v) {
		if pt.Names[0] != pointAll {
			p.Points = append(p.Points, pointHelp{strings.TrimPrefix(pt.Names[0], "issn."), pt.Title})
		}
	}
	return p
}

// searchStart is the page of a search that has not been asked anything.
func (s *Service) searchStart(r *Request, q *question) *Response {
	return s.searchStatic(r, htmlType, s.pages.search("Search", "", s.searchPage(r.Viewer, q)), freshness(r.Viewer))
}

// searchStatic answers with bytes that depend on the viewer, of which copies are
// as good as cache says.
func (s *Service) searchStatic(r *Request, contentType string, body []byte, cache string) *Response {
	out := s.static(r, contentType, body, cache)
	if out.Status != http.StatusPreconditionFailed {
		out.vary = varyCoding
	}
	return out
}

// freshness is how long a copy of a result is good: not at all where there was no
// time for all of it.
func (res *result) freshness(v register.Viewer) string {
	for _, d := range res.Diagnostics {
		if d.Code == diagnostic.PartialValid {
			return cacheNone
		}
	}
	return freshness(v)
}

// searchRefused is the page of a search that cannot be done. At is where in
// the query it is wrong, or -1.
func (s *Service) searchRefused(r *Request, q *question, pr *Problem, at int) *Response {
	p := s.searchPage(r.Viewer, q)
	p.Problem = pr
	if at >= 0 {
		p.Marked, p.Before, p.After = true, q.Text[:at], q.Text[at:]
	}
	out := &Response{
		Status: pr.Status,
		Header: http.Header{"Cache-Control": {cacheNone}, "Vary": {varyViewer}},
		Body:   s.pages.search("Search", robotsNone, p),
	}
	if pr.Status == http.StatusBadRequest && r.Viewer.Public() {
		out.Header["Cache-Control"] = []string{cacheProblem}
	}
	out.encode(htmlType)
	return out
}

const robotsNone = "<meta name=\"robots\" content=\"noindex, nofollow\">\n"

// searchFound is the page of a result.
func (s *Service) searchFound(r *Request, res *result) *Response {
	q := res.question
	p := s.searchPage(r.Viewer, q)
	p.Number, p.Counted = res.number, res.Query != nil
	p.Total, p.Noun = grouped(res.Total), "records"
	if res.Total == 1 {
		p.Noun = "record"
	}
	p.Hits, p.Similar, p.SimilarHref = res.hits, res.similar, res.similarHref
	p.Facets = facets(res)
	for _, d := range res.Diagnostics {
		if d.Code != diagnostic.FirstRecordOutOfRange {
			p.Notes = append(p.Notes, capital(d.Text())+".")
		}
	}
	if n := len(res.hits); n > 0 {
		p.From, p.To = grouped(q.Start), grouped(q.Start+uint64(n)-1)
	}
	t := turn(q.Start, res.Total, q.Size)
	if len(res.hits) == 0 && t.Previous > 0 {
		p.Past = q.at(t.Previous).url()
	}
	p.First, p.Previous, p.Next, p.Last = q.address(t.First), q.address(t.Previous), q.address(t.Next), q.address(t.Last)
	if res.Query != nil {
		data := *q
		data.JSON = true
		p.CQL, p.SRU, p.JSON = res.Query.String(), res.sru(), data.url()
		p.Curl = s.options(r).PublicURL + p.SRU[1:]
	}
	title := q.Text
	if title == "" {
		title = "Search"
	}
	out := s.searchStatic(r, htmlType, s.pages.search(title, searchHead(q, p), p), res.freshness(r.Viewer))
	if out.Status != http.StatusPreconditionFailed {
		out.Header["Link"] = []string{s.searchLinks(r, p)}
	}
	return out
}

// address is the address of the page that begins at a record, "" for 0.
func (q *question) address(start uint64) string {
	if start == 0 {
		return ""
	}
	return q.at(start).url()
}

// sru is the path of the same search in SRU.
func (res *result) sru() string {
	return sruPath + "?version=1.2&operation=searchRetrieve&recordSchema=marcxml&maximumRecords=" + strconv.Itoa(res.Size) +
		"&startRecord=" + strconv.FormatUint(res.Start, 10) + "&query=" + url.QueryEscape(res.Query.String())
}

// searchHead is what the head of the page of a result has. Search engines are
// kept to the first page of a search that is not narrowed: there are too many
// others.
func searchHead(q *question, p *searchPage) string {
	head := ""
	if q.Start > 1 || len(q.Chosen) > 0 || q.Order != "" || q.More != "" || q.Size != pageSizes[0] || len(p.Hits) == 0 {
		head = robotsNone
	}
	for _, l := range [...][2]string{{"prev", p.Previous}, {"next", p.Next}} {
		if l[1] != "" {
			head += "<link rel=\"" + l[0] + "\" href=\"" + template.HTMLEscapeString(l[1]) + "\">\n"
		}
	}
	return head
}

// longestSearchLink is how long an address in a Link header may be. The
// page has all of them, and some servers on the way refuse long headers.
const longestSearchLink = 700

// searchLinks is the Link header of a result: the other pages, the same in
// other forms, and where to search.
func (s *Service) searchLinks(r *Request, p *searchPage) string {
	site := s.options(r).PublicURL
	link := appendLink(nil, site+openSearchPath[1:], "search", openSearchType)
	for _, l := range [...]struct{ path, rel, typ string }{
		{p.First, "first", ""}, {p.Previous, "prev", ""}, {p.Next, "next", ""}, {p.Last, "last", ""},
		{p.SRU, "alternate", "application/xml"}, {p.JSON, "alternate", "application/json"},
	} {
		if l.path != "" && len(l.path) < longestSearchLink {
			link = appendLink(link, site+l.path[1:], l.rel, l.typ)
		}
	}
	return string(link)
}

// search puts the page of a search into the frame.
func (p *pages) search(title, head string, data *searchPage) []byte {
	var b bytes.Buffer
	b.WriteString(p.frame.start)
	template.HTMLEscape(&b, []byte(title+" · "+p.register))
	b.WriteString(p.frame.head + head + p.frame.main)
	if err := p.parts.ExecuteTemplate(&b, "search.html", data); err != nil {
		b.WriteString("<p>This page could not be rendered.</p>\n")
	}
	b.WriteString(p.frame.end)
	return b.Bytes()
}
