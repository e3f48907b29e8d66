package oaipmh

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
	"net/url"

	"issnd/register"
)

//go:embed style.xsl
var stylesheet string

//go:embed page.html
var pageTemplate string

// Page is a page in the layout of the server, with the header fields that go
// with it.
type Page struct {
	Header http.Header
	Body   []byte
}

// into adds the page to a response.
func (p *Page) into(head http.Header, dst []byte) []byte {
	for name, values := range p.Header {
		head[name] = values
	}
	head.Set("X-Robots-Tag", "noindex, nofollow")
	return append(dst, p.Body...)
}

// pages shows people what harvesters get.
type pages struct {
	layout func(title string, main []byte) Page
	parts  *template.Template
}

func newPages(layout func(string, []byte) Page) (*pages, error) {
	if layout == nil {
		return nil, nil
	}
	parts, err := template.New("page").Parse(pageTemplate)
	return &pages{layout, parts}, err
}

func (p *pages) render(name, title string, data any) (Page, error) {
	var b bytes.Buffer
	if err := p.parts.ExecuteTemplate(&b, name, data); err != nil {
		return Page{}, fmt.Errorf("oaipmh: page: %w", err)
	}
	return p.layout(title, b.Bytes()), nil
}

// StartPage tells people what the base URL is for, and has forms for all
// verbs. The configuration must have a Page.
func (s *Service) StartPage(site string) (Page, error) {
	return s.pages.render("start", "OAI-PMH", s.frame(site))
}

// frame is what every page needs.
func (s *Service) frame(site string) map[string]any {
	if s.config.Crosswalk.PublicURL != "" {
		site = s.config.Crosswalk.PublicURL
	}
	return map[string]any{
		"Base": site + Path[1:], "Path": Path, "PagePath": pagePath,
		"Repository": s.config.Name, "Prefixes": s.prefixes(),
		"Sample": "oai:" + s.config.Identifier + ":0028-0836",
	}
}

// prefixes lists every metadataPrefix.
func (s *Service) prefixes() (all []string) {
	for _, f := range s.table.All() {
		if f.XML != nil {
			all = append(all, f.XML.OAI...)
		}
	}
	return all
}

// Page answers a request as AppendResponse does, for people. The configuration
// must have a Page.
func (s *Service) Page(ctx context.Context, v register.Viewer, site, query string) (Page, error) {
	response, err := s.AppendResponse(ctx, nil, v, site, query)
	if err != nil {
		return Page{}, err
	}
	var d document
	if err := xml.Unmarshal(response, &d); err != nil {
		return Page{}, fmt.Errorf("oaipmh: page: %w", err)
	}
	data := s.frame(site)
	data["Answer"] = &d
	data["Query"] = template.URL(d.query().Encode())
	verb := d.argument("verb")
	if verb == "" {
		verb = "Error"
	}
	return s.pages.render("answer", "OAI-PMH "+verb, data)
}

// withoutEmpty is the query of a form whose empty fields are none of the
// request.
func withoutEmpty(q url.Values) string {
	for name, values := range q {
		if len(values) == 1 && values[0] == "" {
			delete(q, name)
		}
	}
	return q.Encode()
}
