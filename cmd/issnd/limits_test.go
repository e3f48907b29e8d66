package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"issnd/bench/generate"
)

// asked is what a request gets whose header fields are names and values.
func asked(t *testing.T, url string, fields ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// TestLimits: a bot that searches from many connections gets what its budget
// holds and is told where else to go, in the form of each protocol; records, a
// key and other clients are answered all the same.
func TestLimits(t *testing.T) {
	g := generate.New(1, 50)
	s := newServed(t, g, 20)
	operator := freeAddress(t)
	s.options = []string{
		"--limits-on", "--limits-public-search", "1/h burst 30", "--limits-public-harvest", "1/h burst 4", "--admin-listen", operator,
	}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.awaitReadiness(t, ready)
	at := "http://" + s.address

	var answered, limited atomic.Int32
	var bot sync.WaitGroup
	for i := range 8 {
		bot.Go(func() {
			for n := range 10 {
				switch res, _ := asked(t, fmt.Sprintf("%s/search?q=w%d", at, 100*i+n)); res.StatusCode {
				case http.StatusOK:
					answered.Add(1)
				case http.StatusTooManyRequests:
					limited.Add(1)
				}
			}
		})
	}
	bot.Wait()
	if answered.Load() != 30 || limited.Load() != 50 {
		t.Errorf("%d searches of the bot answered and %d limited, want 30 and 50", answered.Load(), limited.Load())
	}

	for _, tt := range []struct {
		name, path string
		fields     []string
		status     int
		contains   string
	}{
		{"a program", "/search?q=a&format=json", nil, 429, "quota-exceeded"},
		{"a person", "/search?q=a", []string{"Accept", "text/html"}, 429, "<h1>Too many requests</h1>"},
		{"SRU", "/sru?operation=searchRetrieve&version=1.1&query=a", nil, 429, "info:srw/diagnostic/1/2"},
		{"a wrong key", "/search?q=a", []string{"X-API-Key", "wrong"}, 429, "search"},
		{"a key", "/search?q=a&format=json", []string{"X-API-Key", s.key}, 200, "{"},
		{"a key for SRU", "/sru?query=a", []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("any:"+s.key))}, 200, "searchRetrieveResponse"},
		{"another client of a proxy", "/search?q=a&format=json", []string{"X-Forwarded-For", "192.0.2.9"}, 200, "{"},
		{"a record", "/resource/ISSN/" + g.ISSN(0).String() + "?format=turtle", nil, 200, "@prefix"},
		{"robots.txt", "/robots.txt", nil, 200, "Disallow: /search"},
		{"a sitemap", "/sitemap-1.xml", nil, 200, "/resource/ISSN/"},
	} {
		res, body := asked(t, at+tt.path, tt.fields...)
		if res.StatusCode != tt.status || !strings.Contains(body, tt.contains) {
			t.Errorf("%s: %d %s", tt.name, res.StatusCode, body)
		}
		if tt.status == 429 && (res.Header.Get("Retry-After") == "" || res.Header.Get("RateLimit") == "" || !strings.Contains(res.Header.Get("Link"), "/dumps/")) {
			t.Errorf("%s: %v", tt.name, res.Header)
		}
	}

	const list = "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc"
	for range 4 {
		if res, body := asked(t, at+list); res.StatusCode != http.StatusOK {
			t.Errorf("a list: %d %s", res.StatusCode, body)
		}
	}
	if res, _ := asked(t, at+list); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("one list more: %d, Retry-After %q", res.StatusCode, res.Header.Get("Retry-After"))
	}

	_, told := page(t, "http://"+operator+"/metrics")
	for _, want := range []string{
		`issnd_limit_requests_total{class="search",result="allowed"} 33`,
		`issnd_limit_requests_total{class="search",result="limited"} 54`,
		`issnd_limit_requests_total{class="harvest",result="limited"} 1`,
		`issnd_limit_requests_total{class="record",result="shed"} 0`,
		`issnd_unread_bytes 0`,
	} {
		if !strings.Contains(told, want+"\n") {
			t.Errorf("no %s", want)
		}
	}
}
