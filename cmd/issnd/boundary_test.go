package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pageHeaders are what every page has, with a part of the value.
var pageHeaders = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"Referrer-Policy":         "strict-origin-when-cross-origin",
	"X-Content-Type-Options":  "nosniff",
}

// TestPageHeaders walks the pages by their links, and looks at pages of errors:
// each has the policy under which nothing in it runs, is in no frame of others
// and breaks no rule of that policy itself.
func TestPageHeaders(t *testing.T) {
	h := startHostile(t)
	accept := http.Header{"Accept": {"text/html"}}
	queue := []string{
		"/", "/search?q=alpha", "/search?q=" + url.QueryEscape(`title="`), "/search?q=1234-5678", "/search?q=a&f=none:x", "/nothing", "/resolve?issn=1234-5678",
		"/resource/ISSN/" + h.ids[0], "/resource/ISSN/0000-0001", "/resource/ISSN/0000-0000", "/resource/ISSN/" + h.ids[0] + "?format=none", "/resource/ISSN-L/" + h.ids[0] + ".html",
		"/sru", "/sru?httpAccept=text/html&query=alpha", "/sru?httpAccept=text/html&query=%22", "/sru?httpAccept=text/html&scanClause=title", "/oai", "/oai/page?verb=None", "/oai/page?verb=GetRecord", "/dumps/",
		"/resource/ISSN/" + h.ids[0] + ".mrc", "/static/none.css", "/vocabularies/none",
	}
	const most = 400
	seen := map[string]bool{}
	pages, problems := 0, 0
	for len(queue) > 0 && len(seen) < most {
		target := queue[0]
		queue = queue[1:]
		if seen[target] {
			continue
		}
		seen[target] = true
		for _, method := range []string{http.MethodGet, http.MethodHead, "BREW"} {
			res, body, err := h.request(t.Context(), method, target, accept, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
				continue
			}
			pages++
			if res.StatusCode >= 400 {
				problems++
			}
			for name, want := range pageHeaders {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s %s: %s is %q, want %q", method, target, name, got, want)
				}
			}
			if method == http.MethodGet {
				if err := checkHTML(body); err != nil {
					t.Errorf("%s: %v", target, err)
				}
				queue = append(queue, linksOf(body)...)
			}
		}
	}
	if pages < most/2 || problems < 20 {
		t.Errorf("only %d pages, %d of them of errors", pages, problems)
	}
}

// linksOf is the targets in this server that a page leads to.
func linksOf(page []byte) (all []string) {
	for _, part := range strings.Split(string(page), ` href="`)[1:] {
		link, _, _ := strings.Cut(part, `"`)
		if strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
			all = append(all, strings.ReplaceAll(link, "&amp;", "&"))
		}
	}
	return all
}

// TestPaths: no path leads out of what is served, and no redirect out of the
// server.
func TestPaths(t *testing.T) {
	h := startHostile(t)
	for _, target := range []string{
		"/dumps/../register.db", "/dumps/%2e%2e/register.db", "/dumps/..%2fregister.db", "/dumps/released/../../register.db", "/dumps/released/..%2f..%2fregister.db",
		"/dumps/released/%2e%2e/%2e%2e/oai.key", "/dumps/released/../../../keys", "/dumps/released/..%5c..%5coai.key", "/dumps/released/.lock/", "/dumps/released/.partial/x", "/dumps/released//etc/passwd",
		"/dumps/released/x%00y/manifest.json", "/dumps/released/" + strings.Repeat("a", 5000) + "/x", "/dumps/administrative/x/y", "/dumps/complete/latest/register.nt.gz",
		"/static/../portal.go", "/static/%2e%2e/echo.go", "/static/..%2f..%2fgo.mod", "/static/style.css", "/static/%00", "/static/", "/context/../oai.key",
		"/resource/ISSN/../../oai.key", "/resource/ISSN/" + h.ids[0] + "%2f..%2f..%2foai.key", "/resource/ISSN/" + h.ids[0] + ".ttl%00.html", "/resource/ISSN/%00", "/vocabularies/../../oai.key",
		"//evil.example/", "//evil.example/resource/ISSN/00280836", "/\\evil.example/", "/resource/issn//evil.example", "/%2f%2fevil.example", "/resolve?issn=//evil.example", "/resolve?issn=https://evil.example/0028-0836",
		"/resource/issn/00280836?//evil.example", "/Resource/ISSN/00280836/?next=//evil.example%0d%0aSet-Cookie:a=b", "/DUMPS/", "/dataset/?a=%0d%0aX:y", "/search?q=0028-0836%0d%0aLocation:x",
		"/vocabularies/RecordStatus/?x=\\", "/organization/keepers/%0d%0a",
	} {
		res, body := h.raw(t, "GET "+target+" HTTP/1.1\r\nHost: register.example.org\r\nConnection: close\r\n\r\n")
		if res.StatusCode == http.StatusOK && !strings.HasPrefix(target, "/search") || res.StatusCode >= 500 {
			t.Errorf("%.80s: status %d %.200s", target, res.StatusCode, body)
		}
		if to := res.Header.Get("Location"); to != "" {
			to, _, _ = strings.Cut(to, "?")
			if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
				t.Errorf("%.80s leads to %q", target, to)
			}
		}
		if err := checkAnswer(res, body); err != nil {
			t.Errorf("%.80s: %v", target, err)
		}
	}
	for _, secret := range []string{"/oai.key", "/register.db", "/keys", "/keys.toml", "/issnd.sock", "/index/CURRENT"} {
		if res, body := h.get(t, secret, nil); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d %.200s", secret, res.StatusCode, body)
		}
	}
}

