package dump

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"issnd/register"
)

//go:embed page.html
var pageTemplate string

// entry is a dump in the list: its manifest and where it is served.
type entry struct {
	URL string `json:"url"` // path of the directory, with its final slash
	*Manifest
}

// asked is what the list is made for, but for the site.
type asked struct {
	path string
	top  register.Tier
}

// listed is an answer that holds for a site and for the dumps as they were read.
type listed struct {
	site  string
	reads []int // of each shelf
	res   *Response
}

// index answers with the list of the dumps that the viewer may have, the latest
// first. One that was sent is sent again, which nobody may change.
func (s *Service) index(r *Request, render func(*Request, []entry) (http.Header, []byte, error)) (*Response, error) {
	q := asked{r.Path, min(tierOf(r.Viewer), register.Complete)}
	entries, now := []entry{}, &listed{site: r.Site}
	for t := register.Released; t <= q.top; t++ {
		all, reads, err := s.shelves[t].list()
		if err != nil {
			return internal(), fmt.Errorf("dump: list: %w", err)
		}
		now.reads = append(now.reads, reads)
		for _, m := range all {
			entries = append(entries, entry{Path + t.String() + "/" + m.Name + "/", m})
		}
	}
	s.mu.Lock()
	last := s.kept[q]
	s.mu.Unlock()
	if last != nil && last.site == now.site && slices.Equal(last.reads, now.reads) {
		return last.res, nil
	}
	own, body, err := render(r, entries)
	if err != nil {
		return internal(), fmt.Errorf("dump: index: %w", err)
	}
	h := http.Header{}
	maps.Copy(h, own)
	maps.Copy(h, passing(q.top))
	validate(h, sum(body))
	now.res = &Response{Status: http.StatusOK, Header: h, Body: body}
	s.mu.Lock()
	s.kept[q] = now
	s.mu.Unlock()
	return now.res, nil
}

func asJSON(_ *Request, entries []entry) (http.Header, []byte, error) {
	out, err := json.MarshalIndent(struct {
		Dumps []entry `json:"dumps"`
	}{entries}, "", "  ")
	return http.Header{"Content-Type": {"application/json"}}, append(out, '\n'), err
}

func (s *Service) html(r *Request, entries []entry) (http.Header, []byte, error) {
	var main bytes.Buffer
	site := s.site
	if site == "" {
		site = r.Site
	}
	err := s.page.Execute(&main, map[string]any{
		"Dumps": entries, "Site": site, "Path": Path[1:], "JSON": jsonPath, "Public": r.Viewer.Public(),
	})
	h, body := s.layout("Dumps", main.Bytes())
	return h, body, err
}
