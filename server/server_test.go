package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// eventually is how long to wait for what must come, on any machine.
const eventually = time.Minute

// soon has a time limit of a server tried that is so short that the test need not
// wait long for its end. Where the machine was too busy for what has to happen
// within it, which try says with false, a longer one is tried.
func soon(t *testing.T, try func(limit time.Duration) (inTime bool)) {
	t.Helper()
	for limit := 50 * time.Millisecond; !try(limit); limit *= 2 {
		if limit > eventually {
			t.Fatalf("not even %v are enough", limit)
		}
	}
}

// serving runs Serve and gives its address, and what Serve returns.
func serving(t *testing.T, ctx context.Context, h http.Handler, o Options) (string, <-chan error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, h, o) }()
	return l.Addr().String(), ended
}

// TestShutdown: requests in progress are answered, new connections are not.
func TestShutdown(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	begun, finish := make(chan bool), make(chan bool)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-finish
		if r.Context().Err() != nil {
			t.Error("the request in progress was cancelled")
		}
		io.WriteString(w, "whole")
	})
	address, ended := serving(t, ctx, h, Options{ShutdownTimeout: eventually})
	got := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + address)
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		got <- fmt.Sprint(string(body), err)
	}()
	<-begun
	stop()
	for { // until the listener is closed
		c, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		c.Close()
		time.Sleep(time.Millisecond)
	}
	close(finish)
	if s := <-got; s != "whole<nil>" {
		t.Errorf("the request in progress got %q", s)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// TestShutdownTimeout: a request that does not end does not keep the server.
func TestShutdownTimeout(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	begun, finish := make(chan bool), make(chan bool)
	defer close(finish)
	h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(begun)
		<-finish
	})
	address, ended := serving(t, ctx, h, Options{ShutdownTimeout: 20 * time.Millisecond})
	go func() {
		if resp, err := http.Get("http://" + address); err == nil {
			resp.Body.Close()
		}
	}()
	<-begun
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Serve: %v", err)
		}
	case <-time.After(eventually):
		t.Error("Serve does not end")
	}
}

// TestSlowHeader: a client that never finishes its header loses the connection.
func TestSlowHeader(t *testing.T) {
	address, _ := serving(t, t.Context(), http.NotFoundHandler(), Options{ReadTimeout: 50 * time.Millisecond})
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	c.SetReadDeadline(time.Now().Add(eventually))
	if _, err := io.ReadAll(c); err != nil {
		t.Errorf("the connection is still open: %v", err)
	}
}

// TestLongHeader: more header than allowed is 431 (RFC 6585 §5).
func TestLongHeader(t *testing.T) {
	address, _ := serving(t, t.Context(), http.NotFoundHandler(), Options{MaxHeader: 8 << 10})
	for n, want := range map[int]int{1 << 10: http.StatusNotFound, 16 << 10: http.StatusRequestHeaderFieldsTooLarge} {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n", strings.Repeat("a", n))
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%d bytes of header: status %d, want %d", n, resp.StatusCode, want)
		}
	}
}

// TestServeReturnsTheErrorOfTheListener: a server that cannot serve says so.
func TestServeReturnsTheErrorOfTheListener(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := Serve(t.Context(), l, http.NotFoundHandler(), Options{Log: slog.New(slog.DiscardHandler)}); err == nil {
		t.Error("no error")
	}
}

// TestSlowDownload: who is in the middle of a long response when the server is
// told to stop gets all of it.
func TestSlowDownload(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var written atomic.Int64
	deaf := make(chan bool) // closed when the server takes no connection any more
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for more := true; more; { // than the buffers between two processes hold
			select {
			case <-deaf:
				more = false
			default:
			}
			n, err := w.Write(make([]byte, 1<<20))
			if written.Add(int64(n)); err != nil {
				t.Errorf("cut off: %v", err)
				return
			}
		}
	})
	address, ended := serving(t, ctx, h, Options{ShutdownTimeout: time.Minute, WriteTimeout: time.Minute})
	resp, err := http.Get("http://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	stop()
	for {
		c, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		c.Close()
		time.Sleep(time.Millisecond)
	}
	select {
	case err := <-ended:
		t.Fatalf("Serve has ended: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(deaf)
	if n, err := io.Copy(io.Discard, resp.Body); err != nil || n != written.Load() {
		t.Errorf("%d bytes of %d: %v", n, written.Load(), err)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// TestDrained: the end waits for the delay, and without one for nothing.
func TestDrained(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	after := func(d time.Duration) func() time.Duration { return func() time.Duration { return d } }
	soon, late := Drained(ctx, after(0)), Drained(ctx, after(time.Hour))
	if soon.Err() != nil || late.Err() != nil {
		t.Error("ended before it was told to")
	}
	stop()
	select {
	case <-soon.Done():
	case <-time.After(eventually):
		t.Error("does not end")
	}
	if late.Err() != nil {
		t.Error("does not wait")
	}
}
