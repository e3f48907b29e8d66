package portal_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"issnd/portal"
)

// FuzzResource: whatever is asked for, the answer is not an error of the
// server, and who is sent to another path is not sent on from there.
func FuzzResource(f *testing.F) {
	h, keys := handler(f, sampleRegister(f), func(c *portal.Config) { c.CacheSize = 1 << 16 })
	for _, path := range []string{
		"/resource/ISSN/0028-0836", "/resource/issn/00280836.TTL/", "/resource/ISSN-L/1476-4687/linkset",
		"/resource/ISSN/9990-0270.mrc", "/resource/ISSN/\u20130028\u20130836", "/vocabularies/properties/hasCancelledISSN.nt",
		"/static/../..", "/resolve", "/dataset.expanded.jsonld", "//", "/resource/ISSN/0028-0836.html",
		"/resource/ISSN/00280836.\xf1?%2F ", "/resource/ISSN/\n0028-0836.a#b",
	} {
		f.Add(path, "format=turtle&display=marc21", "text/turtle;q=0.5, */*", "gzip", "*", true)
	}
	f.Add("/resource/ISSN/0028-0836", "format=%zz&issn=977-0028-08300-2", `application/ld+json;profile="`, "gzip;q=", `W/"a",`, false)
	f.Add("/resource/issn/00280836", "format=turtle&q=\xf1 \u00e9", "", "", "", false)
	f.Fuzz(func(t *testing.T, path, query, accept, encoding, match string, key bool) {
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		get := func(path, query string) *http.Response {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL = &url.URL{Path: path, RawQuery: query}
			r.Header["Accept"], r.Header["Accept-Encoding"] = []string{accept}, []string{encoding}
			r.Header["If-None-Match"] = []string{match}
			if key {
				r.Header["X-Api-Key"] = []string{keys.Replace("$COMPLETE")}
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return w.Result()
		}
		resp := get(path, query)
		if resp.StatusCode >= 500 {
			t.Fatalf("%q ?%q: %d", path, query, resp.StatusCode)
		}
		if resp.StatusCode != http.StatusMovedPermanently {
			return
		}
		location := resp.Header.Get("Location")
		if !strings.HasPrefix(location, "/") || strings.HasPrefix(location, "//") {
			t.Fatalf("%q leads elsewhere: %q", path, location)
		}
		if strings.ContainsFunc(location, func(r rune) bool { return r <= ' ' || r >= 0x7F }) {
			t.Fatalf("%q ?%q: %q is no URI", path, query, location)
		}
		to, err := url.Parse(location)
		if err != nil {
			t.Fatal(err)
		}
		if again := get(to.Path, to.RawQuery); again.StatusCode == http.StatusMovedPermanently {
			t.Fatalf("%q leads to %q and that to %q", path, to, again.Header.Get("Location"))
		}
	})
}
