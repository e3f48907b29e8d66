package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/limit"
)

// much is more than what systems keep of an answer on its way, and of two such
// answers one client may not leave both.
const much = 15 << 20

// answersOf serves answers as long as is asked for. Each tells when it is made.
func answersOf(l *Limits, made chan<- struct{}) http.Handler {
	return New(Options{Log: slog.New(slog.DiscardHandler), Limits: l}, func(e *echo.Echo) {
		e.GET("/*", func(c echo.Context) error {
			path := c.Request().URL.Path
			n, err := strconv.Atoi(c.QueryParam("bytes"))
			if err != nil {
				return err
			}
			h := c.Response().Header()
			h.Set("ETag", `"of the answer"`)
			h.Set("Content-Length", strconv.Itoa(n))
			c.Response().WriteHeader(http.StatusOK)
			made <- struct{}{}
			if _, err = c.Response().Write(make([]byte, n)); err != nil && path == "/oai" {
				panic(http.ErrAbortHandler)
			}
			return err
		})
	})
}

// TestUntaken: a client that does not read a large answer gets no other one
// until it has.
func TestUntaken(t *testing.T) {
	for name, path := range map[string]string{"plain": "/sru?query=a", "net/http": "/search?q=a", "a handler that aborts": "/oai?verb=ListRecords"} {
		t.Run(name, func(t *testing.T) {
			made := make(chan struct{}, 100)
			l := testLimits(func(o *limit.Options) { o.Public = limit.Rates{} })
			address, _ := serving(t, t.Context(), answersOf(l, made), Options{WriteTimeout: time.Minute})
			first, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer first.Close()
			ask := func(bytes int) *http.Response {
				res, err := http.Get(fmt.Sprintf("http://%s%s&bytes=%d", address, path, bytes))
				if err != nil {
					t.Fatal(err)
				}
				defer res.Body.Close()
				if _, err := io.Copy(io.Discard, res.Body); err != nil {
					t.Fatal(err)
				}
				return res
			}
			fmt.Fprintf(first, "GET %s&bytes=%d HTTP/1.1\r\nHost: x\r\n\r\n", path, much)
			<-made
			if res := ask(much); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
				t.Errorf("the second answer: %s %v", res.Status, res.Header)
			}
			if res := ask(uncounted); res.StatusCode != http.StatusOK {
				t.Errorf("a small answer: %s", res.Status)
			}
			res, err := http.ReadResponse(bufio.NewReader(first), nil)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := io.Copy(io.Discard, res.Body); n != much || err != nil {
				t.Errorf("the first answer has %d bytes: %v", n, err)
			}
			for deadline := time.Now().Add(eventually); ask(much).StatusCode != http.StatusOK; {
				if time.Now().After(deadline) {
					t.Fatal("all has been read, and still there is no answer")
				}
			}
		})
	}
}

// TestUntakenIsReplaced: what is sent in place of an answer has nothing of it, and
// is what the protocol has for it.
func TestUntakenIsReplaced(t *testing.T) {
	l := testLimits(func(*limit.Options) {})
	who := l.Limiter.Address(netip.MustParseAddr("192.0.2.1"))
	if !l.Limiter.Hold(who, limit.Search, much) {
		t.Fatal("the first answer is too much")
	}
	h := answersOf(l, make(chan struct{}, 2))
	target := fmt.Sprintf("/search?q=a&bytes=%d", much)
	got := ask(h, target, nil)
	if got.Code != http.StatusServiceUnavailable || got.Header().Get("ETag") != "" || got.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
	if body := got.Body.String(); strconv.Itoa(len(body)) != got.Header().Get("Content-Length") || !strings.Contains(body, reducedCapacity) {
		t.Errorf("%.1000q", body)
	}
	if n := l.Limiter.Count(limit.Search).Shed; n != 1 {
		t.Errorf("%d answers are counted", n)
	}
	if got := ask(h, target, func(r *http.Request) { r.Method = http.MethodHead }); got.Code == http.StatusServiceUnavailable {
		t.Error("no body is refused")
	}
	l.Limiter.Release(who, much)
	if got := ask(h, target, nil); got.Code != http.StatusOK || got.Body.Len() != much {
		t.Errorf("afterwards: %d, %d bytes", got.Code, got.Body.Len())
	}
}

// TestUntakenStreams: over HTTP/2 answers of all classes count, however short.
func TestUntakenStreams(t *testing.T) {
	l := testLimits(func(o *limit.Options) { o.Public = limit.Rates{} })
	come, end := make(chan struct{}), make(chan struct{})
	h := New(Options{Log: slog.New(slog.DiscardHandler), Limits: l}, func(e *echo.Echo) {
		e.GET("/*", func(c echo.Context) error {
			c.Response().Header().Set("Content-Length", "5")
			if c.Response().WriteHeader(http.StatusOK); c.Response().Status == http.StatusOK {
				come <- struct{}{}
				<-end
			}
			return nil
		})
	})
	two := func(r *http.Request) { r.ProtoMajor = 2 }
	var work sync.WaitGroup
	refused := make(chan int, 2000)
	const asked = 2000
	for n := range asked {
		target := "/resource/ISSN/0317-8471"
		if n%2 == 0 {
			target = "/robots.txt"
		}
		work.Go(func() {
			if got := ask(h, target, two); got.Code != http.StatusOK {
				refused <- got.Code
			}
		})
	}
	answered := 0
	ctx, cancel := context.WithTimeout(t.Context(), eventually)
	defer cancel()
	for answered+len(refused) < asked && ctx.Err() == nil {
		select {
		case <-come:
			answered++
		case <-time.After(10 * time.Millisecond):
		}
	}
	close(end)
	work.Wait()
	if answered != 16<<20/stream {
		t.Errorf("%d requests at once are answered, %d refused", answered, len(refused))
	}
	if got := ask(h, "/robots.txt", func(r *http.Request) { r.ProtoMajor = 2; go func() { <-come }() }); got.Code != http.StatusOK {
		t.Errorf("afterwards: %d", got.Code)
	}
}
