package crawler_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"issnd/crawler"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
	"issnd/store"
)

const home = "https://register.example.org/"

type fixture struct {
	*testing.T
	store *store.Store
	http  http.Handler
}

func start(t *testing.T) *fixture {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	e := echo.New()
	crawler.Routes(crawler.New(crawler.Config{
		Title: "Test register", PublicURL: home, License: "https://example.org/licence", LicenseName: "A licence",
		Pages: []string{"/", "/formats"}, Example: func() string { return "0317-8471" },
	}, register.New(s)))(e)
	return &fixture{t, s, e}
}

func (f *fixture) apply(recs ...*register.Record) {
	f.Helper()
	if _, err := f.store.Apply(f.Context(), recs); err != nil {
		f.Fatal(err)
	}
}

// number is the nth ISSN.
func number(n int) issn.ISSN {
	digits := fmt.Sprintf("%07d", 1000+n)
	for _, check := range "0123456789X" {
		if id, err := issn.Parse(digits[:4] + "-" + digits[4:] + string(check)); err == nil {
			return id
		}
	}
	panic(n)
}

func serial(n int, title string, s register.Status) *register.Record {
	return &register.Record{
		Head: register.Head{ISSN: number(n), Status: s},
		MARC: &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500")), Fields: []marc.Field{
			{Tag: marc.T("022"), Ind1: '0', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: number(n).String()}}},
			{Tag: marc.T("222"), Ind1: ' ', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: title}}},
		}},
	}
}

func (f *fixture) ask(method, path string, fields ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	f.http.ServeHTTP(w, r)
	return w
}

// list is what a sitemap or an index names, with its dates.
type list struct {
	URLs []struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
	} `xml:",any"`
}

func (f *fixture) list(path string) (locs, dates []string) {
	f.Helper()
	w := f.ask("GET", path)
	var l list
	if err := xml.Unmarshal(w.Body.Bytes(), &l); err != nil || w.Code != 200 {
		f.Fatalf("%s: %d, %v:\n%s", path, w.Code, err, w.Body)
	}
	for _, u := range l.URLs {
		locs, dates = append(locs, u.Loc), append(dates, u.Lastmod)
	}
	return locs, dates
}

// TestSitemaps: records are in them while they are public, and no others ever
// are.
func TestSitemaps(t *testing.T) {
	f := start(t)
	if got, _ := f.list("/sitemap.xml"); len(got) != 1 {
		t.Errorf("of nothing: %v", got)
	}
	if w := f.ask("GET", "/sitemap-1.xml"); w.Code != 404 {
		t.Errorf("a part with nothing in it: %d", w.Code)
	}
	f.apply(serial(1, "a", register.Confirmed), serial(2, "b", register.Provisional), serial(3, "c", register.Confirmed),
		serial(4, "d", register.Suppressed), serial(5, "e", register.Unreported), serial(6, "f", register.Confirmed))
	want := func(when string, numbers ...int) {
		t.Helper()
		var locs []string
		for _, n := range numbers {
			locs = append(locs, home+"resource/ISSN/"+number(n).String())
		}
		got, dates := f.list("/sitemap-1.xml")
		if d := cmp.Diff(locs, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", when, d)
		}
		for _, d := range dates {
			if _, err := time.Parse(time.RFC3339, d); err != nil {
				t.Error(err)
			}
		}
		index, indexDates := f.list("/sitemap.xml")
		if d := cmp.Diff([]string{home + "sitemap-pages.xml", home + "sitemap-1.xml"}, index); d != "" {
			t.Errorf("%s, index (-want +got):\n%s", when, d)
		}
		if indexDates[1] != dates[len(dates)-1] {
			t.Errorf("%s: the index says %s, the latest record is of %s", when, indexDates[1], dates[len(dates)-1])
		}
	}
	want("at first", 1, 3, 6)
	f.apply(serial(1, "another title", register.Confirmed), serial(2, "b", register.Confirmed))
	want("after a change", 3, 6, 1, 2)
	f.apply(serial(2, "b", register.Provisional), &register.Record{Head: register.Head{ISSN: number(3), Status: register.Confirmed, Deleted: true}})
	want("after some have gone", 6, 1)
	f.apply(serial(6, "f", register.Suppressed), serial(1, "a", register.Suppressed))
	if got, _ := f.list("/sitemap.xml"); len(got) != 1 {
		t.Errorf("all have gone: %v", got)
	}
	if w := f.ask("GET", "/sitemap-1.xml"); w.Code != 404 {
		t.Errorf("all have gone: %d %s", w.Code, w.Body)
	}
}

