package dump

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/register"
)

// dumpSite serves a full dump of each tier and one of changes, as a server does.
// Keys are the names of tiers.
func dumpSite(t *testing.T) (http.Handler, map[string]*Result) {
	t.Helper()
	s, dir := open(t), t.TempDir()
	apply(t, s, confirmed(t, "0028-0836", "A"), confirmed(t, "1476-4687", "B"))
	made := map[string]*Result{}
	for _, tier := range []register.Tier{register.Released, register.Complete} {
		made[tier.String()] = run1(t, &Job{Store: s, Dir: dir, Tier: tier, Kinds: kinds(t, "marc21", "issnl")})
	}
	apply(t, s, confirmed(t, "0028-0836", "A new"))
	made["changes"] = run1(t, &Job{Store: s, Dir: dir, Kinds: kinds(t, "marc21", "issnl"), Since: Last})
	svc, err := NewService(dir, "", func(title string, main []byte) (http.Header, []byte) {
		return http.Header{"Content-Type": {"text/html"}}, append([]byte(title), main...)
	})
	if err != nil {
		t.Fatal(err)
	}
	viewer := func(h http.Header) (register.Viewer, error) {
		key := h.Get("X-API-Key")
		if key == "" {
			return register.Viewer{}, nil
		}
		tier, ok := register.ParseTier(key)
		if !ok {
			return register.Viewer{}, errors.New("unknown key")
		}
		return register.NewViewer("somebody", tier), nil
	}
	e := echo.New()
	Routes(svc, viewer, time.Minute)(e)
	return e, made
}

func TestRequests(t *testing.T) {
	h, made := dumpSite(t)
	full, complete := "/dumps/released/"+made["released"].Manifest.Name+"/", "/dumps/complete/"+made["complete"].Manifest.Name+"/"
	changes := "/dumps/released/" + made["changes"].Manifest.Name + "/"
	file, err := os.ReadFile(filepath.Join(made["released"].Path, "register.mrc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	etag := `"` + made["released"].Manifest.Files[0].SHA256[:32] + `"`
	tests := []struct {
		name, method, path, header string
		status                     int
		want                       string // "NAME: VALUE" of a header field, or the body where it begins with "="
	}{
		{"page", "GET", "/dumps/", "", 200, "Content-Type: text/html"},
		{"no slash", "GET", "/dumps", "", 301, "Location: /dumps/"},
		{"list", "GET", "/dumps/index.json", "", 200, "Content-Type: application/json"},
		{"whole file", "GET", full + "register.mrc.gz", "", 200, "=" + string(file)},
		{"type", "GET", full + "register.mrc.gz", "", 200, "Content-Type: application/gzip"},
		{"tag", "GET", full + "register.mrc.gz", "", 200, "Etag: " + etag},
		{"no coding of its own", "GET", full + "register.mrc.gz", "Accept-Encoding: gzip", 200, "Content-Encoding: "},
		{"head", "HEAD", full + "register.mrc.gz", "", 200, "="},
		{"range", "GET", full + "register.mrc.gz", "Range: bytes=10-19", 206, "=" + string(file[10:20])},
		{"end", "GET", full + "register.mrc.gz", "Range: bytes=-4", 206, "=" + string(file[len(file)-4:])},
		{"past the end", "GET", full + "register.mrc.gz", "Range: bytes=999999-", 416, ""},
		{"known copy", "GET", full + "register.mrc.gz", "If-None-Match: " + etag, 304, "="},
		{"known list", "GET", "/dumps/index.json", `If-None-Match: "x", *`, 304, "="},
		{"expected list", "GET", "/dumps/index.json", `If-Match: "x"`, 412, "Etag: "},
		{"manifest", "GET", changes + "manifest.json", "", 200, "Content-Type: application/json"},
		{"sums", "GET", full + "SHA256SUMS", "", 200, "Content-Type: text/plain; charset=utf-8"},
		{"latest full", "GET", "/dumps/released/latest/register.mrc.gz", "", 302, "Location: " + full + "register.mrc.gz"},
		{"latest of none", "GET", "/dumps/released/latest/register.nt.gz", "", 404, ""},
		{"directory", "GET", full, "", 302, "Location: /dumps/"},
		{"tier", "GET", "/dumps/released/", "", 302, "Location: /dumps/"},
		{"unknown file", "GET", full + "register.db", "", 404, ""},
		{"deeper", "GET", full + "a/b", "", 404, ""},
		{"lock", "GET", "/dumps/released/.lock/manifest.json", "", 404, ""},
		{"up", "GET", "/dumps/released/../released/manifest.json", "", 404, ""},
		{"up, encoded", "GET", "/dumps/released/%2e%2e/manifest.json", "", 404, ""},
		{"up in a name", "GET", full + "..%2fmanifest.json", "", 404, ""},
		{"unknown dump", "GET", "/dumps/released/20260301-99-full/manifest.json", "", 404, ""},
		{"administrative", "GET", "/dumps/administrative/x/manifest.json", "X-API-Key: administrative", 404, ""},
		{"complete, public", "GET", complete + "register.mrc.gz", "", 401, `WWW-Authenticate: Bearer realm="issnd"`},
		{"complete, not there, public", "GET", "/dumps/complete/x/y", "", 401, ""},
		{"complete, key of the released tier", "GET", complete + "register.mrc.gz", "X-API-Key: released", 404, ""},
		{"complete, key", "GET", complete + "register.mrc.gz", "X-API-Key: complete", 200, "Cache-Control: private, max-age=3600"},
		{"complete, higher key", "GET", complete + "register.mrc.gz", "X-API-Key: administrative", 200, "X-Data-Tier: complete"},
		{"unknown key", "GET", full + "register.mrc.gz", "X-API-Key: x", 401, "Content-Type: application/problem+json"},
		{"other method", "POST", "/dumps/", "", 405, "Allow: GET, HEAD, OPTIONS"},
		{"options", "OPTIONS", "/dumps/", "", 204, "Allow: GET, HEAD, OPTIONS"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.path, nil)
			if name, value, ok := strings.Cut(tt.header, ": "); ok {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Fatalf("status %d, want %d: %s", w.Code, tt.status, w.Body)
			}
			if body, ok := strings.CutPrefix(tt.want, "="); ok {
				if got := w.Body.String(); got != body {
					t.Errorf("body of %d bytes, want %d", len(got), len(body))
				}
			} else if name, value, ok := strings.Cut(tt.want, ": "); ok && w.Header().Get(name) != value {
				t.Errorf("%s is %q, want %q", name, w.Header().Get(name), value)
			}
		})
	}
}

