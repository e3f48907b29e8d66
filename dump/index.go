package dump

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"

	"issnd/register"
)

//go:embed page.html
var pageTemplate string

// entry is a dump in the list: its manifest and where it is served.
type entry struct {
	URL string `json:"url"` // path of the directory, with its final slash
	*Manifest
}

// index answers with the list of the dumps that the viewer may have, the latest
// first.
func (s *Service) index(r *Request, render func(*Request, []entry) (http.Header, []byte, error)) (*Response, error) {
	top := tierOf(r.Viewer)
	entries := []entry{}
	for t := register.Released; t <= top; t++ {
		tier, ok := tierName(t)
		if !ok {
			continue
		}
		all, err := list(filepath.Join(s.dir, tier))
		if err != nil {
			return internal(), fmt.Errorf("dump: list: %w", err)
		}
		for _, m := range all {
			entries = append(entries, entry{Path + tier + "/" + m.Name + "/", m})
		}
	}
	own, body, err := render(r, entries)
	if err != nil {
		return internal(), fmt.Errorf("dump: index: %w", err)
	}
	h := headers(min(top, register.Complete))
	for name, values := range own {
		h[name] = values
	}
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Authorization, X-API-Key")
	validate(h, sum(body))
	return &Response{Status: http.StatusOK, Header: h, Body: body}, nil
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
