package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// countedConn counts the writes of single pieces.
type countedConn struct {
	*net.TCPConn
	writes *atomic.Int32
}

func (c countedConn) Write(p []byte) (int, error) {
	c.writes.Add(1)
	return c.TCPConn.Write(p)
}

// body is what is sent for a length: no two pieces of it are alike.
func body(n int) []byte {
	var b []byte
	for i := 0; len(b) < n; i++ {
		b = fmt.Appendf(b, "%d,", i)
	}
	return b[:n]
}

// TestJoined: responses of any length arrive whole, one after the other, also
// where a response or the header alone fills the buffer of net/http exactly,
// and with and without the connection being closed after them.
func TestJoined(t *testing.T) {
	address, _ := serving(t, t.Context(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		w.Header()["Date"] = nil
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Length", fmt.Sprint(n))
		w.Write(body(n))
	}), Options{IdleTimeout: time.Minute, WriteTimeout: time.Minute})
	header := len("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nContent-Type: text/plain\r\n\r\n")
	lengths := []int{0, 1, 2 * bufferSize, 2*bufferSize - header, 3*bufferSize - header, 100_000, 1 << 20}
	for d := -2; d <= 2; d++ {
		lengths = append(lengths, bufferSize-header+d, 2*bufferSize-header+d)
	}
	for _, closing := range []string{"", "Connection: close\r\n"} {
		var c net.Conn
		var in *bufio.Reader
		for _, n := range lengths {
			if c == nil || closing != "" {
				var err error
				if c, err = net.Dial("tcp", address); err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				c.SetDeadline(time.Now().Add(eventually))
				in = bufio.NewReader(c)
			}
			fmt.Fprintf(c, "GET /%d HTTP/1.1\r\nHost: x\r\n%s\r\n", n, closing)
			resp, err := http.ReadResponse(in, nil)
			if err != nil {
				t.Fatalf("%d bytes %s: %v", n, closing, err)
			}
			if got, err := io.ReadAll(resp.Body); err != nil || !bytes.Equal(got, body(n)) {
				t.Fatalf("%d bytes %s: %d arrive: %v", n, closing, len(got), err)
			}
		}
	}
}

// TestJoinedWrites: a response that is a little too long for the buffer of
// net/http leaves in no more writes than a short one. Two pieces leave through
// the connection itself and are not counted.
func TestJoinedWrites(t *testing.T) {
	var writes atomic.Int32
	c, s := pair(t)
	joined := &conn{Conn: countedConn{s, &writes}}
	if n, err := joined.Write(body(bufferSize)); n != bufferSize || err != nil || writes.Load() != 0 {
		t.Fatalf("a full buffer: %d, %v, %d writes; want it to wait", n, err, writes.Load())
	}
	if n, err := joined.Write(body(10)); n != 10 || err != nil {
		t.Fatalf("the rest: %d, %v", n, err)
	}
	if n, err := joined.Write(body(20)); n != 20 || err != nil || writes.Load() == 0 {
		t.Fatalf("a short one: %d, %v, %d writes", n, err, writes.Load())
	}
	if err := joined.Close(); err != nil {
		t.Fatal(err)
	}
	want := append(append(body(bufferSize), body(10)...), body(20)...)
	if got, err := io.ReadAll(c); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes arrive, want %d: %v", len(got), len(want), err)
	}
}

// TestJoinedCloseWhileWriting: closing ends a write that nobody reads.
func TestJoinedCloseWhileWriting(t *testing.T) {
	_, s := pair(t)
	joined := &conn{Conn: s}
	ended := make(chan error, 1)
	go func() {
		for {
			if _, err := joined.Write(make([]byte, 1<<20)); err != nil {
				ended <- err
				return
			}
		}
	}()
	time.Sleep(20 * time.Millisecond)
	joined.Close()
	select {
	case <-ended:
	case <-time.After(eventually):
		t.Error("the write does not end")
	}
}

// pair is a connection, the client's end first.
func pair(t *testing.T) (client, server *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	s, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return c.(*net.TCPConn), s.(*net.TCPConn)
}
