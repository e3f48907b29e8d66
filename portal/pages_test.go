package portal_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/text/language"

	"issnd/portal"
)

// pagesShown are pages of every kind, with the status of each.
var pagesShown = []struct {
	target string
	status int
	header []field
}{
	{"/", 200, nil},
	{"/formats", 200, nil},
	{"/resource/ISSN/0028-0836", 200, nil},
	{"/resource/ISSN/0028-0836", 200, []field{{"X-API-Key", "$COMPLETE"}}},
	{"/resource/ISSN/0028-0836?display=marc21", 200, []field{{"X-API-Key", "$ADMINISTRATIVE"}}},
	{"/resource/ISSN/0028-0836?display=unimarc", 200, []field{{"X-API-Key", "$COMPLETE"}}},
	{"/resource/ISSN/1000-3290", 200, []field{{"X-API-Key", "$COMPLETE"}}},
	{"/resource/ISSN/0042-1294", 200, []field{{"X-API-Key", "$COMPLETE"}}},
	{"/resource/ISSN/9990-0017", 200, []field{{"X-API-Key", "$COMPLETE"}}},
	{"/resource/ISSN/9990-0211", 200, nil},
	{"/resource/ISSN/9990-0254", 200, nil},
	{"/resource/ISSN/9990-0270", 410, nil},
	{"/resource/ISSN/9990-0319", 410, nil},
	{"/resource/ISSN-L/0028-0836", 200, nil},
	{"/vocabularies/properties", 200, nil},
	{"/vocabularies/Medium", 200, nil},
	{"/organization/ISSNCenter", 200, nil},
	{"/organization/keepers", 200, nil},
	{"/dataset", 200, nil},
	{"/resource/ISSN/1234-5679", 404, nil},
	{"/resource/ISSN/0302-2889", 404, nil},
	{"/resource/ISSN/0028-0837", 400, nil},
	{"/resource/ISSN/0028-0836?format=docx", 400, nil},
	{"/resource/ISSN/0028-0836", 401, []field{{"X-API-Key", "wrong"}}},
	{"/nowhere", 404, nil},
}

// TestPages: every page can be used by keyboard and with a screen reader, runs
// no script and loads nothing from elsewhere.
func TestPages(t *testing.T) {
	s := start(t, sampleRegister(t), func(*portal.Config) {})
	for _, p := range pagesShown {
		t.Run(p.target, func(t *testing.T) {
			resp, body := s.do(t, http.MethodGet, p.target, append([]field{{"Accept", "text/html"}}, p.header...))
			if resp.StatusCode != p.status || resp.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Fatalf("%d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
			}
			checkPage(t, body)
		})
	}
}

// page is a parsed page with what several checks need.
type page struct {
	*testing.T
	root *html.Node
	ids  map[string]*html.Node
}

func checkPage(t *testing.T, body []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{t, root, map[string]*html.Node{}}
	for n := range p.root.Descendants() {
		if id := attr(n, "id"); id != "" {
			if p.ids[id] != nil {
				t.Errorf("the id %q twice", id)
			}
			p.ids[id] = n
		}
	}
	p.structure()
	p.headings()
	p.landmarks()
	p.controls()
	p.safety()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// all lists the elements with one of the names in document order.
func (p *page) all(names ...string) []*html.Node {
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(names, n.Data) {
			out = append(out, n)
		}
	}
	return out
}

func (p *page) structure() {
	if lang := attr(p.all("html")[0], "lang"); lang != "en" {
		p.Errorf("the language of the page is %q", lang)
	}
	if titles := p.all("title"); len(titles) != 1 || text(titles[0]) == "" {
		p.Errorf("%d titles", len(titles))
	}
	viewport := false
	for _, m := range p.all("meta") {
		viewport = viewport || attr(m, "name") == "viewport" && !strings.Contains(attr(m, "content"), "maximum-scale")
	}
	if !viewport {
		p.Error("no viewport")
	}
	for n := range p.root.Descendants() {
		if lang := attr(n, "lang"); lang != "" {
			if _, err := language.Parse(lang); err != nil {
				p.Errorf("lang=%q: %v", lang, err)
			}
		}
	}
	for _, n := range p.all("th") {
		if attr(n, "scope") == "" {
			p.Errorf("the table header %q has no scope", text(n))
		}
	}
	for _, n := range p.all("table") {
		if !strings.Contains(render(n), "<th") {
			p.Error("a table without headers")
		}
	}
}

func render(n *html.Node) string {
	var b bytes.Buffer
	if err := html.Render(&b, n); err != nil {
		return err.Error()
	}
	return b.String()
}

// headings: one of the first level, and none is skipped on the way down.
func (p *page) headings() {
	level, firsts := 0, 0
	for _, h := range p.all("h1", "h2", "h3", "h4", "h5", "h6") {
		n := int(h.Data[1] - '0')
		if n > level+1 {
			p.Errorf("<%s>%s after level %d", h.Data, text(h), level)
		}
		if text(h) == "" {
			p.Errorf("<%s> is empty", h.Data)
		}
		if level = n; n == 1 {
			firsts++
		}
	}
	if firsts != 1 {
		p.Errorf("%d headings of the first level", firsts)
	}
}

