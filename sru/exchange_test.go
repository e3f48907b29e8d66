package sru_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/mrk"
	"issnd/register"
	"issnd/search"
	"issnd/search/bleveindex"
	"issnd/server"
	"issnd/sru"
	"issnd/store"
)

// exchange is one request with what is wanted of its answer: a paragraph with
// the request line and header fields; one with the status and header fields,
// where a value is exact, a pattern between slashes or - for none; then lines
// of the body to send, after "> ", and of the body of the answer, after "+ "
// for what must be in it and "- " for what must not.
type exchange struct {
	method, target  string
	request, answer [][2]string
	status          int
	body            string
	contains, not   []string
}

func parseExchange(data string) (*exchange, error) {
	parts := strings.SplitN(strings.TrimSpace(data), "\n\n", 3)
	if len(parts) < 2 {
		return nil, errors.New("an exchange is a request and an answer")
	}
	var x exchange
	request, answer := strings.Split(parts[0], "\n"), strings.Split(parts[1], "\n")
	x.method, x.target, _ = strings.Cut(request[0], " ")
	var err error
	if x.status, err = strconv.Atoi(answer[0]); err != nil {
		return nil, err
	}
	x.request, x.answer = fields(request[1:]), fields(answer[1:])
	if len(parts) < 3 {
		return &x, nil
	}
	for line := range strings.SplitSeq(parts[2], "\n") {
		switch {
		case strings.HasPrefix(line, "> "):
			x.body += line[2:]
		case strings.HasPrefix(line, "+ "):
			x.contains = append(x.contains, line[2:])
		case strings.HasPrefix(line, "- "):
			x.not = append(x.not, line[2:])
		case line != "":
			return nil, fmt.Errorf("none of >, + and -: %q", line)
		}
	}
	return &x, nil
}

func fields(lines []string) [][2]string {
	var out [][2]string
	for _, l := range lines {
		name, value, _ := strings.Cut(l, ":")
		out = append(out, [2]string{name, strings.TrimSpace(value)})
	}
	return out
}

// TestExchanges runs testdata/exchanges.txtar over HTTP, against the sample
// register and a real index.
func TestExchanges(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "exchanges.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	url := start(t)
	for _, f := range archive.Files {
		t.Run(f.Name, func(t *testing.T) {
			x, err := parseExchange(string(f.Data))
			if err != nil {
				t.Fatal(err)
			}
			check(t, url, x)
		})
	}
}

var client = &http.Client{Transport: &http.Transport{DisableCompression: true}}

func check(t *testing.T, url string, x *exchange) {
	r, err := http.NewRequestWithContext(t.Context(), x.method, url+x.target, strings.NewReader(x.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "register.example.org"
	for _, f := range x.request {
		r.Header.Set(f[0], f[1])
	}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != x.status {
		t.Errorf("status %d, want %d", resp.StatusCode, x.status)
	}
	for _, f := range x.answer {
		got := strings.Join(resp.Header.Values(f[0]), " | ")
		pattern := "^" + regexp.QuoteMeta(f[1]) + "$"
		if n := len(f[1]); n > 1 && f[1][0] == '/' && f[1][n-1] == '/' {
			pattern = f[1][1 : n-1]
		}
		if f[1] == "-" && got != "" || f[1] != "-" && !regexp.MustCompile(pattern).MatchString(got) {
			t.Errorf("%s: %q, want %s", f[0], got, f[1])
		}
	}
	if resp.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	missing := slices.DeleteFunc(slices.Clone(x.contains), func(s string) bool { return bytes.Contains(body, []byte(s)) })
	there := slices.DeleteFunc(slices.Clone(x.not), func(s string) bool { return !bytes.Contains(body, []byte(s)) })
	if len(missing)+len(there) > 0 {
		t.Errorf("missing %q, and there %q:\n%.4000s", missing, there, body)
	}
}

const testKey = "issnd_test"

// service is a service over the sample register, with an index of its own.
func service(t testing.TB) *sru.Service {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{
		NoSync: true, Clock: func() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Apply(t.Context(), sample(t)); err != nil {
		t.Fatal(err)
	}
	rows, err := format.Default(crosswalk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	formats, err := format.NewTable(rows...)
	if err != nil {
		t.Fatal(err)
	}
	found := finder(t, s, register.New(s))
	svc, err := sru.New(sru.Config{
		Title: "Test register", Crosswalk: crosswalk.Options{},
		Frame: func(title string, main []byte) (http.Header, []byte) { return nil, append([]byte(title), main...) },
	}, found, found.Table(), formats)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

// start serves the sample register.
func start(t *testing.T) string {
	t.Helper()
	svc := service(t)
	viewer := func(h http.Header) (register.Viewer, error) {
		switch key := h.Get("X-API-Key") + strings.TrimPrefix(h.Get("Authorization"), "Bearer "); key {
		case "":
			return register.Viewer{}, nil
		case testKey:
			return register.NewViewer("library", register.Complete), nil
		}
		return register.Viewer{}, errors.New("unknown key")
	}
	h := httptest.NewServer(server.New(server.Options{Log: slog.New(slog.DiscardHandler)}, sru.Routes(svc, viewer)))
	t.Cleanup(h.Close)
	return h.URL
}

// finder searches the store through an index of its own.
func finder(t testing.TB, s register.Store, reg *register.Register) *search.Service {
	t.Helper()
	table, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := bleveindex.Open(filepath.Join(t.TempDir(), "index"), bleveindex.Options{Fields: table.Fields(), Version: table.Version()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	if err := search.Follow(t.Context(), s, ix, table, nil); err != nil {
		t.Fatal(err)
	}
	return search.NewService(table, ix, reg, search.DefaultLimits())
}

func sample(t testing.TB) []*register.Record {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "testdata", "sample.mrk"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := mrk.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	rules := register.DefaultRules()
	var out []*register.Record
	for i, m := range list {
		r, err := rules.Record(m)
		if err != nil {
			t.Fatalf("record %d: %v", i+1, err)
		}
		out = append(out, r)
	}
	return out
}
