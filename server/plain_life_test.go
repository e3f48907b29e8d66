package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestPlainTimeouts: neither who says nothing, nor who says half, nor who does
// not listen keeps a connection.
func TestPlainTimeouts(t *testing.T) {
	const get = "GET /plain/ HTTP/1.1\r\nHost: a\r\n\r\n"
	const short = 50 * time.Millisecond
	for _, tt := range []struct {
		name, sent string
		o          Options
	}{
		{"nothing", "", Options{ReadTimeout: short}},
		{"half of the first", "GET /plain/ HT", Options{ReadTimeout: short}},
		{"nothing more", get, Options{ReadTimeout: time.Minute, IdleTimeout: short}},
		{"half of the second", get + get[:20], Options{ReadTimeout: short, IdleTimeout: time.Minute}},
		{"does not listen", get, Options{ReadTimeout: time.Minute, IdleTimeout: time.Minute, WriteTimeout: short}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			left := make(chan bool, 1)
			tt.o.Plain = []string{"/plain/"}
			huge := tt.o.WriteTimeout > 0
			address, _ := serving(t, t.Context(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if huge {
					w.Write(make([]byte, 32<<20))
				}
			}), tt.o)
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			io.WriteString(c, tt.sent)
			go func() {
				if huge {
					time.Sleep(10 * short)
				}
				io.Copy(io.Discard, c)
				left <- true
			}()
			select {
			case <-left:
			case <-time.After(eventually):
				t.Error("the connection is still open")
			}
		})
	}
}

// TestPlainIdle: a connection in use is not idle, however long it is used.
func TestPlainIdle(t *testing.T) {
	soon(t, func(idle time.Duration) bool {
		address, _ := serving(t, t.Context(), http.HandlerFunc(telling), Options{Plain: []string{"/plain/"}, IdleTimeout: idle, ReadTimeout: idle, WriteTimeout: idle})
		begun := time.Now()
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		in := bufio.NewReader(c)
		for before := begun; time.Since(begun) < 2*idle; time.Sleep(idle / 20) {
			asked := time.Now()
			io.WriteString(c, "GET /plain/typed HTTP/1.1\r\nHost: a\r\n\r\n")
			if a := readAnswer(in); a.Status != "200 OK" || a.Err != "" {
				if time.Since(before) > idle/2 {
					return false
				}
				t.Fatalf("%+v after %v, with a limit of %v", a, time.Since(begun), idle)
			}
			before = asked
		}
		return true
	})
}

// TestPlainNeverIdle: without a limit a connection waits longer for the next
// request than the first one might take, wherever it is answered.
func TestPlainNeverIdle(t *testing.T) {
	for _, path := range []string{"/plain/typed", "/typed"} {
		soon(t, func(short time.Duration) bool {
			address, _ := serving(t, t.Context(), http.HandlerFunc(telling), Options{Plain: []string{"/plain/"}, ReadTimeout: short})
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			in := bufio.NewReader(c)
			for n := range 3 {
				fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", path)
				switch a := readAnswer(in); {
				case n == 0 && a.Err != "":
					return false
				case a.Status != "200 OK" || a.Err != "":
					t.Fatalf("%s: %+v", path, a)
				}
				time.Sleep(4 * short)
			}
			return true
		})
	}
}

