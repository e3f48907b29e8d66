package portal

import (
	"encoding/json"
	"strings"
)

// searchJSON is a result for programs that want no more than a list, the answer
// to /search?format=json. Fields that are empty are left out; what stands in
// one is what the viewer may see.
type searchJSON struct {
	Total uint64 `json:"total"`
	Start uint64 `json:"start"`           // position of the first item, from 1
	Size  int    `json:"size"`            // items a page
	Query string `json:"query,omitempty"` // in CQL
	Note  string `json:"note,omitempty"`  // what is wrong with a number
	Items []item `json:"items"`
	Next  string `json:"next,omitempty"` // address of the next page
}

type item struct {
	ISSN          string   `json:"issn"`
	ISSNL         string   `json:"issnl,omitempty"`
	Title         string   `json:"title"`
	OriginalTitle string   `json:"originalTitle,omitempty"` // in its original script
	URL           string   `json:"url,omitempty"`           // of the record
	Medium        []string `json:"medium,omitempty"`
	Status        string   `json:"status,omitempty"`  // where it is not confirmed
	Details       []string `json:"details,omitempty"` // country, publisher, years
}

func (s *Service) searchData(r *Request, res *result) *Response {
	site := s.options(r).PublicURL
	out := searchJSON{Total: res.Total, Start: res.Start, Size: res.Size, Items: []item{}}
	if res.Query != nil {
		out.Query = res.Query.String()
	}
	if res.number != nil {
		out.Note = res.number.Detail
	}
	if next := turn(res.Start, res.Total, res.Size).Next; next > 0 {
		out.Next = site + strings.TrimPrefix(res.at(next).url(), "/")
	}
	for i := range res.hits {
		h := &res.hits[i]
		one := item{ISSN: h.ISSN, ISSNL: h.ISSNL, Title: h.Title.Text, OriginalTitle: h.Title.Original, Status: h.Kind}
		if h.Href != "" {
			one.URL = site + h.Href[1:]
		}
		for _, m := range h.Media {
			one.Medium = append(one.Medium, m.Name)
		}
		for _, d := range h.Details {
			one.Details = append(one.Details, d.Text)
		}
		out.Items = append(out.Items, one)
	}
	body, _ := json.MarshalIndent(&out, "", "  ") // strings and numbers alone
	return s.searchStatic(r, "application/json", append(body, '\n'), res.freshness(r.Viewer))
}
