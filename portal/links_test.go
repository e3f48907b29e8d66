package portal_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/portal"
)

// link is a link-value (RFC 8288 §3), its relations apart.
type link struct {
	target string
	rels   []string
	params map[string]string
}

// parseLinks reads the value of a Link header strictly.
func parseLinks(s string) ([]link, error) {
	var out []link
	for s != "" {
		target, rest, ok := strings.Cut(strings.TrimPrefix(s, "<"), ">")
		if !ok || s[0] != '<' {
			return nil, fmt.Errorf("no target at %q", s)
		}
		l := link{target: target, params: map[string]string{}}
		for {
			rest = strings.TrimLeft(rest, " ")
			if !strings.HasPrefix(rest, ";") {
				break
			}
			name, after, ok := strings.Cut(strings.TrimLeft(rest[1:], " "), `="`)
			value, after, closed := strings.Cut(after, `"`)
			if !ok || !closed || strings.ContainsAny(name, ` ,;"`) || strings.Contains(value, `\`) {
				return nil, fmt.Errorf("no parameter at %q", rest)
			}
			if _, twice := l.params[name]; twice {
				return nil, fmt.Errorf("%s twice", name)
			}
			l.params[name], rest = value, after
		}
		l.rels = strings.Fields(l.params["rel"])
		if len(l.rels) == 0 {
			return nil, fmt.Errorf("no relation for %s", target)
		}
		out = append(out, l)
		if rest == "" {
			return out, nil
		}
		if s, ok = strings.CutPrefix(rest, ", "); !ok {
			return nil, fmt.Errorf("no comma at %q", rest)
		}
	}
	return out, nil
}

// targets lists what the links with the relation lead to.
func targets(links []link, rel string) []string {
	var out []string
	for _, l := range links {
		if slices.Contains(l.rels, rel) {
			out = append(out, l.target)
		}
	}
	return out
}

// onSite is the path of a URL that is served here.
func onSite(u string) (string, bool) { return strings.CutPrefix(u, "http://portal.example.org") }

// TestLinks: the Link header of the page is FAIR Signposting level 1, that of
// data leads to the page and to the linkset, and what a header leads to is there
// and of the type that it says.
func TestLinks(t *testing.T) {
	s := start(t, sampleRegister(t), func(*portal.Config) {})
	for _, resource := range []string{"/resource/ISSN/0028-0836", "/resource/ISSN-L/0028-0836"} {
		all := available(t, s, resource)
		for _, self := range all {
			t.Run(self, func(t *testing.T) {
				resp, _ := s.do(t, http.MethodGet, self, nil)
				links, err := parseLinks(resp.Header.Get("Link"))
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range links {
					if u, err := url.Parse(l.target); err != nil || !u.IsAbs() {
						t.Errorf("%s is not an absolute URI", l.target)
					}
				}
				want := map[string][]string{
					"canonical": {"http://portal.example.org" + resource},
					"cite-as":   {"http://issn.org" + resource},
					"license":   {"https://creativecommons.org/licenses/by-nc-sa/4.0/"},
					"linkset":   {"http://portal.example.org" + resource + "/linkset"},
					"type":      {"http://schema.org/Periodical"},
				}
				if strings.Contains(resource, "ISSN-L") {
					want["type"] = []string{"http://schema.org/CreativeWork"}
				}
				if strings.HasSuffix(self, ".html") {
					for _, other := range all[1:] {
						want["alternate"] = append(want["alternate"], "http://portal.example.org"+other)
					}
					want["describedby"] = want["alternate"]
				} else {
					want["describes"] = []string{"http://issn.org" + resource}
					want["alternate"] = []string{"http://portal.example.org" + resource + ".html"}
					want["describedby"] = nil // the page and the linkset list them
				}
				got := map[string][]string{}
				for rel := range want {
					got[rel] = targets(links, rel)
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("(-want +got):\n%s", d)
				}
				for _, l := range links {
					checkType(t, s, l.target, l.params["type"])
				}
			})
		}
	}
}

// available lists the paths of the representations that 406 offers.
func available(t *testing.T, s *running, resource string) []string {
	t.Helper()
	_, body := s.do(t, http.MethodGet, resource, []field{{"Accept", "image/png"}})
	var p portal.Problem
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, a := range p.Formats {
		path, ok := onSite(a.URL)
		if !ok {
			t.Fatalf("%s is elsewhere", a.URL)
		}
		out = append(out, path)
	}
	if len(out) < 8 {
		t.Fatalf("only %d representations", len(out))
	}
	return out
}

// checkType asks for the target of a link, if it is served here, and compares
// its media type.
func checkType(t *testing.T, s *running, target, typ string) {
	t.Helper()
	path, here := onSite(target)
	if !here || typ == "" {
		return
	}
	resp, _ := s.do(t, http.MethodHead, path, nil)
	got, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	if resp.StatusCode != http.StatusOK || got != typ {
		t.Errorf("%s is said to be %s: %d %s", target, typ, resp.StatusCode, got)
	}
}

// TestLinkset: the linkset is well formed (RFC 9264 §4.2) and says of the
// resource what the header of its page says.
func TestLinkset(t *testing.T) {
	s := start(t, sampleRegister(t), func(*portal.Config) {})
	for _, resource := range []string{"/resource/ISSN/0028-0836", "/resource/ISSN-L/0028-0836"} {
		t.Run(resource, func(t *testing.T) {
			_, body := s.do(t, http.MethodGet, resource+"/linkset", nil)
			var doc struct {
				Linkset []map[string]json.RawMessage `json:"linkset"`
			}
			if err := json.Unmarshal(body, &doc); err != nil {
				t.Fatal(err)
			}
			got := map[string]map[string][]string{} // anchor, relation, targets
			for _, context := range doc.Linkset {
				var anchor string
				if err := json.Unmarshal(context["anchor"], &anchor); err != nil {
					t.Fatalf("anchor: %v", err)
				}
				got[anchor] = map[string][]string{}
				for rel, raw := range context {
					if rel != "anchor" {
						got[anchor][rel] = linksetTargets(t, s, raw)
					}
				}
			}
			resp, _ := s.do(t, http.MethodGet, resource+".html", nil)
			links, err := parseLinks(resp.Header.Get("Link"))
			if err != nil {
				t.Fatal(err)
			}
			site := "http://portal.example.org"
			want := map[string]map[string][]string{site + resource: {}}
			for _, rel := range []string{"canonical", "cite-as", "type", "license", "describedby"} {
				want[site+resource][rel] = targets(links, rel)
			}
			want[site+resource]["alternate"] = append([]string{site + resource + ".html"}, targets(links, "alternate")...)
			for _, data := range targets(links, "describedby") {
				want[data] = map[string][]string{"describes": targets(links, "cite-as")}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// linksetTargets reads link target objects (RFC 9264 §4.2.3): attributes that
// Web Linking defines are strings, extensions are arrays.
func linksetTargets(t *testing.T, s *running, raw json.RawMessage) []string {
	t.Helper()
	var list []struct {
		Href    string   `json:"href"`
		Type    string   `json:"type"`
		Profile []string `json:"profile"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatalf("targets: %v in %s", err, raw)
	}
	var out []string
	for _, l := range list {
		out = append(out, l.Href)
		checkType(t, s, l.Href, l.Type)
	}
	return out
}

// TestParseLinksRefuses shows that the test can fail.
func TestParseLinksRefuses(t *testing.T) {
	for _, s := range []string{`http://a; rel="b"`, `<http://a>`, `<http://a>; rel=""`, `<http://a>; rel="b" <http://c>; rel="d"`, `<http://a>; rel="b`, `<a>; rel="b"; rel="c"`} {
		if _, err := parseLinks(s); err == nil {
			t.Errorf("%s is taken for links", s)
		}
	}
}

// TestOldClient: a client that does not say which host it means (HTTP/1.0) gets
// links that lead to where it asked.
func TestOldClient(t *testing.T) {
	s := start(t, sampleRegister(t), func(*portal.Config) {})
	address := strings.TrimPrefix(s.url, "http://")
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET /resource/ISSN/0028-0836.ttl HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	links, err := parseLinks(resp.Header.Get("Link"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := targets(links, "canonical"), []string{s.url + "/resource/ISSN/0028-0836"}; !slices.Equal(got, want) {
		t.Errorf("canonical %q, want %q", got, want)
	}
}
