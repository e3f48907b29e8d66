package server

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// crowd is a server with so many connections, and those that a test has opened.
type crowd struct {
	*testing.T
	*Connections
	address string
}

func newCrowd(t *testing.T, max int, p Proxies, o Options) *crowd {
	c := &crowd{T: t, Connections: NewConnections(func() int { return max }, p, slog.New(slog.DiscardHandler))}
	o.Plain, o.Connections = []string{"/plain/"}, c.Connections
	c.address, _ = serving(t, t.Context(), http.HandlerFunc(telling), o)
	return c
}

// open opens a connection from an address of this machine.
func (c *crowd) open(from string) net.Conn {
	c.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	conn, err := d.DialContext(c.Context(), "tcp", c.address)
	if err != nil {
		c.Fatal(err)
	}
	c.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(eventually))
	return conn
}

// ask sends a request over a connection and gives the status of its answer, ""
// where the connection has ended.
func (c *crowd) ask(conn net.Conn, path string) string {
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", path)
	return readAnswer(bufio.NewReader(conn)).Status
}

// silent has all connections that there are have been silent for so much longer.
func (c *crowd) silent(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for t := range c.all {
		t.last.Add(-int64(d))
	}
}

// awaitOpen waits until there are so many connections.
func (c *crowd) awaitOpen(n int) {
	c.Helper()
	for end := time.Now().Add(eventually); c.Count().Open != n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			c.Fatalf("%d connections, want %d", c.Count().Open, n)
		}
	}
}

// TestConnections: at the limit a new connection is refused while the others are
// in use, and takes the place of one that is silent; each is counted until it is
// closed, wherever it is answered.
func TestConnections(t *testing.T) {
	c := newCrowd(t, 3, nil, Options{})
	var conns []net.Conn
	for i, path := range []string{"/plain/typed", "/typed", "/plain/typed"} {
		conn := c.open(fmt.Sprintf("127.0.0.%d", 1+i))
		conns = append(conns, conn)
		if got := c.ask(conn, path); got != "200 OK" {
			t.Fatalf("%s: %s", path, got)
		}
	}
	c.silent(-time.Hour)
	refused, err := io.ReadAll(c.open("127.0.0.9"))
	if text := string(refused); err != nil || !strings.HasPrefix(text, "HTTP/1.1 503 ") || !strings.Contains(text, "\r\nConnection: close\r\n") {
		t.Errorf("one too many: %q, %v", text, err)
	}
	res, err := http.ReadResponse(bufio.NewReader(strings.NewReader(string(refused))), nil)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(res.Body); err != nil || int64(len(body)) != res.ContentLength {
		t.Errorf("%d bytes of %d, %v", len(body), res.ContentLength, err)
	}
	if got := c.Count(); got != (ConnectionCount{3, 0, 1}) {
		t.Errorf("%+v, want 3 open and 1 refused", got)
	}

	c.silent(2 * time.Hour)
	for _, conn := range conns[1:] {
		if got := c.ask(conn, "/typed"); got != "200 OK" {
			t.Errorf("a connection that was silent: %q", got)
		}
	}
	late := c.open("127.0.0.9")
	if got := c.ask(late, "/plain/typed"); got != "200 OK" {
		t.Errorf("where one is silent: %q", got)
	}
	if got := c.ask(conns[0], "/plain/typed"); got != "" {
		t.Errorf("the silent one is still open: %s", got)
	}
	if got := c.Count(); got != (ConnectionCount{3, 1, 1}) {
		t.Errorf("%+v, want 3 open, 1 closed and 1 refused", got)
	}
	for i, conn := range []net.Conn{late, conns[1], conns[2]} {
		conn.Close()
		c.awaitOpen(2 - i)
	}
	if len(c.from) != 0 {
		t.Errorf("%d addresses are remembered without connections", len(c.from))
	}
}

// TestConnectionShare: one address has its share and no more, a proxy any number.
func TestConnectionShare(t *testing.T) {
	c := newCrowd(t, 2*share, believed([]netip.Prefix{netip.MustParsePrefix("127.0.0.7/32")}), Options{})
	ask := func(from string) string {
		t.Helper()
		return c.ask(c.open(from), "/plain/typed")
	}
	for i := range 2 {
		if got := ask("127.0.0.1"); got != "200 OK" {
			t.Errorf("connection %d: %q", i, got)
		}
	}
	c.silent(-time.Hour)
	if got := ask("127.0.0.1"); got == "200 OK" {
		t.Error("one more than its share")
	}
	if got := ask("127.0.0.2"); got != "200 OK" {
		t.Errorf("another address: %q", got)
	}
	for i := range share {
		if got := ask("127.0.0.7"); got != "200 OK" {
			t.Errorf("connection %d of the proxy: %q", i, got)
		}
	}
	c.silent(2 * time.Hour)
	other := c.open("127.0.0.2")
	if got := c.ask(other, "/plain/typed"); got != "200 OK" {
		t.Errorf("another address: %q", got)
	}
	if got := ask("127.0.0.1"); got != "200 OK" {
		t.Errorf("in place of one that is silent: %q", got)
	}
	if got := c.ask(other, "/plain/typed"); got != "200 OK" {
		t.Errorf("that of another address had to go: %q", got)
	}
	if got := c.Count(); got.Closed != 1 || got.Open != 2+2+share {
		t.Errorf("%+v, want one closed and %d open", got, 4+share)
	}
}

// TestConnectionClient: in IPv6 a network of 64 bits is one client.
func TestConnectionClient(t *testing.T) {
	k := NewConnections(func() int { return 0 }, believed([]netip.Prefix{netip.MustParsePrefix("2001:db8:f::/48")}), nil)
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:0:1::1": "2001:db8:0:1::",
		"2001:db8:0:1:ffff::2": "2001:db8:0:1::", "2001:db8:f::1": "invalid IP",
	} {
		if got := k.client(&net.TCPAddr{IP: net.ParseIP(address), Port: 1}).String(); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// TestConnectionsAny: without a number there is no limit.
func TestConnectionsAny(t *testing.T) {
	c := newCrowd(t, 0, nil, Options{})
	for range 20 {
		if got := c.ask(c.open("127.0.0.1"), "/typed"); got != "200 OK" {
			t.Fatal(got)
		}
	}
	if got := c.Count(); got != (ConnectionCount{20, 0, 0}) {
		t.Errorf("%+v, want 20 open", got)
	}
}
