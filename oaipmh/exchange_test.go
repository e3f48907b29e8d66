package oaipmh

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// exchange is one request and what is wanted of its answer, in the notation of
// testdata/exchanges: the request line and header, with the body of a POST
// after it; the status and header of the answer, where a value is exact, a
// pattern between slashes, or - for a field that must not be there; and lines
// with "+ " for what is in the body and "- " for what is not. The paragraphs
// are apart by a line of three hyphens.
type exchangeCase struct {
	method, target string
	header         map[string]string
	form           string
	status         int
	answer         map[string]string
	body           []string
}

func parseExchange(data string) (x exchangeCase, err error) {
	parts := strings.Split(strings.TrimSpace(data), "\n---\n")
	if len(parts) < 2 {
		return x, fmt.Errorf("not a request and an answer: %q", data)
	}
	request, form, _ := strings.Cut(parts[0], "\n\n")
	x.form = strings.TrimSpace(form)
	lines := strings.Split(request, "\n")
	x.method, x.target, _ = strings.Cut(lines[0], " ")
	if x.header, err = fields(lines[1:]); err != nil {
		return x, err
	}
	answer := strings.Split(parts[1], "\n")
	if x.status, err = strconv.Atoi(answer[0]); err != nil {
		return x, err
	}
	if x.answer, err = fields(answer[1:]); err != nil {
		return x, err
	}
	if len(parts) > 2 {
		x.body = strings.Split(parts[2], "\n")
	}
	return x, nil
}

func fields(lines []string) (map[string]string, error) {
	out := map[string]string{}
	for _, l := range lines {
		name, value, ok := strings.Cut(l, ":")
		if !ok {
			return nil, fmt.Errorf("not a header field: %q", l)
		}
		out[name] = strings.TrimSpace(value)
	}
	return out, nil
}

// TestExchanges runs testdata/exchanges against the transport.
func TestExchanges(t *testing.T) {
	f := start(t, func(c *Config) { c.Records, c.Identifiers = 50, 50 })
	files, err := filepath.Glob("testdata/exchanges/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no exchanges", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range archive.Files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+section.Name, func(t *testing.T) {
				x, err := parseExchange(string(section.Data))
				if err != nil {
					t.Fatal(err)
				}
				f.check(t, &x)
			})
		}
	}
}

func (x *exchangeCase) request(method string) *http.Request {
	r := httptest.NewRequest(method, x.target, strings.NewReader(x.form))
	for name, value := range x.header {
		r.Header.Set(name, value)
	}
	return r
}

func (f *fixture) check(t *testing.T, x *exchangeCase) {
	w := f.serve(x.request(x.method))
	body := w.Body.Bytes()
	if w.Code != x.status {
		t.Fatalf("status %d, want %d\n%v\n%.2000s", w.Code, x.status, w.Header(), body)
	}
	for name, want := range x.answer {
		got, present := w.Header().Get(name), w.Header().Get(name) != ""
		switch {
		case want == "-":
			if present {
				t.Errorf("%s: %q, want none", name, got)
			}
		case len(want) > 1 && want[0] == '/' && strings.HasSuffix(want, "/"):
			if !regexp.MustCompile(want[1 : len(want)-1]).MatchString(got) {
				t.Errorf("%s: %q does not match %s", name, got, want)
			}
		case got != want:
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if w.Header().Get("Content-Encoding") == "gzip" {
		body = gunzip(t, body)
	}
	for _, line := range x.body {
		switch want := line[min(2, len(line)):]; {
		case strings.HasPrefix(line, "+ "):
			if !bytes.Contains(body, []byte(want)) {
				t.Errorf("the body does not contain %q:\n%.3000s", want, body)
			}
		case strings.HasPrefix(line, "- "):
			if bytes.Contains(body, []byte(want)) {
				t.Errorf("the body contains %q:\n%.3000s", want, body)
			}
		case line != "":
			t.Errorf("neither + nor -: %q", line)
		}
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/xml") && x.method != http.MethodHead {
		parse(t, body)
	}
	if x.method == http.MethodGet {
		f.checkHead(t, x, w)
	}
}

// checkHead: HEAD has the header of GET (RFC 9110 §9.3.2).
func (f *fixture) checkHead(t *testing.T, x *exchangeCase, get *httptest.ResponseRecorder) {
	t.Helper()
	head := f.serve(x.request(http.MethodHead))
	if head.Code != get.Code || head.Body.Len() > 0 && head.Code == http.StatusOK {
		t.Errorf("HEAD: status %d and %d bytes, GET has %d", head.Code, head.Body.Len(), get.Code)
	}
	for name := range get.Header() {
		if got, want := head.Header().Get(name), get.Header().Get(name); got != want {
			t.Errorf("HEAD: %s %q, GET has %q", name, got, want)
		}
	}
}

func gunzip(t testing.TB, b []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestClosing: a server that is about to end says when to come back.
func TestClosing(t *testing.T) {
	f := start(t, func(*Config) {})
	closing := make(chan struct{})
	h := f.handler(closing)
	for _, want := range []int{http.StatusOK, http.StatusServiceUnavailable} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/oai?verb=Identify", nil))
		if w.Code != want || (w.Header().Get("Retry-After") != "") != (want == http.StatusServiceUnavailable) {
			t.Errorf("status %d, want %d, Retry-After %q", w.Code, want, w.Header().Get("Retry-After"))
		}
		if want == http.StatusOK {
			close(closing)
		}
	}
}

// TestBrokenStore: an error of the store is told without detail.
func TestBrokenStore(t *testing.T) {
	f := start(t, func(*Config) {})
	f.store.Close()
	w := f.serve(httptest.NewRequest(http.MethodGet, "/oai?verb=Identify", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "store") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// TestLongForm: a body without end is not read.
func TestLongForm(t *testing.T) {
	f := start(t, func(*Config) {})
	r := httptest.NewRequest(http.MethodPost, "/oai", strings.NewReader("verb=Identify&a="+strings.Repeat("x", 1<<20)))
	r.Header.Set("Content-Type", formType)
	if w := f.serve(r); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", w.Code)
	}
}
