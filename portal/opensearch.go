package portal

import (
	"context"
	"encoding/json"
	"net/url"

	"issnd/internal/xmlw"
)

// Where browsers and other sites learn how to search here.
const (
	openSearchPath = "/opensearch.xml"
	openSearchType = "application/opensearchdescription+xml"
	suggestPath    = "/suggest"
	suggestType    = "application/x-suggestions+json"
)

// OpenSearch is the OpenSearch 1.1 description document of the search.
func (s *Service) OpenSearch(r *Request) *Response {
	site := s.options(r).PublicURL
	w := xmlw.Writer{Buf: []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")}
	w.Start("OpenSearchDescription")
	w.Attr("xmlns", "http://a9.com/-/spec/opensearch/1.1/")
	name := []rune(s.pages.register)
	w.Element("ShortName", string(name[:min(len(name), 16)])) // no longer, OpenSearch 1.1 draft 6
	w.Element("Description", "Search "+s.pages.register+" by title or ISSN")
	search := site + searchPath[1:] + "?q={searchTerms}&start={startIndex?}"
	for _, u := range [...][2]string{
		{htmlMedia, search},
		{"application/json", search + "&format=json"},
		{suggestType, site + suggestPath[1:] + "?q={searchTerms}"},
	} {
		w.Element("Url", "", "type", u[0], "template", u[1])
	}
	w.Element("Url", "", "type", openSearchType, "rel", "self", "template", site+openSearchPath[1:])
	w.Element("Image", site+s.pages.assets.url("icon.svg")[1:], "type", "image/svg+xml")
	w.Element("InputEncoding", "UTF-8")
	w.Element("OutputEncoding", "UTF-8")
	w.End("OpenSearchDescription")
	return s.static(r, openSearchType, append(w.Buf, '\n'), cacheDocument)
}

const htmlMedia = "text/html"

// Suggest answers with titles that begin with what is being typed, as
// OpenSearch Suggestions: the text, completions, descriptions and addresses.
func (s *Service) Suggest(ctx context.Context, r *Request) (*Response, error) {
	const most = 10
	given, _ := url.ParseQuery(r.Query)
	q := parseQuestion(given)
	terms, err := s.finder.Suggest(ctx, r.Viewer, q.Text, most)
	if err != nil {
		q.JSON = true
		return s.searchFailed(r, &q, err)
	}
	titles, notes, addresses := []string{}, []string{}, []string{}
	for _, t := range terms {
		title := t.Display
		if title == "" {
			title = t.Value
		}
		note := grouped(t.Count) + " records"
		if t.Count == 1 {
			note = "1 record"
		}
		titles, notes = append(titles, title), append(notes, note)
		to := question{Text: `"` + title + `"`, In: inTitle, Size: pageSizes[0]}
		addresses = append(addresses, s.options(r).PublicURL+to.url()[1:])
	}
	body, _ := json.Marshal([]any{q.Text, titles, notes, addresses}) // strings alone
	return s.searchStatic(r, suggestType, append(body, '\n'), freshness(r.Viewer)), nil
}