// raw sends bytes and reads the one answer, with what follows it.
func (h *hostile) raw(t *testing.T, request string) (*http.Response, []byte) {
	t.Helper()
	conn, err := net.Dial("tcp", h.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(eventually)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatalf("%.80q: %v", request, err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%.80q: %v", request, err)
	}
	return res, body
}

// TestHosts: an answer names the host that was asked for and no other, and
// nothing that is no host.
func TestHosts(t *testing.T) {
	h := startHostile(t)
	targets := []string{"/resource/ISSN/" + h.ids[0], "/resource/ISSN/" + h.ids[0] + ".ttl", "/resource/ISSN/" + h.ids[0] + ".rdf", "/search?q=alpha", "/sru", "/oai?verb=Identify", "/dumps/", "/opensearch.xml", "/formats", "/"}
	for _, target := range targets {
		for _, c := range []struct{ name, request string }{
			{"header", "GET %s HTTP/1.1\r\nHost: a\"><evil.example>\r\n"},
			{"URL", "GET http://a\"><evil.example>%s HTTP/1.1\r\nHost: b\r\n"},
			{"user", "GET %s HTTP/1.1\r\nHost: register.example.org@evil.example\r\n"},
			{"two", "GET %s HTTP/1.1\r\nHost: register.example.org\r\nHost: evil.example\r\n"},
			{"forwarded", "GET %s HTTP/1.1\r\nHost: register.example.org\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript\r\nX-Original-URL: /evil.example\r\nX-Rewrite-URL: /evil.example\r\nX-Forwarded-Scheme: javascript\r\nX-Url-Scheme: javascript\r\nForwarded: host=evil.example;proto=javascript\r\n"},
		} {
			res, body := h.raw(t, fmt.Sprintf(c.request, target)+"Connection: close\r\n\r\n")
			all := fmt.Sprint(res.Header) + string(body)
			if strings.Contains(all, "evil.example") || strings.Contains(all, "javascript://") {
				t.Errorf("%s, %s: %d %.500s", target, c.name, res.StatusCode, all)
			}
			if res.StatusCode < 500 && res.StatusCode != http.StatusBadRequest {
				if err := checkAnswer(res, body); err != nil {
					t.Errorf("%s, %s: %v", target, c.name, err)
				}
			}
		}
	}
}

// TestSmuggling: what can be read as one request or as two is refused and ends
// the connection, so that nothing is left in it for the next request of others.
func TestSmuggling(t *testing.T) {
	h := startHostile(t)
	const (
		second = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n" // 35 bytes
		last   = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
	)
	for name, c := range map[string]struct {
		request string
		answers string // "" is one refusal
	}{
		"both lengths":          {request: "POST /oai HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second, answers: "[200]"},
		"two lengths":           {request: "POST /oai HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n" + second},
		"length with a sign":    {request: "POST /oai HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n" + second},
		"unknown coding":        {request: "POST /oai HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + second},
		"coding twice":          {request: "POST /oai HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + second},
		"space before a colon":  {request: "POST /oai HTTP/1.1\r\nHost: a\r\nContent-Length : 44\r\n\r\n" + second},
		"folded header":         {request: "GET /oai?verb=Identify HTTP/1.1\r\nHost: a\r\n Content-Length: 44\r\n\r\n" + second},
		"bad chunk":             {request: "POST /oai HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + second},
		"version":               {request: "GET /oai?verb=Identify HTTP/9.9\r\nHost: a\r\n\r\n" + second},
		"a body on GET":         {request: "GET /resource/ISSN/" + h.ids[0] + ".ttl HTTP/1.1\r\nHost: a\r\nContent-Length: 35\r\n\r\n" + second + last, answers: "[200 404]"},
		"a chunked body on GET": {request: "GET /resource/ISSN/" + h.ids[0] + ".ttl HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n23\r\n" + second + "\r\n0\r\n\r\n" + last, answers: "[200]"},
		"bare line feeds":       {request: "GET /resource/ISSN/" + h.ids[0] + ".ttl HTTP/1.1\nHost: a\nContent-Length: 35\n\n" + second + last, answers: "[200 404]"},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", h.address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := conn.SetDeadline(time.Now().Add(eventually)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(conn, c.request); err != nil {
				t.Fatal(err)
			}
			in := bufio.NewReader(conn)
			var statuses []int
			for {
				res, err := http.ReadResponse(in, nil)
				if errors.Is(err, os.ErrDeadlineExceeded) {
					t.Error("the connection stays open")
				}
				if err != nil {
					break
				}
				if _, err := io.Copy(io.Discard, res.Body); err != nil {
					t.Fatal(err)
				}
				statuses = append(statuses, res.StatusCode)
			}
			switch got := fmt.Sprint(statuses); {
			case c.answers != "" && got != c.answers:
				t.Errorf("answers %v, want %s", got, c.answers)
			case c.answers == "" && (len(statuses) != 1 || statuses[0] < 400):
				t.Errorf("answers %v, want one refusal", got)
			}
		})
	}
	if strings.Contains(h.log.String(), "/smuggled") {
		t.Error("a second request was made of the body of one")
	}
}

// TestKeys: a wrong key is refused in the same way whatever is wrong with it, by
// every protocol, and no key is in the log, in an answer or in a file.
func TestKeys(t *testing.T) {
	h := startHostile(t)
	targets := []string{"/", "/resource/ISSN/" + h.ids[0] + ".ttl", "/search?q=a", "/suggest?q=a", "/sru?query=a", "/oai?verb=Identify", "/oai/page", "/dumps/", "/dumps/complete/latest/manifest.json", "/static/x", "/nothing"}
	wrong := []string{h.key[:len(h.key)-1] + "!", h.key[:20], h.key + "x", strings.ToUpper(h.key), "x", strings.Repeat("x", 8000)}
	for _, target := range targets {
		var first string
		for _, k := range wrong {
			for _, header := range []http.Header{{"X-Api-Key": {k}}, {"Authorization": {"Bearer " + k}}} {
				res, body := h.get(t, target, header)
				if res.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(res.Header.Get("Www-Authenticate"), "Bearer ") || res.Header.Get("Cache-Control") != "no-store" {
					t.Errorf("%s, key %.20q: %d %v", target, k, res.StatusCode, res.Header)
				}
				if first == "" {
					first = string(body)
				}
				if string(body) != first && !strings.Contains(target, "/sru") {
					t.Errorf("%s, key %.20q: another answer: %.300s", target, k, body)
				}
				if strings.Contains(string(body), k) && len(k) > 1 {
					t.Errorf("%s: the answer has the key", target)
				}
			}
		}
		if res, _ := h.get(t, target+"?key="+h.key+"&api_key="+h.key+"&x-api-key="+h.key, nil); res.Header.Get("X-Data-Tier") == "complete" && !strings.Contains(target, h.ids[0]) {
			t.Errorf("%s: a key in the URL opens", target)
		}
	}
	for _, scheme := range []string{"Basic ", "Digest ", "", "bearer"} {
		res, _ := h.get(t, "/resource/ISSN/"+h.ids[0]+".ttl", http.Header{"Authorization": {scheme + "eDp5"}})
		if res.StatusCode != http.StatusUnauthorized {
			t.Errorf("%q: status %d", scheme, res.StatusCode)
		}
	}
	if said := h.log.String(); strings.Contains(said, h.key[6:]) {
		t.Error("the log has a key")
	}
	found, err := filesWith(filepath.Dir(h.data), h.key[6:])
	if err != nil || len(found) > 0 {
		t.Errorf("the key is in %v, %v", found, err)
	}
}

// filesWith lists the files in a directory that have a text in them. One that a
// server removes meanwhile has none.
func filesWith(dir, text string) (found []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if strings.Contains(string(data), text) {
			found = append(found, path)
		}
		return err
	})
	return found, err
}
