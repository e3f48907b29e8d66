package server

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/metrics"
	"issnd/register"
)

// noted mounts handlers that tell what they know.
func noted(e *echo.Echo) {
	e.GET("/resource/ISSN/:id", func(c echo.Context) error {
		n := access.Of(c.Response())
		n.By(register.NewViewer("A Library", register.Complete))
		n.In("turtle", access.Hit)
		return c.String(http.StatusOK, "12345")
	})
}

// TestMetrics: requests are counted by what the program knows of them, and by
// nothing that a client can invent.
func TestMetrics(t *testing.T) {
	m := metrics.New("test")
	h := New(Options{Log: slog.New(slog.DiscardHandler), Metrics: m}, broken, noted)
	for path, times := range map[string]int{
		"/resource/ISSN/0317-8471": 2, "/resource/ISSN/x?format=y": 1, "/panic": 1, "/error": 1, "/answered": 1, "/nowhere/1": 1, "/nowhere/2": 1,
	} {
		for range times {
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
		}
	}
	var got []string
	for l := range strings.Lines(scrape(t, m)) {
		if strings.HasPrefix(l, "issnd_") && !strings.Contains(l, " 0\n") && !strings.HasPrefix(l, "issnd_request_duration") {
			got = append(got, strings.TrimSuffix(l, "\n"))
		}
	}
	want := []string{
		`issnd_build_info{version="test"} 1`,
		`issnd_cache_requests_total{class="record",result="hit"} 3`,
		`issnd_failures_total{class="page"} 3`,
		`issnd_panics_total 1`,
		`issnd_requests_total{class="page",format="",route="",status="404",tier="released"} 2`,
		`issnd_requests_total{class="page",format="",route="/answered",status="500",tier="released"} 1`,
		`issnd_requests_total{class="page",format="",route="/error",status="500",tier="released"} 1`,
		`issnd_requests_total{class="page",format="",route="/panic",status="500",tier="released"} 1`,
		`issnd_requests_total{class="record",format="turtle",route="/resource/ISSN/:id",status="200",tier="complete"} 3`,
		`issnd_response_bytes_total{class="page"} 206`,
		`issnd_response_bytes_total{class="record"} 15`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if s := scrape(t, m); strings.Contains(s, "Library") || !strings.Contains(s, "go_goroutines") ||
		!strings.Contains(s, `issnd_request_duration_seconds_count{class="record"} 3`) {
		t.Errorf("told:\n%s", s)
	}
}

func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// TestAdmin: what is for the operator is on the address for the operator, and
// not on the other one.
func TestAdmin(t *testing.T) {
	m := metrics.New("test")
	public := New(Options{Log: slog.New(slog.DiscardHandler), Metrics: m})
	ctx, stop := context.WithCancel(t.Context())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- ServeAdmin(ctx, l, Admin(m, nil), slog.New(slog.DiscardHandler)) }()
	for path, open := range map[string]bool{
		"/metrics": false, "/debug/pprof/": false, "/debug/pprof/heap": false, "/debug/pprof/cmdline": false, "/healthz": true, "/readyz": true,
	} {
		res, err := http.Get("http://" + l.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		w := httptest.NewRecorder()
		public.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if res.StatusCode != http.StatusOK || (w.Code == http.StatusOK) != open {
			t.Errorf("%s: %d to the operator, %d to others", path, res.StatusCode, w.Code)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// passing is one request to a server that has next to nothing to do for it.
func passing(m *metrics.Metrics) func() {
	h := New(Options{Log: slog.New(slog.DiscardHandler), Metrics: m}, func(e *echo.Echo) {
		e.GET("/resource/ISSN/:id", func(c echo.Context) error {
			n := access.Of(c.Response())
			n.By(register.Viewer{})
			n.In("turtle", access.Hit)
			return nil
		})
	})
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/resource/ISSN/0317-8471", nil)
	r.Header["X-Request-Id"] = []string{"a"}
	return func() { h.ServeHTTP(w, r) }
}

// TestCountingAllocatesNothing: nor does it make garbage that somebody pays for
// later.
func TestCountingAllocatesNothing(t *testing.T) {
	if raceDetector {
		t.Skip("pools give nothing back for sure")
	}
	bare, counted := testing.AllocsPerRun(1000, passing(nil)), testing.AllocsPerRun(1000, passing(metrics.New("test")))
	if counted > bare {
		t.Errorf("%v allocations, %v where nothing is counted", counted, bare)
	}
}

// BenchmarkPassage tells what it costs that a request is counted.
func BenchmarkPassage(b *testing.B) {
	for name, m := range map[string]*metrics.Metrics{"bare": nil, "counted": metrics.New("test")} {
		b.Run(name, func(b *testing.B) {
			pass := passing(m)
			b.ReportAllocs()
			for b.Loop() {
				pass()
			}
		})
	}
}
