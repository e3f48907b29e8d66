package oaipmh

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/mrk"
	"issnd/marc"
	"issnd/register"
	"issnd/store"
)

// someday is when the sample comes into the register under test.
var someday = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

const testSite = "https://register.example.org/"

// clock is a clock that stands still until it is moved.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time       { return time.Unix(c.seconds.Load(), 0).UTC() }
func (c *clock) move(d time.Duration) { c.seconds.Add(int64(d / time.Second)) }

// fixture is a service over a register that holds the sample, loaded in three
// batches a day apart, an hour ago.
type fixture struct {
	*Service
	clock *clock
	store register.Store
}

var complete = register.NewViewer("Example Library", register.Complete)

// viewers are those whom lists differ for.
var viewers = map[string]register.Viewer{"public": {}, "complete": complete}

func start(t testing.TB, change func(*Config)) *fixture {
	t.Helper()
	c := &clock{}
	c.seconds.Store(someday.Unix())
	s, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true, Clock: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for batch := range slices.Chunk(sampleRecords(t), 60) {
		if _, err := s.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		c.move(24 * time.Hour)
	}
	c.move(time.Hour)
	return serving(t, s, c, change)
}

// copied is a service over a copy of the register.
func (f *fixture) copied(t testing.TB) *fixture {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.store.(*store.Store).Backup(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(path, store.Options{NoSync: true, Clock: f.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return serving(t, s, f.clock, func(c *Config) { *c = f.config })
}

func serving(t testing.TB, s *store.Store, c *clock, change func(*Config)) *fixture {
	t.Helper()
	config := Config{
		Name: "Test register", AdminEmail: []string{"staff@register.example.org"}, Identifier: DefaultIdentifier,
		Crosswalk: crosswalk.Options{License: "https://creativecommons.org/licenses/by-nc-sa/4.0/"}, Key: Key{1, 2, 3}, Now: c.now,
		Page: func(title string, main []byte) Page {
			return Page{http.Header{"Content-Type": {"text/html; charset=utf-8"}}, []byte("<title>" + title + "</title>" + string(main))}
		},
	}
	config.Crosswalk.PublicURL = testSite
	change(&config)
	formats, err := format.Default(config.Crosswalk)
	if err != nil {
		t.Fatal(err)
	}
	table, err := format.NewTable(formats...)
	if err != nil {
		t.Fatal(err)
	}
	svc, err := New(config, register.New(s), table)
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{svc, c, s}
}

func sampleRecords(t testing.TB) (out []*register.Record) {
	t.Helper()
	f, err := os.Open("../testdata/sample.mrk")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := mrk.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	rules := register.DefaultRules()
	for i, m := range list {
		r, err := rules.Record(m)
		if err != nil {
			t.Fatalf("record %d: %v", i+1, err)
		}
		out = append(out, r)
	}
	return out
}

// ask is the response to a query, parsed.
func (f *fixture) ask(t testing.TB, v register.Viewer, query string) *document {
	t.Helper()
	body, err := f.AppendResponse(t.Context(), nil, v, testSite, query)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, body)
}

// codes are the conditions of a response, by blanks.
func (d *document) codes() string {
	var all []string
	for _, e := range d.Errors {
		all = append(all, e.Code)
	}
	return strings.Join(all, " ")
}

// handler is the whole of the transport. The key of a request is the name of a
// viewer.
func (f *fixture) handler(closing <-chan struct{}) http.Handler {
	e := echo.New()
	Routes(f.Service, func(h http.Header) (register.Viewer, error) {
		key := h.Get("X-API-Key")
		if key == "" {
			return register.Viewer{}, nil
		}
		v, ok := viewers[key]
		if !ok {
			return v, http.ErrNoCookie
		}
		return v, nil
	}, closing)(e)
	return e
}

func (f *fixture) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.handler(nil).ServeHTTP(w, r)
	return w
}

// emptyRegister holds nothing.
func emptyRegister(t testing.TB) *register.Register {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "empty.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return register.New(s)
}

func (f *fixture) apply(t testing.TB, r *register.Record) {
	t.Helper()
	if _, err := f.store.Apply(t.Context(), []*register.Record{r}); err != nil {
		t.Fatal(err)
	}
}

// noted is the record with a note added to it.
func noted(r *register.Record, text string) *register.Record {
	c, m := *r, *r.MARC
	m.Fields = append(slices.Clone(m.Fields), marc.Field{
		Tag: marc.T("500"), Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: text}},
	})
	c.MARC = &m
	return &c
}

// withdrawn is the record as a tombstone.
func withdrawn(r *register.Record) *register.Record {
	c := *r
	c.Deleted, c.MARC = true, nil
	return &c
}
