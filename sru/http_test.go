package sru

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"issnd/diagnostic"
	"issnd/register"
)

const (
	browserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	srw11         = "version=1.1&operation=searchRetrieve&query=a"
)

func TestMediaTypes(t *testing.T) {
	svc := newService(t, three(t))
	for _, c := range []struct{ name, query, accept, want string }{
		{"1.1", srw11, "", "text/xml; charset=utf-8"},
		{"1.1, another", srw11, "application/xml", "application/xml; charset=utf-8"},
		{"1.1 to a browser", srw11, browserAccept, "application/xml; charset=utf-8"},
		{"2.0", "query=a", "", "application/sru+xml; charset=utf-8"},
		{"2.0 to curl", "query=a", "*/*", "application/sru+xml; charset=utf-8"},
		{"2.0 to a browser", "query=a", browserAccept, "application/xml; charset=utf-8"},
		{"2.0 as JSON", "query=a", "application/json", "application/json"},
		{"2.0, nothing on offer", "query=a", "image/png", "application/sru+xml; charset=utf-8"},
		{"httpAccept before Accept", "query=a&httpAccept=text/xml", "application/json", "text/xml; charset=utf-8"},
		{"httpAccept", "query=a&httpAccept=application/sru%2Bxml", "", "application/sru+xml; charset=utf-8"},
		{"responseType", "query=a&responseType=application/json", "", "application/json"},
		{"responseType by namespace", "query=a&responseType=http://docs.oasis-open.org/ns/search-ws/sruResponse", "text/xml", "application/sru+xml; charset=utf-8"},
		{"page", "", browserAccept, "text/html; charset=utf-8"},
		{"no page for programs", "", "*/*", "application/sru+xml; charset=utf-8"},
		{"page by parameter", "httpAccept=text/html", "", "text/html; charset=utf-8"},
		{"page of records", "query=a&httpAccept=text/html", "", "text/html; charset=utf-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := http.Header{}
			if c.accept != "" {
				h.Set("Accept", c.accept)
			}
			a, err := svc.Handle(t.Context(), &Call{Method: http.MethodGet, Query: c.query, Header: h})
			if err != nil || a.Status != http.StatusOK {
				t.Fatal(err, a.Status)
			}
			if got := a.Header.Get("Content-Type"); got != c.want {
				t.Errorf("Content-Type %q, want %q", got, c.want)
			}
			byAccept := !strings.Contains(c.query, "httpAccept") && !strings.Contains(c.query, "responseType")
			if got := strings.HasPrefix(a.Header.Get("Vary"), "Accept, "); got != byAccept {
				t.Errorf("Vary: %q", a.Header.Get("Vary"))
			}
			if a.Header.Get("Access-Control-Allow-Origin") != "*" {
				t.Error("closed to pages of other sites")
			}
		})
	}
}