// landmarks: one main part, which the first link leads to, and a name for each
// landmark that has others of its kind.
func (p *page) landmarks() {
	if mains := p.all("main"); len(mains) != 1 {
		p.Errorf("%d main parts", len(mains))
	}
	links := p.all("a")
	if target, ok := strings.CutPrefix(attr(links[0], "href"), "#"); !ok || p.ids[target] == nil || p.ids[target].Data != "main" {
		p.Errorf("the first link leads to %q, not to the main part", attr(links[0], "href"))
	}
	names := map[string][]string{}
	for _, n := range p.all("nav", "aside", "form") {
		kind := n.Data
		if role := attr(n, "role"); role != "" {
			kind = role
		}
		names[kind] = append(names[kind], attr(n, "aria-label"))
	}
	for kind, list := range names {
		if slices.Sort(list); len(list) > 1 && (list[0] == "" || len(slices.Compact(list)) < len(list)) {
			p.Errorf("several %s that their names %q do not tell apart", kind, list)
		}
	}
}

func (p *page) controls() {
	labels := map[string]bool{}
	for _, l := range p.all("label") {
		labels[attr(l, "for")] = text(l) != ""
	}
	for _, n := range p.all("input", "select", "textarea") {
		if !labels[attr(n, "id")] && attr(n, "type") != "hidden" {
			p.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
		}
	}
	for _, n := range p.all("a", "button") {
		if text(n) == "" && attr(n, "aria-label") == "" {
			p.Errorf("<%s href=%q> says nothing", n.Data, attr(n, "href"))
		}
	}
	for _, n := range p.all("svg") {
		if attr(n, "aria-hidden") != "true" {
			p.Error("a picture that is read out")
		}
	}
	for n := range p.root.Descendants() {
		if class := attr(n, "class"); (class == "scroll" || n.Data == "pre") && n.Type == html.ElementNode && attr(n, "tabindex") != "0" {
			p.Errorf("<%s class=%q> scrolls, but not by keyboard", n.Data, class)
		}
	}
}

// safety: no script, no style but the sheet, and nothing from elsewhere is
// loaded; links may lead anywhere, by http, https or a fragment.
func (p *page) safety() {
	for _, n := range p.all("script") {
		if attr(n, "type") != "application/ld+json" || attr(n, "src") != "" {
			p.Errorf("a script: %s", render(n))
		}
	}
	for _, n := range p.all("style", "iframe", "object", "embed", "base", "frame") {
		p.Errorf("<%s>", n.Data)
	}
	for n := range p.root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcset", a.Key == "ping":
				p.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			case a.Key == "src", a.Key == "action":
				p.local(n, a.Val)
			case a.Key == "href" && n.Data == "link":
				if rel := attr(n, "rel"); rel != "canonical" && rel != "alternate" {
					p.local(n, a.Val)
				}
			case a.Key == "href":
				if u, err := url.Parse(a.Val); err != nil || (u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https") {
					p.Errorf("a link to %q", a.Val)
				}
			}
		}
	}
}

// local fails for what is not served here.
func (p *page) local(n *html.Node, address string) {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		p.Errorf("<%s> loads %s", n.Data, address)
	}
}

// TestAssets: what pages load is there, can be kept for ever, and is asked for
// under another name when it changes.
func TestAssets(t *testing.T) {
	s := start(t, sampleRegister(t), func(*portal.Config) {})
	_, body := s.do(t, http.MethodGet, "/", nil)
	found := regexp.MustCompile(`/static/[^"]+`).FindAllString(string(body), -1)
	if len(found) < 2 {
		t.Fatalf("the page loads only %q", found)
	}
	for _, path := range found {
		resp, body := s.do(t, http.MethodGet, path, nil)
		name := regexp.MustCompile(`\.[0-9a-f]{12}\.`).ReplaceAllString(strings.TrimPrefix(path, "/static/"), ".")
		want, err := os.ReadFile("static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != 200 || !bytes.Equal(body, want) {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
		if cc := resp.Header.Get("Cache-Control"); cc != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", path, cc)
		}
		if resp, _ := s.do(t, http.MethodGet, path, []field{{"If-None-Match", resp.Header.Get("ETag")}}); resp.StatusCode != 304 {
			t.Errorf("%s: %d for a good copy", path, resp.StatusCode)
		}
		if resp, _ := s.do(t, http.MethodGet, "/static/"+name, nil); resp.StatusCode != 404 {
			t.Errorf("/static/%s: %d without the hash", name, resp.StatusCode)
		}
	}
	if bytes.Contains(read(t, "static/style.css"), []byte("url(")) || bytes.Contains(read(t, "static/style.css"), []byte("@import")) {
		t.Error("the style sheet loads something")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