// TestParts: a register of several sitemaps is in them once, in pieces, and a
// record that changes goes to the last one.
func TestParts(t *testing.T) {
	f := start(t)
	const n = 1<<15 + 1500
	recs := make([]*register.Record, 0, n)
	for i := range n {
		s := register.Confirmed
		if i%100 == 7 {
			s = register.Provisional
		}
		recs = append(recs, serial(i, "t", s))
	}
	f.apply(recs...)
	first, _ := f.list("/sitemap-1.xml")
	second, _ := f.list("/sitemap-2.xml")
	seen := map[string]int{}
	for _, u := range append(first, second...) {
		seen[u]++
	}
	public := 0
	for i := range n {
		want := 1
		if i%100 == 7 {
			want = 0
		}
		public += want
		if got := seen[home+"resource/ISSN/"+number(i).String()]; got != want {
			t.Fatalf("%s is there %d times, want %d", number(i), got, want)
		}
	}
	if len(first) > 50_000 || len(seen) != public {
		t.Errorf("%d and %d addresses of %d", len(first), len(second), public)
	}
	before := f.ask("GET", "/sitemap-1.xml").Header().Get("ETag")
	f.apply(serial(5, "changed", register.Confirmed))
	if w := f.ask("GET", "/sitemap-1.xml", "If-None-Match", before); w.Code != 200 || strings.Contains(w.Body.String(), number(5).String()) {
		t.Errorf("a sitemap that a record has left: %d", w.Code)
	}
	second, _ = f.list("/sitemap-2.xml")
	if got := second[len(second)-1]; got != home+"resource/ISSN/"+number(5).String() {
		t.Errorf("the latest change is %s", got)
	}
}

