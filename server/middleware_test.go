package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
)

// journal is a log in memory.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(b)
}

// lines are the entries with the message.
func (j *journal) lines(t *testing.T, message string) []map[string]any {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []map[string]any
	for l := range strings.Lines(j.buf.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(l), &entry); err != nil {
			t.Fatal(err)
		}
		if entry["msg"] == message {
			out = append(out, entry)
		}
	}
	return out
}

func always() bool { return true }

func newJournal() (*journal, *slog.Logger) {
	j := &journal{}
	return j, slog.New(slog.NewJSONHandler(j, nil))
}

// broken mounts handlers that fail in every way.
func broken(e *echo.Echo) {
	e.GET("/fine", func(c echo.Context) error { return c.String(http.StatusOK, "fine\n") })
	e.GET("/error", func(echo.Context) error { return fmt.Errorf("the disk is gone") })
	e.GET("/teapot", func(echo.Context) error { return echo.NewHTTPError(http.StatusTeapot) })
	e.GET("/panic", func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Length", "5")
		h.Set("Etag", `"1"`)
		h.Set("Content-Encoding", "gzip")
		panic("out of luck")
	})
	e.GET("/half", func(c echo.Context) error {
		c.Response().WriteHeader(http.StatusOK)
		io.WriteString(c.Response(), "half")
		c.Response().Flush()
		panic("in the middle")
	})
	e.GET("/answered", func(c echo.Context) error {
		c.Set(access.FailureKey, fmt.Errorf("the disk is full"))
		return c.String(http.StatusInternalServerError, "sorry\n")
	})
}

func TestFailures(t *testing.T) {
	for _, tt := range []struct {
		path, message string // message of the one log entry, "" if none is wanted
		status        int
	}{
		{"/fine", "", 200},
		{"/error", "request failed", 500},
		{"/teapot", "", 418},
		{"/panic", "panic", 500},
		{"/answered", "request failed", 500},
		{"/nowhere", "", 404},
	} {
		t.Run(tt.path, func(t *testing.T) {
			j, log := newJournal()
			h := New(Options{Log: log, AccessLog: always}, broken)
			w := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, tt.path, nil)
			r.Header.Set("X-Request-Id", "name-1")
			h.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			failures := append(j.lines(t, "panic"), j.lines(t, "request failed")...)
			switch {
			case tt.message == "" && len(failures) > 0:
				t.Errorf("logged %v", failures)
			case tt.message != "" && (len(failures) != 1 || failures[0]["msg"] != tt.message || failures[0]["request"] != "name-1"):
				t.Errorf("logged %v, want one %q of this request", failures, tt.message)
			}
			access := j.lines(t, "request")
			if len(access) == 1 && (access[0]["class"] != "page" || access[0]["tier"] != "released" || access[0]["sender"] != program) {
				t.Errorf("access log %v", access)
			}
			if len(access) != 1 || access[0]["status"] != float64(tt.status) {
				t.Errorf("access log %v, want one line with the status %d", access, tt.status)
			}
			if w.Code != 500 || tt.path == "/answered" {
				return
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type %q", got)
			}
			if w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) || w.Header().Get("Etag")+w.Header().Get("Content-Encoding") != "" {
				t.Errorf("header of another body: %v", w.Header())
			}
			if s := w.Body.String(); strings.Contains(s, "luck") || strings.Contains(s, "disk") || !json.Valid(w.Body.Bytes()) {
				t.Errorf("body %s", s)
			}
		})
	}
}

// TestCutOff: a response that fails after it has begun does not look whole.
func TestCutOff(t *testing.T) {
	j, log := newJournal()
	s := httptest.NewServer(New(Options{Log: log, AccessLog: always}, broken))
	defer s.Close()
	resp, err := http.Get(s.URL + "/half")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err == nil {
		t.Errorf("read %q without an error", body)
	}
	s.Close()
	if n := len(j.lines(t, "panic")); n != 1 {
		t.Errorf("%d panics logged, want 1", n)
	}
	if n := len(j.lines(t, "request")); n != 1 {
		t.Errorf("%d lines in the access log, want 1", n)
	}
}

func TestRequestID(t *testing.T) {
	h := New(Options{Log: slog.New(slog.DiscardHandler)}, broken)
	for name, tt := range map[string]struct {
		given string
		kept  bool
	}{
		"none":           {"", false},
		"of a proxy":     {"01H_abc-9", true},
		"with a newline": {"a\nb", false},
		"with markup":    {"<b>", false},
		"too long":       {strings.Repeat("a", 65), false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/fine", "/error"} {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Header["X-Request-Id"] = []string{tt.given}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				got := w.Header().Get("X-Request-Id")
				if (got == tt.given && got != "") != tt.kept {
					t.Errorf("%s: %q became %q", path, tt.given, got)
				}
				if w.Code >= 400 && got == "" {
					t.Errorf("%s: a failure without a name", path)
				}
			}
		})
	}
}

// TestAccessLogHoldsNoKeys: what a request is authorised by is nobody's to read.
func TestAccessLogHoldsNoKeys(t *testing.T) {
	j, log := newJournal()
	h := New(Options{Log: log, AccessLog: always}, broken)
	for _, path := range []string{"/fine?x=1", "/error", "/panic", "/answered"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer issnd_secret")
		r.Header.Set("X-API-Key", "issnd_secret")
		r.Header.Set("Cookie", "issnd_secret")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	if n := len(j.lines(t, "request")); n != 4 {
		t.Fatalf("%d lines in the access log, want 4", n)
	}
	if strings.Contains(j.buf.String(), "issnd_secret") {
		t.Errorf("the log holds a key:\n%s", j.buf.String())
	}
}

// TestAccessLogCannotBeForged: a client writes no line, and nothing that looks
// like one, in either form of the log; what may be a secret is not in it.
func TestAccessLogCannotBeForged(t *testing.T) {
	for name, handler := range map[string]func(io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			j := &journal{}
			h := New(Options{Log: slog.New(handler(j)), AccessLog: always}, broken)
			const forged = "\nlevel=ERROR msg=panic\r\x1b[2J\u2028\x00\u202e\" status=200"
			r := httptest.NewRequest(http.MethodGet, "/fine?api_key=s3cret&x=1%0Alevel=ERROR", nil)
			r.URL.Path = "/fine" + forged
			r.Header["User-Agent"], r.Header["Referer"] = []string{forged}, []string{"http://u:s3cret@x/?token=s3cret" + forged}
			r.Header["X-Forwarded-For"], r.Header["X-Request-Id"] = []string{forged}, []string{forged}
			h.ServeHTTP(httptest.NewRecorder(), r)
			log := j.buf.String()
			if lines := strings.Count(log, "\n"); lines != 1 || !strings.HasSuffix(log, "\n") {
				t.Errorf("%d lines, want 1", lines)
			}
			for i := range len(log) - 1 {
				if log[i] < ' ' {
					t.Errorf("control character %#x", log[i])
				}
			}
			if strings.Contains(log, "s3cret") {
				t.Error("a secret")
			}
			if t.Failed() {
				t.Log(log)
			}
		})
	}
}
