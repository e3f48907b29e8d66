package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"issnd/bench/generate"
)

// TestCORS: a program in a page of another site may read every field of an answer
// that is meant for programs, and send every field that is read, wherever it asks.
func TestCORS(t *testing.T) {
	g := generate.New(1, 20)
	s := newServed(t, g, 20)
	s.limited = true
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.awaitReadiness(t, ready)
	if _, err := s.run(t.Context(), "dump", "--data", s.data); err != nil {
		t.Fatal(err)
	}
	_, dumps := asked(t, "http://"+s.address+"/dumps/index.json")
	file := regexp.MustCompile(`"url": "(/dumps/[^"]*)"`).FindStringSubmatch(dumps)
	if file == nil {
		t.Fatal("no dump is named in ", dumps)
	}
	// Those that anybody may read (Fetch §2.2.6), and what is said to others than programs.
	open := strings.Fields("Cache-Control Content-Language Content-Length Content-Type Expires Last-Modified Pragma " +
		"Content-Encoding Content-Security-Policy Date Referrer-Policy Vary X-Content-Type-Options")
	record := "/resource/ISSN/" + g.ISSN(0).String()
	for _, path := range []string{
		record, record + ".ttl", record + "/linkset", "/", "/formats", "/nothing", "/search?q=a&format=json", "/suggest?q=a",
		"/sru", "/sru?query=a", "/oai?verb=Identify", "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/dumps/", "/dumps/index.json", file[1] + "register.nt.gz",
		"/robots.txt", "/sitemap.xml", "/sitemap-1.xml",
	} {
		res, _ := asked(t, "http://"+s.address+path, "Origin", "https://elsewhere.example")
		exposed := strings.Split(res.Header.Get("Access-Control-Expose-Headers"), ", ")
		for _, name := range []string{"RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"} {
			if !slices.Contains(exposed, name) {
				t.Errorf("%s: a page may not read %s", path, name)
			}
		}
		for name := range res.Header {
			known := func(as string) bool { return strings.EqualFold(as, name) }
			if !strings.HasPrefix(name, "Access-Control-") && !slices.ContainsFunc(exposed, known) && !slices.Contains(open, name) {
				t.Errorf("%s: a page may not read %s", path, name)
			}
		}
		in, err := http.NewRequest(http.MethodOptions, "http://"+s.address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if res, err = http.DefaultClient.Do(in); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		allowed := strings.Split(res.Header.Get("Access-Control-Allow-Headers"), ", ")
		for _, name := range []string{
			"Accept", "Authorization", "Content-Type", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Range", "X-API-Key",
		} {
			if !slices.Contains(allowed, name) {
				t.Errorf("%s: a page may not send %s", path, name)
			}
		}
	}
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
}
