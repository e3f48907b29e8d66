package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/limit"
	"sync/atomic"
)

// five a minute, with as many at once.
var five = limit.Rate{Count: 5, Per: time.Minute, Burst: 5}

func testLimits(change func(*limit.Options)) *Limits {
	var o limit.Options
	for _, c := range limit.Classes() {
		o.Public[c], o.Key[c] = five, limit.Rate{Count: 10, Per: time.Minute, Burst: 10}
	}
	change(&o)
	return &Limits{
		Limiter: limit.New(o, func() time.Duration { return time.Hour }),
		On:      always,
		Account: func(r *http.Request) string {
			if r.Header.Get("X-API-Key") == "secret" {
				return "Library"
			}
			return ""
		},
		MaxBody: 1 << 10,
		Time:    func() time.Duration { return time.Minute },
	}
}

// fine answers everything.
func fine(e *echo.Echo) {
	e.Any("/*", func(c echo.Context) error {
		if c.Request().Header.Get("If-None-Match") != "" {
			return c.NoContent(http.StatusNotModified)
		}
		if c.Request().URL.Path == "/resource/kept" {
			access.Of(c.Response()).In("turtle", access.Hit)
		}
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, "fine "+string(body)+"\n")
	})
}

func limitedServer(l *Limits) http.Handler {
	return New(Options{
		Log: slog.New(slog.DiscardHandler), Limits: l,
		Refusals: Refusals{
			Page: func(title string, main []byte) (http.Header, []byte) {
				return http.Header{"Content-Type": {"text/html; charset=utf-8"}}, fmt.Appendf(nil, "<title>%s</title>%s", title, main)
			},
			Answers: map[string]Answer{"/sru": func(_ *http.Request, why *Refusal) (int, http.Header, []byte) {
				return http.StatusServiceUnavailable, http.Header{"Content-Type": {"text/xml"}}, []byte("<" + why.Policy + "/>")
			}},
		},
	}, fine)
}

func ask(h http.Handler, target string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.RemoteAddr = "192.0.2.1:4711"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestLimited: how many requests of a kind are answered, and what those get
// that are not.
func TestLimited(t *testing.T) {
	key := func(r *http.Request) { r.Header.Set("X-API-Key", "secret") }
	for _, tt := range []struct {
		name, target string
		change       func(*http.Request)
		want         int // answered of 12
		status       int // of the others
	}{
		{"records", "/resource/ISSN/0317-8471", nil, 5, 429},
		{"pages", "/formats", nil, 5, 429},
		{"searches", "/search?q=a", nil, 5, 429},
		{"conversions", "/resource/ISSN/0317-8471.expanded.jsonld", nil, 5, 429},
		{"sitemaps", "/sitemap-1.xml", nil, 5, 429},
		{"searches with a key", "/search?q=a", key, 10, 429},
		{"searches with a wrong key", "/search?q=a", func(r *http.Request) { r.Header.Set("X-API-Key", "wrong") }, 5, 429},
		{"a protocol", "/sru?query=a", nil, 5, 503},
		{"kept", "/resource/kept", nil, 12, 0},
		{"free", "/robots.txt", nil, 12, 0},
		{"preflight", "/search?q=a", func(r *http.Request) { r.Method = http.MethodOptions }, 12, 0},
		{"known searches", "/search?q=a", func(r *http.Request) { r.Header.Set("If-None-Match", "*") }, 5, 429},
		{"known conversions", "/resource/kept?format=jsonld-expanded", nil, 12, 0},
		{"known sitemaps", "/sitemap-1.xml", func(r *http.Request) { r.Header.Set("If-None-Match", `"1"`) }, 12, 0},
		{"known", "/resource/ISSN/0317-8471", func(r *http.Request) { r.Header.Set("If-None-Match", `"1"`) }, 12, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := limitedServer(testLimits(func(*limit.Options) {}))
			got := 0
			for range 12 {
				w := ask(h, tt.target, tt.change)
				if w.Code < 400 {
					got++
				} else if w.Code != tt.status {
					t.Errorf("status %d, want %d", w.Code, tt.status)
				}
			}
			if got != tt.want {
				t.Errorf("%d answered, want %d", got, tt.want)
			}
			other := ask(h, tt.target, func(r *http.Request) { r.RemoteAddr = "192.0.2.2:4711" })
			if other.Code != http.StatusOK {
				t.Errorf("another client: status %d", other.Code)
			}
		})
	}
}

