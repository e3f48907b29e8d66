package portal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"issnd/account"
	"issnd/crosswalk"
	"issnd/format"
	"issnd/portal"
	"issnd/register"
	"issnd/server"
	"issnd/store"
	"issnd/vocab"
)

// exchange is one request with what is wanted of its answer. It is written as
// paragraphs: the request line and its header fields, with an empty value for
// one that is sent empty; the status and the fields of the answer, where a
// value is exact, a pattern between slashes, or - for a field that must not be
// there; and lines about the body that begin with "+ " for what must be in it
// and "- " for what must not.
//
// $COMPLETE and $ADMINISTRATIVE stand for API keys. {ETag} and {Last-Modified}
// stand for these fields of the answer to the same request without conditions,
// {ETag TARGET} for that of the public GET of another target.
type exchange struct {
	method, target string
	request        []field
	status         int
	answer         []field
	contains, not  []string
}

type field struct{ name, value string }

func parseExchange(data string) (*exchange, error) {
	parts := strings.SplitN(strings.TrimSpace(data), "\n\n", 3)
	if len(parts) < 2 {
		return nil, errors.New("an exchange is a request and an answer")
	}
	var x exchange
	request := strings.Split(parts[0], "\n")
	var ok bool
	if x.method, x.target, ok = strings.Cut(request[0], " "); !ok {
		return nil, fmt.Errorf("not a request: %q", request[0])
	}
	answer := strings.Split(parts[1], "\n")
	var err error
	if x.status, err = strconv.Atoi(answer[0]); err != nil {
		return nil, err
	}
	if x.request, err = fields(request[1:]); err != nil {
		return nil, err
	}
	if x.answer, err = fields(answer[1:]); err != nil {
		return nil, err
	}
	if len(parts) == 3 {
		for line := range strings.SplitSeq(parts[2], "\n") {
			switch {
			case strings.HasPrefix(line, "+ "):
				x.contains = append(x.contains, line[2:])
			case strings.HasPrefix(line, "- "):
				x.not = append(x.not, line[2:])
			case line != "":
				return nil, fmt.Errorf("neither + nor -: %q", line)
			}
		}
	}
	return &x, nil
}

func fields(lines []string) ([]field, error) {
	var out []field
	for _, l := range lines {
		name, value, ok := strings.Cut(l, ":")
		if !ok {
			return nil, fmt.Errorf("not a header field: %q", l)
		}
		out = append(out, field{name, strings.TrimSpace(value)})
	}
	return out, nil
}

// TestExchanges runs testdata/exchanges against the whole handler over a store
// that holds the sample register.
func TestExchanges(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	plain := start(t, reg, with)
	seeOther := start(t, reg, func(c *portal.Config) { c.SeeOther = true })
	files, err := filepath.Glob("../testdata/exchanges/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no exchanges", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		topic := strings.TrimSuffix(filepath.Base(file), ".txtar")
		at := plain
		if topic == "seeother" {
			at = seeOther
		}
		t.Run(topic, func(t *testing.T) {
			for _, f := range archive.Files {
				t.Run(f.Name, func(t *testing.T) {
					x, err := parseExchange(string(f.Data))
					if err != nil {
						t.Fatal(err)
					}
					at.check(t, x)
				})
			}
		})
	}
}

// sampleRegister is a register over a store that holds the sample.
func sampleRegister(t testing.TB) *register.Register {
	t.Helper()
	return registerOf(t, sample(t)...)
}

func registerOf(t testing.TB, records ...*register.Record) *register.Register {
	t.Helper()
	return register.New(storeOf(t, records...))
}