// TestConditional: what a crawler has already is not sent again, in either
// coding, and HEAD has no body.
func TestConditional(t *testing.T) {
	f := start(t)
	f.apply(serial(1, "a", register.Confirmed))
	for _, path := range []string{"/sitemap.xml", "/sitemap-1.xml", "/sitemap-pages.xml", "/robots.txt", "/llms.txt"} {
		plain, packed := f.ask("GET", path), f.ask("GET", path, "Accept-Encoding", "gzip")
		body := packed.Body.Bytes()
		if packed.Header().Get("Content-Encoding") == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if body, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
			if plain.Header().Get("ETag") == packed.Header().Get("ETag") {
				t.Errorf("%s: one tag for two codings", path)
			}
		}
		if plain.Code != 200 || plain.Body.Len() == 0 || !bytes.Equal(body, plain.Body.Bytes()) {
			t.Errorf("%s: %d, %d bytes, %d in gzip", path, plain.Code, plain.Body.Len(), len(body))
		}
		tag := plain.Header().Get("ETag")
		for _, condition := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
			if w := f.ask("GET", path, "If-None-Match", condition); w.Code != 304 || w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
				t.Errorf("%s with %s: %d", path, condition, w.Code)
			}
		}
		if w := f.ask("GET", path, "If-Match", `"other"`); w.Code != 412 || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s that is another one: %d", path, w.Code)
		}
		if w := f.ask("GET", path, "If-None-Match", `"other"`, "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"); w.Code != 200 {
			t.Errorf("%s with another tag: %d", path, w.Code)
		}
		if modified := plain.Header().Get("Last-Modified"); modified != "" {
			if w := f.ask("GET", path, "If-Modified-Since", modified); w.Code != 304 {
				t.Errorf("%s since %s: %d", path, modified, w.Code)
			}
		}
		if w := f.ask("HEAD", path); w.Code != 200 || w.Body.Len() > 0 {
			t.Errorf("HEAD %s: %d with %d bytes", path, w.Code, w.Body.Len())
		}
		if w := f.ask("POST", path); w.Code != 405 || w.Header().Get("Allow") == "" {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-01.xml", "/sitemap-+1.xml", "/sitemap-1", "/sitemap-.xml",
		"/sitemap-99999999999999999999.xml", "/sitemap-4294967295.xml", "/sitemap--1.xml", "/sitemap-1.xml.xml"} {
		if w := f.ask("GET", path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestText(t *testing.T) {
	f := start(t)
	robots := f.ask("GET", "/robots.txt").Body.String()
	for _, want := range []string{"User-agent: *\n", "Sitemap: " + home + "sitemap.xml\n"} {
		if !strings.Contains(robots, want) {
			t.Errorf("robots.txt lacks %q", want)
		}
	}
	for path, want := range map[string]bool{
		"/search?q=a": true, "/api/search?search%5B%5D=MUST": true, "/suggest?q=a": true, "/resolve?issn=0317-8471": true,
		"/sru?query=a": true, "/oai?verb=Identify": true, "/oai/page?verb=ListSets": true,
		"/": false, "/resource/ISSN/0317-8471.ttl": false, "/formats": false, "/dumps/": false, "/sitemap-1.xml": false,
	} {
		disallowed := false
		for line := range strings.Lines(robots) {
			prefix, ok := strings.CutPrefix(strings.TrimSpace(line), "Disallow: ")
			disallowed = disallowed || ok && strings.HasPrefix(path, prefix)
		}
		if disallowed != want {
			t.Errorf("crawlers are kept from %s: %t", path, disallowed)
		}
	}
}

// TestLLMs: the text has the form of llmstxt.org, in which sections are lists of
// links, and names no record that is not there.
func TestLLMs(t *testing.T) {
	f := start(t)
	text := f.ask("GET", "/llms.txt").Body.String()
	for _, want := range []string{"# Test register\n", home + "dumps/", home + "oai", home + "resource/ISSN/0317-8471)", "[A licence](https://example.org/licence)"} {
		if !strings.Contains(text, want) {
			t.Errorf("llms.txt lacks %q", want)
		}
	}
	f.watch(crawler.Config{Title: "Without an example", PublicURL: home})
	without := f.ask("GET", "/llms.txt").Body.String()
	if strings.Contains(without, "]("+home+"resource/") {
		t.Error("a record is named that the register need not have")
	}
	item := regexp.MustCompile(`^- \[.+\]\(https://.+\): .+`)
	for _, text := range []string{text, without} {
		_, sections, _ := strings.Cut(text, "\n## ")
		for line := range strings.Lines("## " + sections) {
			if line != "\n" && !strings.HasPrefix(line, "## ") && !item.MatchString(line) {
				t.Errorf("%q is no link with a note", line)
			}
		}
	}
}

// watched is a register that counts how often it is read for a sitemap, and that
// may fail after the first record. Besides, the end of a part is looked at for
// its date.
type watched struct {
	*register.Register
	read int
	fail error
}

// PublicHeads implements crawler.Register.
func (w *watched) PublicHeads(ctx context.Context, after, through uint64) iter.Seq2[register.Head, error] {
	whole := through%(1<<15) == 0
	if whole {
		w.read++
	}
	return func(yield func(register.Head, error) bool) {
		for h, err := range w.Register.PublicHeads(ctx, after, through) {
			if err == nil && whole {
				err = w.fail
			}
			if !yield(h, err) || err != nil {
				return
			}
		}
	}
}

// watch has a register of one record counted.
func (f *fixture) watch(c crawler.Config) *watched {
	f.apply(serial(1, "a", register.Confirmed))
	w := &watched{Register: register.New(f.store)}
	e := echo.New()
	crawler.Routes(crawler.New(c, w))(e)
	f.http = e
	return w
}

// TestKept: a sitemap is made when it is asked for first, and again when it is
// another one.
func TestKept(t *testing.T) {
	f := start(t)
	w := f.watch(crawler.Config{})
	want := func(what string, read int) {
		t.Helper()
		if w.read != read {
			t.Errorf("%s: made %d times, want %d", what, w.read, read)
		}
	}
	f.ask("HEAD", "/sitemap-1.xml")
	f.ask("GET", "/sitemap-1.xml")
	packed := f.ask("GET", "/sitemap-1.xml", "Accept-Encoding", "gzip")
	want("asked for three times", 1)
	if got := packed.Header().Get("Content-Length"); got != fmt.Sprint(packed.Body.Len()) {
		t.Errorf("Content-Length %s of %d", got, packed.Body.Len())
	}
	plain := f.ask("GET", "/sitemap-1.xml")
	if got := plain.Header().Get("Content-Length"); got != fmt.Sprint(plain.Body.Len()) {
		t.Errorf("Content-Length %s of %d", got, plain.Body.Len())
	}
	f.ask("GET", "/sitemap-1.xml", "If-None-Match", plain.Header().Get("ETag"))
	want("a good copy", 1)
	f.apply(serial(2, "b", register.Confirmed))
	if locs, _ := f.list("/sitemap-1.xml"); len(locs) != 2 {
		t.Errorf("after a change: %v", locs)
	}
	want("after a change", 2)
	locs, _ := f.list("http://elsewhere.example/sitemap-1.xml")
	if len(locs) != 2 || !strings.HasPrefix(locs[0], "http://elsewhere.example/") {
		t.Errorf("at another address: %v", locs)
	}
	want("at another address", 3)
}

// TestFailures: a sitemap that cannot be read is an error, which the log has, unless
// it was given up, and nothing of it is sent or kept.
func TestFailures(t *testing.T) {
	f := start(t)
	w := f.watch(crawler.Config{PublicURL: home})
	for _, tt := range []struct {
		fail   error
		status int
	}{
		{errors.New("cannot be read"), 500},
		{context.Canceled, 503},
		{context.DeadlineExceeded, 503},
		{nil, 200},
	} {
		w.fail = tt.fail
		got := f.ask("GET", "/sitemap-1.xml", "Accept-Encoding", "gzip")
		h := got.Header()
		if got.Code != tt.status {
			t.Errorf("%v: %d, want %d", tt.fail, got.Code, tt.status)
		}
		if tt.fail != nil && (h.Get("Content-Encoding") != "" || h.Get("ETag") != "" || h.Get("Content-Type") != "application/problem+json") {
			t.Errorf("%v: %v", tt.fail, h)
		}
		if again := h.Get("Retry-After"); (again == "30") != (tt.status == 503) {
			t.Errorf("%v: Retry-After %q", tt.fail, again)
		}
	}
}