// TestPlainShutdown: the server ends at once where connections wait, and after
// the request in progress, which is told that it is the last one.
func TestPlainShutdown(t *testing.T) {
	begun, finish := make(chan bool), make(chan bool)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/plain/slow" {
			close(begun)
			<-finish
			if r.Context().Err() != nil {
				t.Error("the request in progress was cancelled")
			}
		}
		io.WriteString(w, "whole")
	})
	ctx, stop := context.WithCancel(t.Context())
	address, ended := serving(t, ctx, h, Options{Plain: []string{"/plain/"}, ShutdownTimeout: eventually, IdleTimeout: time.Minute})
	var conns []net.Conn
	for _, path := range []string{"", "quick", "slow"} {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(eventually))
		if path != "" {
			fmt.Fprintf(c, "GET /plain/%s HTTP/1.1\r\nHost: a\r\n\r\n", path)
		}
		conns = append(conns, c)
	}
	if a := readAnswer(bufio.NewReader(conns[1])); a.Body != "whole" {
		t.Errorf("%+v", a)
	}
	<-begun
	stop()
	for _, c := range conns[:2] {
		if b, err := io.ReadAll(c); err != nil || len(b) > 0 {
			t.Errorf("a connection that waits: %q, %v", b, err)
		}
	}
	select {
	case <-ended:
		t.Error("Serve ended before the request in progress")
	default:
	}
	close(finish)
	in := bufio.NewReader(conns[2])
	if a := readAnswer(in); a.Body != "whole" {
		t.Errorf("the request in progress got %+v", a)
	}
	if _, err := in.ReadByte(); err != io.EOF {
		t.Errorf("after it: %v, want the end", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// TestPlainShutdownTimeout: a request that does not end does not keep the
// server, and is told so.
func TestPlainShutdownTimeout(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	begun, told := make(chan bool), make(chan bool)
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
		close(told)
	})
	address, ended := serving(t, ctx, h, Options{Plain: []string{"/"}, ShutdownTimeout: 20 * time.Millisecond})
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-begun
	stop()
	select {
	case <-told:
	case <-time.After(eventually):
		t.Error("the handler is not told")
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// TestPlainPanic: a handler that panics ends its connection and nothing else.
func TestPlainPanic(t *testing.T) {
	j, log := newJournal()
	address, _ := serving(t, t.Context(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "half")
		panic("out of luck")
	}), Options{Plain: []string{"/"}, Log: log})
	for range 2 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
		if b, err := io.ReadAll(c); err != nil || len(b) > 0 {
			t.Errorf("%q, %v", b, err)
		}
	}
	if got := j.lines(t, "panic"); len(got) != 2 || got[0]["value"] != "out of luck" {
		t.Errorf("logged %v", got)
	}
}

// TestPlainWatch: work for a client that goes away ends, and one that stays may
// have said more meanwhile, or nothing, or see the server end.
func TestPlainWatch(t *testing.T) {
	const get = "GET /plain/%s HTTP/1.1\r\nHost: a\r\n\r\n"
	ctx, stop := context.WithCancel(t.Context())
	working, told := make(chan bool, 1), make(chan bool, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/plain/for-ever":
			working <- true
			<-r.Context().Done()
			told <- true
		case "/plain/long":
			working <- true
			time.Sleep(3 * longAnswer)
			if r.Context().Err() != nil {
				t.Error("the client is said to have gone away")
			}
		}
		io.WriteString(w, r.URL.Path)
	})
	address, ended := serving(t, ctx, h, Options{Plain: []string{"/plain/"}, ReadTimeout: eventually, ShutdownTimeout: eventually})
	dial := func() (net.Conn, *bufio.Reader) {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		c.SetDeadline(time.Now().Add(eventually))
		return c, bufio.NewReader(c)
	}
	answered := func(in *bufio.Reader, path string) {
		t.Helper()
		if a := readAnswer(in); a.Err != "" || a.Body != "/plain/"+path {
			t.Errorf("%+v, want that of %s", a, path)
		}
	}

	c, in := dial()
	for range 2 { // nothing of the first watch is left
		fmt.Fprintf(c, get, "long")
		<-working
		fmt.Fprintf(c, get, "early")
		answered(in, "long")
		answered(in, "early")
		fmt.Fprintf(c, get, "next")
		answered(in, "next")
	}
	fmt.Fprintf(c, get, "for-ever")
	<-working
	c.Close()
	select {
	case <-told:
	case <-time.After(eventually):
		t.Error("the work for a client that has gone away goes on")
	}

	c, in = dial()
	fmt.Fprintf(c, get, "long")
	<-working
	time.Sleep(2 * longAnswer)
	stop()
	answered(in, "long")
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}