func TestMethods(t *testing.T) {
	svc := newService(t, three(t))
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}}
	soap := http.Header{"Content-Type": {"text/xml; charset=utf-8"}, "Soapaction": {`"searchRetrieve"`}}
	envelope := func(body string) []byte {
		return []byte(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>` + body + `</s:Body></s:Envelope>`)
	}
	const srw = `xmlns="http://www.loc.gov/zing/srw/"`
	for _, c := range []struct {
		name   string
		call   Call
		status int
		want   string
	}{
		{"PUT", Call{Method: http.MethodPut}, 405, "GET"},
		{"OPTIONS", Call{Method: http.MethodOptions}, 204, ""},
		{"form", Call{Method: http.MethodPost, Header: form, Body: []byte(srw11)}, 200, "<numberOfRecords>3<"},
		{"form and URL", Call{Method: http.MethodPost, Header: form, Query: "version=1.1&operation=searchRetrieve", Body: []byte("query=a")}, 200, "<numberOfRecords>3<"},
		{"POST without a body", Call{Method: http.MethodPost, Query: srw11}, 200, "<numberOfRecords>3<"},
		{"POST of something else", Call{Method: http.MethodPost, Header: http.Header{"Content-Type": {"image/png"}}, Body: []byte("x")}, 415, "form"},
		{"too long", Call{Method: http.MethodPost, Header: form, Long: true}, 413, "no more than 64 KiB"},
		{"malformed", Call{Method: http.MethodGet, Query: "query=%zz"}, 200, "diagnostic/1/6<"},
		{"SOAP", Call{Method: http.MethodPost, Header: soap, Body: envelope(`<searchRetrieveRequest ` + srw + `><query>a</query><maximumRecords>1</maximumRecords><xQuery><a/></xQuery></searchRetrieveRequest>`)}, 200, "<SOAP:Body><searchRetrieveResponse xmlns=\"http://www.loc.gov/zing/srw/\"><version>1.1</version><numberOfRecords>3<"},
		{"SOAP, 1.2", Call{Method: http.MethodPost, Header: soap, Body: envelope(`<explainRequest ` + srw + `><version>1.2</version></explainRequest>`)}, 200, "<explainResponse xmlns=\"http://www.loc.gov/zing/srw/\"><version>1.2<"},
		{"SOAP, 2.0", Call{Method: http.MethodPost, Header: soap, Body: envelope(`<scanRequest xmlns="http://docs.oasis-open.org/ns/search-ws/scan"><scanClause>a</scanClause></scanRequest>`)}, 200, "search-ws/scan"},
		{"SOAP, a fault", Call{Method: http.MethodPost, Header: soap, Body: envelope(`<searchRetrieveRequest ` + srw + `/>`)}, 200, "diagnostic/1/7<"},
		{"SOAP, empty", Call{Method: http.MethodPost, Header: soap, Body: envelope("")}, 400, "SOAP:Client"},
		{"SOAP, no XML", Call{Method: http.MethodPost, Header: soap, Body: []byte("<a")}, 400, "SOAP:Client"},
		{"SOAP, other XML", Call{Method: http.MethodPost, Header: soap, Body: []byte("<a/>")}, 400, "SOAP:Client"},
		{"SOAP, deep", Call{Method: http.MethodPost, Header: soap, Body: envelope(strings.Repeat("<a>", 100_000))}, 400, "SOAP:Client"},
		{"wrong key", Call{Method: http.MethodGet, Query: srw11, Denied: true}, 401, "diagnostic/1/3<"},
		{"wrong key, explain", Call{Method: http.MethodGet, Denied: true}, 401, "diagnostic/1/3<"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := svc.Handle(t.Context(), &c.call)
			if err != nil {
				t.Fatal(err)
			}
			if a.Status != c.status || !strings.Contains(string(a.Body), c.want) {
				t.Errorf("%d, want %d with %q:\n%s", a.Status, c.status, c.want, a.Body)
			}
			if a.Status == 405 && a.Header.Get("Allow") == "" {
				t.Error("405 without Allow")
			}
			if a.Status == 401 && (a.Header.Get("Www-Authenticate") == "" || a.Header.Get("Cache-Control") != "no-store") {
				t.Errorf("401 with %v", a.Header)
			}
			if strings.Contains(a.Header.Get("Content-Type"), "xml") {
				wellFormed(t, a.Body)
			}
		})
	}
}

func TestWhatAKeyOpensIsPrivate(t *testing.T) {
	svc := newService(t, three(t))
	for _, query := range []string{"", "query=a", srw11, "scanClause=a", "httpAccept=text/html"} {
		for viewer, want := range map[register.Viewer]string{
			{}: "public", register.NewViewer("library", register.Complete): "private",
		} {
			a := handle(t, svc, query, viewer)
			if got := a.Header.Get("Cache-Control"); !strings.HasPrefix(got, want) {
				t.Errorf("%q for %v: Cache-Control %q", query, viewer, got)
			}
			if !strings.Contains(a.Header.Get("Vary"), "Authorization, X-API-Key") {
				t.Errorf("%q: Vary %q", query, a.Header.Get("Vary"))
			}
		}
	}
}

// TestWhatPassesIsNotKept: what may be answered otherwise in a moment is no
// answer for a cache.
func TestWhatPassesIsNotKept(t *testing.T) {
	late := diagnostic.New(diagnostic.SystemTemporarilyUnavailable, "")
	slow := diagnostic.New(diagnostic.CannotProcessQuery, "")
	partial := []*diagnostic.Diagnostic{diagnostic.New(diagnostic.PartialValid, "")}
	const kept, not = "public, max-age=60", "no-store"
	for _, tt := range []struct {
		name, query string
		searcher    *stub
		want        string
	}{
		{"no index yet", "query=a", &stub{err: late}, not},
		{"out of time", srw11, &stub{err: slow}, not},
		{"the caller's time", "query=a", &stub{err: context.DeadlineExceeded}, not},
		{"a list out of time", "scanClause=a", &stub{err: slow}, not},
		{"partial", "query=a", &stub{notes: partial}, not},
		{"explain without a count", "", &stub{err: late}, not},
		{"explain for people", "httpAccept=text/html", &stub{err: late}, not},
		{"records", "query=a", &stub{}, kept},
		{"explain", "", &stub{}, kept},
		{"a wrong query", "query=a%3D", &stub{}, kept},
		{"too much", "query=a", &stub{err: diagnostic.New(diagnostic.TooManyRecords, "")}, kept},
	} {
		a := handle(t, newService(t, tt.searcher), tt.query, register.Viewer{})
		if got := a.Header.Get("Cache-Control"); got != tt.want {
			t.Errorf("%s: Cache-Control %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestExplainIsOfTheViewer(t *testing.T) {
	svc := newService(t, three(t))
	const hidden = "First year"
	if body := handle(t, svc, "", register.Viewer{}).Body; bytes.Contains(body, []byte(hidden)) {
		t.Error("the public is told of an index that it may not use")
	}
	if body := handle(t, svc, "", register.NewViewer("library", register.Complete)).Body; !bytes.Contains(body, []byte(hidden)) {
		t.Error("a viewer with a key is not told of an index")
	}
}

func TestExplainNamesTheAddressOfTheRequest(t *testing.T) {
	svc := newService(t, three(t))
	svc.config.Crosswalk.PublicURL = ""
	for site, want := range map[string]string{
		"http://127.0.0.1:9998/":   "<host>127.0.0.1</host><port>9998</port>",
		"https://sru.example.org/": "<host>sru.example.org</host><port>443</port>",
		"http://[::1]/":            "<host>[::1]</host><port>80</port>",
	} {
		a, err := svc.Handle(t.Context(), &Call{Method: http.MethodGet, Site: site})
		if err != nil || !strings.Contains(string(a.Body), want) {
			t.Errorf("%s: %v\n%.600s", site, err, a.Body)
		}
	}
}

func TestGzip(t *testing.T) {
	svc := newService(t, three(t))
	plain := handle(t, svc, "", register.Viewer{})
	a, err := svc.Handle(t.Context(), &Call{Method: http.MethodGet, Header: http.Header{"Accept-Encoding": {"gzip"}}})
	if err != nil || a.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal(err, a.Header)
	}
	r, err := gzip.NewReader(bytes.NewReader(a.Body))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(body, plain.Body) {
		t.Errorf("%v, %d bytes instead of %d", err, len(body), len(plain.Body))
	}
}

func TestBasicAuthenticationCarriesAKey(t *testing.T) {
	h := http.Header{"Authorization": {"Basic bGlicmFyeTppc3NuZF9hYmM="}} // library:issnd_abc
	if got := bearer(h).Get("Authorization"); got != "Bearer issnd_abc" {
		t.Errorf("%q", got)
	}
	for _, v := range []string{"", "Basic", "Basic !", "Bearer issnd_abc"} {
		if got := bearer(http.Header{"Authorization": {v}}).Get("Authorization"); got != v {
			t.Errorf("%q became %q", v, got)
		}
	}
}

// TestRefuse: who is told to come later is told in the form that it asks for,
// and nothing is searched.
func TestRefuse(t *testing.T) {
	svc := newService(t, three(t))
	for name, tt := range map[string]struct{ query, accept, kind, want string }{
		"1.1":     {srw11, "", "text/xml; charset=utf-8", "diagnostic/1/2</uri><message>Later.<"},
		"2.0":     {"query=a", "", "application/sru+xml; charset=utf-8", "diagnostic/1/2</uri><message>Later.<"},
		"scan":    {"operation=scan&version=1.2&scanClause=a", "", "text/xml; charset=utf-8", "<scanResponse"},
		"explain": {"", "", "", "Later."},
		"JSON":    {"query=a", "application/json", "application/json", "Later."},
		"page":    {"query=a", "text/html", "", "Later."},
		"faulty":  {"query=%zz", "", "", "Later."},
	} {
		t.Run(name, func(t *testing.T) {
			in := httptest.NewRequest(http.MethodPost, "/sru?"+tt.query, nil)
			if tt.accept != "" {
				in.Header.Set("Accept", tt.accept)
			}
			header, body := svc.Refuse(in, http.StatusTooManyRequests, "Later.")
			if !strings.Contains(string(body), tt.want) || strings.Contains(string(body), "recordData") {
				t.Errorf("%s lacks %s, or has records", body, tt.want)
			}
			if got := header.Get("Content-Type"); tt.kind != "" && got != tt.kind || header.Get("Cache-Control") != "no-store" {
				t.Errorf("%v", header)
			}
		})
	}
}