// TestRateLimitFields: clients are told of the limit where it helps.
func TestRateLimitFields(t *testing.T) {
	h := limitedServer(testLimits(func(*limit.Options) {}))
	fields := func(w *httptest.ResponseRecorder) string {
		return fmt.Sprint(w.Code, " ", w.Header().Get("RateLimit-Policy"), " ", w.Header().Get("RateLimit"), " ", w.Header().Get("Retry-After"))
	}
	var got []string
	for range 6 {
		got = append(got, fields(ask(h, "/resource/ISSN/0317-8471", nil)))
	}
	for range 6 {
		got = append(got, fields(ask(h, "/search?q=a", nil)))
	}
	got = append(got, fields(ask(h, "/healthz", nil)))
	want := []string{
		"200   ", "200   ", "200   ", "200   ",
		`200 "record";q=5;w=60 "record";r=0;t=60 `, `429 "record";q=5;w=60 "record";r=0;t=60 12`,
		`200 "search";q=5;w=60 "search";r=4;t=12 `, `200 "search";q=5;w=60 "search";r=3;t=24 `,
		`200 "search";q=5;w=60 "search";r=2;t=36 `, `200 "search";q=5;w=60 "search";r=1;t=48 `,
		`200 "search";q=5;w=60 "search";r=0;t=60 `, `429 "search";q=5;w=60 "search";r=0;t=60 12`,
		"200   ",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestRefusalForms: a program gets a problem document, a person a page, and
// both are led to where many records are cheap.
func TestRefusalForms(t *testing.T) {
	h := limitedServer(testLimits(func(o *limit.Options) {
		o.Public[limit.Search] = limit.Rate{Count: 1, Per: time.Hour, Burst: 1}
	}))
	ask(h, "/search?q=a", nil)
	w := ask(h, "/search?q=a", nil)
	var p map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	detail, _ := p["detail"].(string)
	delete(p, "detail")
	if d := cmp.Diff(map[string]any{
		"type": quotaExceeded, "status": 429.0, "title": "Too many requests", "violated-policies": []any{"search"},
	}, p); d != "" {
		t.Errorf("problem (-want +got)\n%s", d)
	}
	if !strings.Contains(detail, "/dumps/") || !strings.Contains(detail, "/oai") || !strings.Contains(detail, "3600 s") {
		t.Errorf("detail %q", detail)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/problem+json", "Cache-Control": "no-store", "Retry-After": "3600",
		"Link": otherWays, "Access-Control-Allow-Origin": "*", "Content-Length": fmt.Sprint(w.Body.Len()),
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	page := ask(h, "/search?q=a", func(r *http.Request) { r.Header.Set("Accept", "text/html,*/*;q=0.8") })
	if !strings.Contains(page.Body.String(), `<a href="/dumps/">`) || page.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("page %s", page.Body)
	}
	head := ask(h, "/search?q=a", func(r *http.Request) { r.Method = http.MethodHead })
	if head.Code != 429 || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", head.Code, head.Body.Len())
	}
	if got := ask(h, "/sru?query=a", nil).Body.String(); got != "<search/>" {
		t.Errorf("the form of a protocol: %q", got)
	}
}

// TestFormsAreClassified: parameters in a body count as those in an address do,
// and the handler still gets all of it.
func TestFormsAreClassified(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	for _, tt := range []struct {
		name, target, contentType, body string
		want                            limit.Class
	}{
		{"a search", "/sru", "application/x-www-form-urlencoded", "query=a", limit.Search},
		{"deep", "/sru?query=a", "application/x-www-form-urlencoded; charset=utf-8", "startRecord=2000", limit.Deep},
		{"a long form", "/sru", "application/x-www-form-urlencoded", "query=" + long, limit.Facet},
		{"an envelope", "/sru", "text/xml", "<Envelope/>" + long, limit.Facet},
		{"nothing", "/sru", "", "", limit.Search},
		{"a list", "/oai", "application/x-www-form-urlencoded", "verb=ListRecords", limit.Harvest},
		{"no list", "/oai", "application/x-www-form-urlencoded", "verb=Identify", limit.Record},
		{"elsewhere", "/formats", "application/x-www-form-urlencoded", "verb=ListRecords", limit.Record},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := testLimits(func(*limit.Options) {})
			w := ask(limitedServer(l), tt.target, func(r *http.Request) {
				*r = *httptest.NewRequest(http.MethodPost, tt.target, strings.NewReader(tt.body))
				r.Header.Set("Content-Type", tt.contentType)
			})
			if got := w.Body.String(); got != "fine "+tt.body+"\n" {
				t.Errorf("the handler has %d bytes of %d", len(got), len(tt.body))
			}
			for _, c := range limit.Classes() {
				want := uint64(0)
				if c == tt.want {
					want = 1
				}
				if got := l.Limiter.Count(c).Allowed; got != want {
					t.Errorf("%d of class %s, want %d", got, c, want)
				}
			}
		})
	}
}