func storeOf(t testing.TB, records ...*register.Record) register.Store {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{
		NoSync: true, Clock: func() time.Time { return someday },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Apply(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	return s
}

// running is a server under test.
type running struct {
	url  string
	keys *strings.Replacer
}

// handler assembles the server as the program does, and gives the keys that
// it knows as a replacer of their names.
func handler(t testing.TB, reg *register.Register, change func(*portal.Config)) (http.Handler, *strings.Replacer) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys.toml")
	var names []string
	for i, tier := range []register.Tier{register.Complete, register.Administrative} {
		key, err := account.Add(file, tier.String(), tier, account.Source{
			Rand: bytes.NewReader(bytes.Repeat([]byte{byte(i)}, 32)), Now: func() time.Time { return someday },
		})
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, "$"+strings.ToUpper(tier.String()), key)
	}
	keys, err := account.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	viewer := func(h http.Header) (register.Viewer, error) {
		key, ok := portal.APIKey(h)
		if !ok {
			return register.Viewer{}, nil
		}
		v, ok := keys.Viewer(key)
		if !ok {
			return v, errors.New("unknown key")
		}
		return v, nil
	}
	samples := func(*portal.Request) []portal.Sample {
		return []portal.Sample{{ISSN: "0028-0836", Title: "Nature", Href: "/resource/ISSN/0028-0836"}}
	}
	c := portal.Config{Title: "Test register", Crosswalk: licensed, Build: "test", CacheSize: 1 << 20}
	change(&c)
	formats, err := format.Default(c.Crosswalk)
	if err != nil {
		t.Fatal(err)
	}
	voc, err := vocab.Load(crosswalk.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	svc, err := portal.New(c, reg, voc, formats...)
	if err != nil {
		t.Fatal(err)
	}
	h := server.New(server.Options{Log: slog.New(slog.DiscardHandler)}, portal.Routes(svc, viewer, samples))
	return h, strings.NewReplacer(names...)
}

func start(t testing.TB, reg *register.Register, change func(*portal.Config)) *running {
	t.Helper()
	h, keys := handler(t, reg, change)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- server.Serve(ctx, l, h, server.Options{Plain: []string{portal.ResourcePath}, Log: slog.New(slog.DiscardHandler)})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return &running{"http://" + l.Addr().String(), keys}
}

// client sends what it is told to and follows nothing.
var client = &http.Client{
	Transport:     &http.Transport{DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (s *running) do(t testing.TB, method, target string, header []field) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "portal.example.org"
	for _, f := range header {
		r.Header.Add(f.name, s.keys.Replace(f.value))
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
	return resp, body
}

func (s *running) check(t *testing.T, x *exchange) {
	header := s.fill(t, x)
	resp, body := s.do(t, x.method, x.target, header)
	if resp.StatusCode != x.status {
		t.Fatalf("status %d, want %d\n%v\n%.2000s", resp.StatusCode, x.status, resp.Header, body)
	}
	for _, f := range x.answer {
		got, present := strings.Join(resp.Header[http.CanonicalHeaderKey(f.name)], " | "), len(resp.Header[http.CanonicalHeaderKey(f.name)]) > 0
		switch {
		case f.value == "-":
			if present {
				t.Errorf("%s: %q, want none", f.name, got)
			}
		case len(f.value) > 1 && f.value[0] == '/' && strings.HasSuffix(f.value, "/"):
			if !present || !regexp.MustCompile(f.value[1:len(f.value)-1]).MatchString(got) {
				t.Errorf("%s: %q does not match %s", f.name, got, f.value)
			}
		case got != f.value:
			t.Errorf("%s: %q, want %q", f.name, got, f.value)
		}
	}
	text := body
	if resp.Header.Get("Content-Encoding") == "gzip" {
		text = gunzip(t, body)
	}
	for _, want := range x.contains {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("the body does not contain %q:\n%.3000s", want, text)
		}
	}
	for _, not := range x.not {
		if bytes.Contains(text, []byte(not)) {
			t.Errorf("the body contains %q:\n%.3000s", not, text)
		}
	}
	checkAnswer(t, x.method, resp, body)
	if x.method == http.MethodGet {
		s.checkHead(t, x.target, header, resp)
	}
}

var placeholder = regexp.MustCompile(`\{(ETag|Last-Modified)( \S+)?\}`)

// fill replaces the fields of earlier answers.
func (s *running) fill(t *testing.T, x *exchange) []field {
	t.Helper()
	plain := slices.DeleteFunc(slices.Clone(x.request), func(f field) bool { return strings.HasPrefix(f.name, "If-") })
	out := slices.Clone(x.request)
	for i := range out {
		out[i].value = placeholder.ReplaceAllStringFunc(out[i].value, func(p string) string {
			m := placeholder.FindStringSubmatch(p)
			target, header := x.target, plain
			if m[2] != "" {
				target, header = m[2][1:], nil
			}
			resp, _ := s.do(t, http.MethodGet, target, header)
			value := resp.Header.Get(m[1])
			if value == "" {
				t.Fatalf("the answer before has no %s", m[1])
			}
			return value
		})
	}
	return out
}

// checkAnswer looks at what every answer must have.
func checkAnswer(t *testing.T, method string, resp *http.Response, body []byte) {
	t.Helper()
	h := resp.Header
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*"} {
		if h.Get(name) != want && !strings.HasSuffix(resp.Request.URL.Path, "/healthz") {
			t.Errorf("%s: %q, want %q", name, h.Get(name), want)
		}
	}
	if resp.StatusCode >= http.StatusBadRequest && h.Get("X-Request-Id") == "" {
		t.Error("a failure that cannot be asked about: it has no name")
	}
	if strings.HasPrefix(h.Get("Content-Type"), "text/html") && !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Error("a page that may run what it likes")
	}
	empty := resp.StatusCode == http.StatusNotModified || resp.StatusCode == http.StatusNoContent
	if method == http.MethodHead || empty {
		if len(body) > 0 {
			t.Errorf("%s %d has a body", method, resp.StatusCode)
		}
	} else if h.Get("Content-Length") != strconv.Itoa(len(body)) {
		t.Errorf("Content-Length: %q, the body has %d bytes", h.Get("Content-Length"), len(body))
	}
	if len(body) > 0 && h.Get("Content-Type") == "" {
		t.Error("a body without a type")
	}
	if resp.StatusCode == http.StatusNotModified && h.Get("ETag") == "" {
		t.Error("304 without the entity tag")
	}
	if resp.StatusCode == http.StatusMethodNotAllowed && h.Get("Allow") == "" {
		t.Error("405 without Allow (RFC 9110 §15.5.6)")
	}
	keyed := resp.Request.Header.Get("X-API-Key")+resp.Request.Header.Get("Authorization") != ""
	if cc := h.Get("Cache-Control"); keyed && strings.Contains(cc, "public") && strings.HasPrefix(resp.Request.URL.Path, "/resource/") {
		t.Errorf("Cache-Control %q of what a key may see", cc)
	}
}

// checkHead: HEAD has the header of GET (RFC 9110 §9.3.2).
func (s *running) checkHead(t *testing.T, target string, header []field, get *http.Response) {
	t.Helper()
	head, body := s.do(t, http.MethodHead, target, header)
	if head.StatusCode != get.StatusCode || len(body) > 0 {
		t.Errorf("HEAD: status %d and %d bytes, GET has %d", head.StatusCode, len(body), get.StatusCode)
	}
	for name, want := range get.Header {
		if got := head.Header[name]; name != "Date" && name != "X-Request-Id" && !slices.Equal(got, want) {
			t.Errorf("HEAD: %s %q, GET has %q", name, got, want)
		}
	}
	for name := range head.Header {
		if get.Header[name] == nil {
			t.Errorf("HEAD has %s, GET has not", name)
		}
	}
}