// TestCaches: what lists the dumps or leads to one is asked for again each time, by
// any cache for each key, and what a key opened is kept by nobody else.
func TestCaches(t *testing.T) {
	h, _ := dumpSite(t)
	for _, tt := range []struct{ path, key, control string }{
		{pagePath, "", "no-cache"},
		{jsonPath, "", "no-cache"},
		{pagePath, "complete", "private, no-cache"},
		{jsonPath, "complete", "private, no-cache"},
		{jsonPath, "administrative", "private, no-cache"},
		{"/dumps/released/", "", "no-cache"},
		{"/dumps/released/latest/register.mrc.gz", "", "no-cache"},
		{"/dumps/released/latest/register.mrc.gz", "complete", "no-cache"},
		{"/dumps/complete/", "complete", "private, no-cache"},
		{"/dumps/complete/latest/register.mrc.gz", "complete", "private, no-cache"},
	} {
		r := httptest.NewRequest("GET", tt.path, nil)
		if tt.key != "" {
			r.Header.Set("X-API-Key", tt.key)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header(); w.Code >= 400 || got.Get("Cache-Control") != tt.control || got.Get("Vary") != "Authorization, X-API-Key" {
			t.Errorf("%s with key %q: %d, %q, Vary: %q, want %q", tt.path, tt.key, w.Code, got.Get("Cache-Control"), got.Get("Vary"), tt.control)
		}
	}
}

// TestListShowsWhatTheViewerMayHave: the public is told of no complete dump.
func TestListShowsWhatTheViewerMayHave(t *testing.T) {
	h, made := dumpSite(t)
	for key, want := range map[string][]string{
		"":         {"changes", "released"},
		"complete": {"changes", "released", "complete"},
	} {
		for _, path := range []string{jsonPath, pagePath} {
			r := httptest.NewRequest("GET", path, nil)
			if key != "" {
				r.Header.Set("X-API-Key", key)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			for name, res := range made {
				listed := strings.Contains(w.Body.String(), "/dumps/"+res.Manifest.Tier+"/"+res.Manifest.Name+"/")
				if should := strings.Contains(strings.Join(want, " "), name); listed != should {
					t.Errorf("%s with key %q: %s is listed: %t", path, key, name, listed)
				}
			}
			if path != jsonPath {
				continue
			}
			var got struct{ Dumps []entry }
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Dumps) != len(want) || got.Dumps[0].Since == nil {
				t.Errorf("the list is %s, %v", w.Body, err)
			}
		}
	}
}

// TestListIsOfItsSite: a list that was sent is sent again, but not under another
// address, to another audience, or when there is another dump.
func TestListIsOfItsSite(t *testing.T) {
	shelf, job, made := shelved(t)
	svc, err := NewService(job.Dir, "", func(_ string, main []byte) (http.Header, []byte) { return nil, main })
	if err != nil {
		t.Fatal(err)
	}
	page := func(site string, v register.Viewer) *Response {
		t.Helper()
		res, err := svc.Answer(&Request{Path: Path, Site: site, Viewer: v})
		if err != nil || !strings.Contains(string(res.Body), "curl "+site+"dumps/") {
			t.Fatalf("at %s: %+v, %v", site, res, err)
		}
		return res
	}
	const one, other = "http://a.example/", "http://b.example/"
	first := page(one, register.Viewer{})
	if page(one, register.Viewer{}) != first {
		t.Error("the list is made again though nothing has changed")
	}
	page(other, register.Viewer{})
	key := register.NewViewer("somebody", register.Complete)
	if page(other, key); strings.Contains(string(page(other, key).Body), "Subscribers send") {
		t.Error("a subscriber is told to send a key")
	}
	apply(t, job.Store, confirmed(t, "0028-0836", "A new"))
	next := run1(t, job)
	if got := string(page(other, key).Body); !strings.Contains(got, next.Manifest.Name) || !strings.Contains(got, made.Manifest.Name) {
		t.Errorf("not all dumps in %s are in %s", shelf.path, got)
	}
}

// TestRemovedMeanwhile: a dump may be removed when a request for a file of it has
// been understood.
func TestRemovedMeanwhile(t *testing.T) {
	h, made := dumpSite(t)
	if err := os.Remove(filepath.Join(made["released"].Path, "register.mrc.gz")); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/dumps/released/"+made["released"].Manifest.Name+"/register.mrc.gz", nil))
	if w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("status %d, %v", w.Code, w.Header())
	}
}

func TestNoDumpsYet(t *testing.T) {
	s, err := NewService(filepath.Join(t.TempDir(), "none"), "", func(_ string, main []byte) (http.Header, []byte) { return nil, main })
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.Answer(&Request{Path: Path})
	if err != nil || res.Status != 200 || !strings.Contains(string(res.Body), "no dumps yet") {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1000: "1.0 kB", 123456: "123 kB", 2_500_000_000: "2.5 GB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %q, want %q", n, got, want)
		}
	}
}