// TestShed: while all places of searches are taken, a search is refused at
// once, and records are answered. A place is free again when an answer begins
// to be sent.
func TestShed(t *testing.T) {
	l := testLimits(func(o *limit.Options) { o.Places[limit.Search] = 1 })
	working, finish := make(chan bool), make(chan bool)
	sent, end := make(chan bool), make(chan bool)
	h := New(Options{Log: slog.New(slog.DiscardHandler), Limits: l}, func(e *echo.Echo) {
		e.GET("/resource/*", func(c echo.Context) error { return c.String(200, "record") })
		e.GET("/search", func(c echo.Context) error {
			if _, ok := c.Request().Context().Deadline(); !ok {
				t.Error("a search may take for ever")
			}
			close(working)
			<-finish
			c.Response().WriteHeader(200)
			close(sent)
			<-end
			return nil
		})
		e.GET("/suggest", func(c echo.Context) error { return c.String(200, "[]") })
	})
	done := make(chan bool)
	go func() {
		ask(h, "/search?q=a", nil)
		close(done)
	}()
	<-working
	w := ask(h, "/suggest?q=a", nil)
	if w.Code != 503 || w.Header().Get("Retry-After") != "5" || !strings.Contains(w.Body.String(), reducedCapacity) {
		t.Errorf("a second search: %d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := ask(h, "/resource/ISSN/0317-8471", nil); w.Code != 200 {
		t.Errorf("a record: %d", w.Code)
	}
	close(finish)
	<-sent
	if w := ask(h, "/suggest?q=a", nil); w.Code != 200 {
		t.Errorf("while the first answer is sent: %d", w.Code)
	}
	close(end)
	<-done
	if w := ask(h, "/suggest?q=a", nil); w.Code != 200 {
		t.Errorf("afterwards: %d", w.Code)
	}
	if n := l.Limiter.Count(limit.Search).Shed; n != 1 {
		t.Errorf("%d shed, want 1", n)
	}
}

// TestLimitsOff: limits may be taken away and come again, which a request that
// has a place does not notice.
func TestLimitsOff(t *testing.T) {
	l := testLimits(func(o *limit.Options) { o.Places[limit.Search] = 1 })
	on := true
	l.On = func() bool { return on }
	h := New(Options{Log: slog.New(slog.DiscardHandler), Limits: l}, func(e *echo.Echo) {
		e.GET("/search", func(c echo.Context) error {
			on = c.QueryParam("q") == "on"
			return c.NoContent(http.StatusNoContent)
		})
	})
	want := func(q string, status int) {
		t.Helper()
		if w := ask(h, "/search?q="+q, nil); w.Code != status {
			t.Errorf("%s: status %d, want %d", q, w.Code, status)
		}
	}
	for range 4 {
		want("on", 204)
	}
	want("off", 204) // the last one of the budget
	for range 9 {
		want("off", 204)
	}
	want("on", 204)
	want("on", 429)
}

// TestStrangers: what is limited and asks for others is in the log, each address
// once, and only so many of them.
func TestStrangers(t *testing.T) {
	j, log := newJournal()
	h := New(Options{Log: log, Limits: testLimits(func(*limit.Options) {}), Proxies: believed([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")})}, fine)
	from := func(address, forwarded string) {
		for range 8 { // of which five are allowed
			ask(h, "/search?q=a", func(r *http.Request) {
				r.RemoteAddr = address + ":4711"
				if forwarded != "" {
					r.Header.Set("X-Forwarded-For", forwarded)
				}
			})
		}
	}
	from("192.0.2.7", "198.51.100.1")
	from("192.0.2.7", "198.51.100.2")
	from("192.0.2.8", "")
	from("127.0.0.1", "198.51.100.3")
	ask(h, "/search?q=a", func(r *http.Request) { r.Header.Set("X-Forwarded-For", "198.51.100.4") })
	const words = "an address that asks for others is limited as one client: if it is your proxy, name it in server.trusted-proxies"
	if got := j.lines(t, words); len(got) != 1 || got[0]["address"] != "192.0.2.7" {
		t.Errorf("warned of %v, want 192.0.2.7", got)
	}
	for i := range 2 * mostStrangers {
		from(fmt.Sprintf("203.0.113.%d", i), "198.51.100.1")
	}
	if got := j.lines(t, words); len(got) != mostStrangers {
		t.Errorf("warned of %d addresses, want %d", len(got), mostStrangers)
	}
}

// TestPlaceOfPanic: a handler that fails gives its place back.
func TestPlaceOfPanic(t *testing.T) {
	l := testLimits(func(o *limit.Options) { o.Places[limit.Search] = 1 })
	h := New(Options{Log: slog.New(slog.DiscardHandler), Limits: l}, func(e *echo.Echo) {
		e.GET("/search", func(echo.Context) error { panic("out of luck") })
	})
	for range 3 {
		if w := ask(h, "/search?q=a", nil); w.Code != 500 {
			t.Errorf("status %d", w.Code)
		}
	}
}

// TestLongURL: an address that is too long is 414, whatever it names.
func TestLongURL(t *testing.T) {
	h := New(Options{Log: slog.New(slog.DiscardHandler), MaxURL: 1000}, fine)
	for n, want := range map[int]int{990: 200, 1000: 414, 20_000: 414} {
		w := ask(h, "/search?q="+strings.Repeat("a", n), nil)
		if w.Code != want {
			t.Errorf("%d bytes: %d, want %d", n, w.Code, want)
		}
		if want == 414 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%v", w.Header())
		}
	}
}

// TestSlowBody: a client that never finishes its body loses the connection,
// while its parameters are looked for and while a handler reads.
func TestSlowBody(t *testing.T) {
	for _, path := range []string{"/sru", "/elsewhere"} {
		soon(t, func(short time.Duration) bool {
			ended := make(chan error, 1)
			h := New(Options{Log: slog.New(slog.DiscardHandler), Limits: testLimits(func(*limit.Options) {})}, func(e *echo.Echo) {
				e.POST("/*", func(c echo.Context) error {
					_, err := io.ReadAll(c.Request().Body)
					ended <- err
					return c.NoContent(http.StatusRequestTimeout)
				})
			})
			address, _ := serving(t, t.Context(), h, Options{ReadTimeout: short})
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nquery=", path)
			c.SetReadDeadline(time.Now().Add(eventually))
			answer, err := io.ReadAll(c)
			if err != nil {
				t.Fatalf("%s: the connection is still open: %v", path, err)
			}
			if len(answer) == 0 { // the header came too late
				return false
			}
			if err := <-ended; !errors.Is(err, context.DeadlineExceeded) && !isTimeout(err) {
				t.Errorf("%s: the body ends with %v", path, err)
			}
			return true
		})
	}
}

// TestSlowBodyHasNoPlace: the places of a class are for requests that have
// arrived, whatever form their bodies have.
func TestSlowBodyHasNoPlace(t *testing.T) {
	for _, mediaType := range []string{"application/x-www-form-urlencoded", "text/xml"} {
		l := testLimits(func(o *limit.Options) { o.Places[limit.Harvest] = 2 })
		var come atomic.Int32
		l.On = func() bool { return come.Add(1) > 0 }
		h := New(Options{Log: slog.New(slog.DiscardHandler), Limits: l}, func(e *echo.Echo) {
			e.Any("/oai", func(c echo.Context) error {
				if _, err := io.ReadAll(c.Request().Body); err != nil {
					return c.NoContent(http.StatusRequestTimeout)
				}
				return c.NoContent(http.StatusOK)
			})
		})
		address, _ := serving(t, t.Context(), h, Options{ReadTimeout: time.Minute})
		for range 4 {
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			fmt.Fprintf(c, "POST /oai?verb=ListRecords HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 100\r\n\r\nx", mediaType)
		}
		for come.Load() < 4 {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(20 * time.Millisecond) // in which they would have got what places there are
		res, err := http.Get("http://" + address + "/oai?verb=ListRecords")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %s beside requests that do not arrive", mediaType, res.Status)
		}
	}
}

// TestTimeIsOfTheWork: an answer that is read slowly is sent whole, though the
// time for the work on it is over by then.
func TestTimeIsOfTheWork(t *testing.T) {
	l := testLimits(func(o *limit.Options) { o.Places[limit.Harvest] = 2 })
	l.Time = func() time.Duration { return 20 * time.Millisecond }
	h := New(Options{Log: slog.New(slog.DiscardHandler), Limits: l}, func(e *echo.Echo) {
		e.GET("/oai", func(c echo.Context) error {
			ctx := c.Request().Context()
			patience := eventually
			if c.QueryParam("sends") != "" {
				at, _ := ctx.Deadline()
				c.Response().WriteHeader(http.StatusOK)
				time.Sleep(time.Until(at)) // and a moment in which a timer may still end the work
				patience = 20 * time.Millisecond
			}
			select {
			case <-ctx.Done():
				return c.String(http.StatusServiceUnavailable, "late")
			case <-time.After(patience):
				return c.String(http.StatusOK, "whole")
			}
		})
	})
	for target, want := range map[string]string{"/oai?verb=ListRecords&sends=1": "whole", "/oai?verb=ListRecords": "late"} {
		if got := ask(h, target, nil).Body.String(); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// TestSlowReader: a client that does not read its answer does not keep the
// handler.
func TestSlowReader(t *testing.T) {
	ended := make(chan error, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		piece := make([]byte, 1<<20)
		for {
			if _, err := w.Write(piece); err != nil {
				ended <- err
				return
			}
		}
	})
	address, _ := serving(t, t.Context(), h, Options{WriteTimeout: 50 * time.Millisecond})
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	select {
	case <-ended:
	case <-time.After(eventually):
		t.Error("the handler still writes")
	}
}

// BenchmarkLimited is what the limits add to a request for a record.
func BenchmarkLimited(b *testing.B) {
	for _, on := range []bool{false, true} {
		b.Run(fmt.Sprint(on), func(b *testing.B) {
			o := Options{Log: slog.New(slog.DiscardHandler)}
			if on {
				var allowed limit.Options
				allowed.Public[limit.Record] = limit.Rate{Count: 1_000_000, Per: time.Second, Burst: 1_000_000}
				start := time.Now()
				o.Limits = testLimits(func(*limit.Options) {})
				o.Limits.Limiter = limit.New(allowed, func() time.Duration { return time.Since(start) })
			}
			h := New(o, func(e *echo.Echo) {
				e.GET("/resource/ISSN/:id", func(echo.Context) error { return nil })
			})
			r := httptest.NewRequest(http.MethodGet, "/resource/ISSN/0317-8471", nil)
			r.RemoteAddr = "192.0.2.1:4711"
			w := httptest.NewRecorder()
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(w, r)
			}
		})
	}
}
