package portal

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strings"

	"issnd/crosswalk"
	"issnd/format"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Suffix and media type of pages.
const (
	htmlExt  = ".html"
	htmlType = "text/html; charset=utf-8"
)

// pages renders everything that people see. The frame around a page is cut
// out of its template once; what changes with each record is appended between
// the pieces, since a template engine would cost more than all other formats.
type pages struct {
	register string
	license  template.URL
	licName  string
	records  []alternate      // of a record
	clusters []*format.Format // that "this page as" lists for an ISSN-L
	assets   *assets
	parts    *template.Template
	frame    frame
	leads    leads // from values of a record to searches
}

// frame is the layout in pieces: title, head elements and main part go between.
type frame struct{ start, head, main, end string }

func newPages(title string, o crosswalk.Options) (*pages, error) {
	p := &pages{register: title, license: template.URL(o.License), licName: o.LicenseName}
	var err error
	if p.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if p.parts, err = template.ParseFS(templateFiles, "templates/*.html"); err != nil {
		return nil, err
	}
	return p, p.cutFrame()
}

// cutFrame renders the layout with marks where the page's own parts go.
func (p *pages) cutFrame() error {
	const titleMark, headMark, mainMark = "\uE001", "\uE002", "\uE003"
	var b bytes.Buffer
	err := p.parts.ExecuteTemplate(&b, "layout.html", map[string]any{
		"Title": titleMark, "Head": template.HTML(headMark), "Main": template.HTML(mainMark),
		"Register": p.register, "License": p.license, "LicenseName": p.licName,
		"Style": p.assets.url("style.css"), "Icon": p.assets.url("icon.svg"),
	})
	if err != nil {
		return err
	}
	rest := b.String()
	p.frame.start, rest, _ = strings.Cut(rest, titleMark)
	p.frame.head, rest, _ = strings.Cut(rest, headMark)
	p.frame.main, p.frame.end, _ = strings.Cut(rest, mainMark)
	return nil
}

// format is the row of the table for pages.
func (p *pages) format() *format.Format {
	return &format.Format{
		Name: "html", Title: "Page for people", Ext: htmlExt, Text: true,
		MediaTypes: []string{"text/html"},
		Record:     p.labelled,
		Cluster:    p.cluster,
		Graph:      p.graph,
	}
}

// page puts a main part made by a template into the frame.
func (p *pages) page(title, name string, data any) []byte {
	var b bytes.Buffer
	b.WriteString(p.frame.start)
	template.HTMLEscape(&b, []byte(title+" · "+p.register))
	b.WriteString(p.frame.head + p.frame.main)
	if err := p.parts.ExecuteTemplate(&b, name, data); err != nil {
		b.WriteString("<p>This page could not be rendered.</p>\n")
	}
	b.WriteString(p.frame.end)
	return b.Bytes()
}

// Frame is a page of another protocol in the layout of all pages, with the
// header fields that go with it.
func (s *Service) Frame(title string, main []byte) (http.Header, []byte) {
	p := s.pages
	var b bytes.Buffer
	b.WriteString(p.frame.start)
	template.HTMLEscape(&b, []byte(title+" · "+p.register))
	b.WriteString(p.frame.head + p.frame.main)
	b.Write(main)
	b.WriteString(p.frame.end)
	var h headers
	h.encode(htmlType, nil)
	header := http.Header{}
	h.all().addTo(header)
	return header, b.Bytes()
}

// problem is the page of an error.
func (p *pages) problem(pr *Problem) []byte { return p.page(pr.Title, "problem.html", pr) }

// Sample is a record that the start page points to.
type Sample struct{ ISSN, Title, Lang, Href string }

// Home is the start page.
func (s *Service) Home(r *Request, samples []Sample) *Response {
	o := s.options(r)
	example := "0028-0836"
	if len(samples) > 0 {
		example = samples[0].ISSN
	}
	return s.static(r, htmlType, s.pages.page("Start", "home.html", map[string]any{
		"Register": s.pages.register, "Samples": samples,
		"Example": o.PublicURL + serialPath[1:] + example,
	}), cachePublic)
}

// FormatsPage explains the table of formats.
func (s *Service) FormatsPage(r *Request) *Response {
	return s.static(r, htmlType, s.pages.page("Formats", "formats.html", map[string]any{
		"Formats": s.records.Formats,
		"Example": s.options(r).PublicURL + serialPath[1:] + "0028-0836",
	}), cacheDocument)
}

// Asset answers a request for a style sheet or picture. The second result is
// false where there is none under that path.
func (s *Service) Asset(r *Request) (*Response, bool) {
	a := s.pages.assets.byPath[r.Path]
	if a == nil {
		return nil, false
	}
	return s.static(r, a.contentType, a.body, cacheImmutable), true
}
