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
		Pages: []string{"/", "/formats"},
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
	for _, want := range []string{"User-agent: *\n", "Disallow: /search\n", "Disallow: /sru\n", "Disallow: /oai\n", "Sitemap: " + home + "sitemap.xml\n"} {
		if !strings.Contains(robots, want) {
			t.Errorf("robots.txt lacks %q", want)
		}
	}
	for line := range strings.Lines(robots) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "Disallow: "); ok && strings.HasPrefix("/resource/ISSN/0317-8471.ttl", path) {
			t.Errorf("%q keeps crawlers from records", path)
		}
	}
	llms := f.ask("GET", "/llms.txt").Body.String()
	for _, want := range []string{"# Test register\n", home + "dumps/", home + "oai", "https://example.org/licence", "A licence"} {
		if !strings.Contains(llms, want) {
			t.Errorf("llms.txt lacks %q", want)
		}
	}
}

// failing is a register that can be read once, and then fails after the first
// record.
type failing struct {
	*register.Register
	read bool
	fail func()
}

// PublicHeads implements crawler.Register.
func (f *failing) PublicHeads(ctx context.Context, after, through uint64) iter.Seq2[register.Head, error] {
	return func(yield func(register.Head, error) bool) {
		for h, err := range f.Register.PublicHeads(ctx, after, through) {
			if !yield(h, err) {
				return
			}
			if f.read {
				f.fail()
				yield(register.Head{}, errors.New("cannot be read"))
				return
			}
		}
		f.read = true
	}
}

// TestCutOff: a sitemap that cannot go on is cut off, and the log has why, unless
// it was given up.
func TestCutOff(t *testing.T) {
	f := start(t)
	f.apply(serial(1, "a", register.Confirmed))
	ask := func(ctx context.Context, fail func()) (v any) {
		defer func() { v = recover() }()
		e := echo.New()
		crawler.Routes(crawler.New(crawler.Config{PublicURL: home}, &failing{register.New(f.store), false, fail}))(e)
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/sitemap-1.xml", nil))
		return nil
	}
	if err, ok := ask(t.Context(), func() {}).(error); !ok || err == http.ErrAbortHandler {
		t.Errorf("the register fails: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if v := ask(ctx, cancel); v != http.ErrAbortHandler {
		t.Errorf("the client leaves: %v", v)
	}
}
