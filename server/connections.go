package server

import (
	"io"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Connections bounds how many connections there are at the same time, in all and
// from one address, so that nobody can take those of all others. Where there
// are as many as there may be, a new one takes the place of one on which nothing
// is going on; if there is none such, it is refused.
type Connections struct {
	max     func() int
	proxies Proxies
	log     *slog.Logger

	mu      sync.Mutex
	all     map[*tracked]struct{}
	from    map[netip.Addr]map[*tracked]struct{} // by client, proxies that are trusted excepted
	closed  uint64
	refused uint64
	told    time.Time // when the log was told last
}

// NewConnections bounds connections by a number that may change at any time, 0
// for any.
func NewConnections(max func() int, p Proxies, log *slog.Logger) *Connections {
	return &Connections{
		max: max, proxies: p, log: log,
		all: map[*tracked]struct{}{}, from: map[netip.Addr]map[*tracked]struct{}{},
	}
}

const (
	// share is the part of all connections that one client may have: a sixteenth.
	share = 16
	// silence is how long nothing has gone over a connection that may have to make
	// room. Nearly all that is asked for is answered in less.
	silence = 2 * time.Second
	// sample is how many connections are looked at for the one that has been silent
	// longest, so that it is found in no time however many there are.
	sample = 64
	// tellingPause is how long the log is not told again.
	tellingPause = time.Minute
)

// ConnectionCount is how many connections there are, and what became of others.
type ConnectionCount struct {
	Open    int
	Closed  uint64 // to make room
	Refused uint64
}

// Count is how many connections there are now, and what became of others so far.
func (k *Connections) Count() ConnectionCount {
	k.mu.Lock()
	defer k.mu.Unlock()
	return ConnectionCount{len(k.all), k.closed, k.refused}
}

// listen is the listener with its connections bounded. What is said to one that
// is refused is plain text, unless the server speaks TLS.
func (k *Connections) listen(l net.Listener, tls bool) net.Listener { return &bounded{l, k, tls} }

type bounded struct {
	net.Listener
	connections *Connections
	tls         bool
}

// Accept implements net.Listener.
func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		tcp, ok := c.(*net.TCPConn)
		if !ok {
			return c, nil
		}
		if t := b.connections.admit(tcp); t != nil {
			return t, nil
		}
		if !b.tls {
			refuseConnection(tcp)
		}
		tcp.Close()
	}
}

// refusedConnection is said to a client whose connection is refused.
const refusedConnection = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 53\r\n" +
	"Cache-Control: no-store\r\nRetry-After: 5\r\nConnection: close\r\n\r\n" +
	"Too many connections, from you or all. Please retry.\n"

// refuseConnection says why. The buffer of a new connection has room for it, so
// that it waits for nobody.
func refuseConnection(c *net.TCPConn) {
	if err := c.SetWriteDeadline(time.Now().Add(silence)); err == nil {
		_, _ = io.WriteString(c, refusedConnection) // a client that is gone need not know
		_ = c.CloseWrite()
	}
}

// admit finds room for a connection. It is nil where there is none.
func (k *Connections) admit(c *net.TCPConn) *tracked {
	t := &tracked{TCPConn: c, connections: k, client: k.client(c.RemoteAddr())}
	t.last.Store(time.Now().UnixNano())
	k.mu.Lock()
	leaves, ok := k.room(t)
	if ok {
		k.add(t)
	} else {
		k.refused++
	}
	if leaves != nil {
		k.remove(leaves)
		k.closed++
	}
	tell := (leaves != nil || !ok) && time.Since(k.told) > tellingPause
	if tell {
		k.told = time.Now()
	}
	k.mu.Unlock()
	if tell {
		k.log.Warn("too many connections: idle ones are closed, or new ones refused", "address", c.RemoteAddr().String())
	}
	if leaves != nil {
		leaves.TCPConn.Close()
	}
	if !ok {
		return nil
	}
	return t
}

// client is to whom a connection is put down, as requests are; the zero address
// is that of a proxy, which has connections for many.
func (k *Connections) client(a net.Addr) netip.Addr {
	at := a.(*net.TCPAddr).AddrPort().Addr().Unmap().WithZone("")
	if k.proxies.trusts(at) {
		return netip.Addr{}
	}
	if at.Is6() {
		network, _ := at.Prefix(64) // which every address has
		at = network.Addr()
	}
	return at
}

// room tells which connection makes room for a new one, if one has to, and
// whether there is any.
func (k *Connections) room(t *tracked) (leaves *tracked, ok bool) {
	n := k.max()
	switch {
	case n <= 0:
		return nil, true
	case t.client.IsValid() && len(k.from[t.client]) >= max(1, n/share):
		leaves = quietest(k.from[t.client])
	case len(k.all) >= n:
		leaves = quietest(k.all)
	default:
		return nil, true
	}
	return leaves, leaves != nil
}

// quietest is the one of some connections that has been silent longest, if that is
// long enough.
func quietest(conns map[*tracked]struct{}) (found *tracked) {
	before, n := time.Now().Add(-silence).UnixNano(), 0
	for t := range conns { // in no order
		if last := t.last.Load(); last <= before {
			before, found = last, t
		}
		if n++; n == sample {
			break
		}
	}
	return found
}

func (k *Connections) add(t *tracked) {
	k.all[t] = struct{}{}
	if !t.client.IsValid() {
		return
	}
	if k.from[t.client] == nil {
		k.from[t.client] = map[*tracked]struct{}{}
	}
	k.from[t.client][t] = struct{}{}
}

// remove may be called again.
func (k *Connections) remove(t *tracked) {
	delete(k.all, t)
	if others := k.from[t.client]; others != nil {
		if delete(others, t); len(others) == 0 {
			delete(k.from, t.client)
		}
	}
}

// tracked is a connection that is counted until it is closed.
type tracked struct {
	*net.TCPConn
	connections *Connections
	client      netip.Addr
	last        atomic.Int64 // when something went over it, in nanoseconds
}

// heard notes that something went over the connection.
func (t *tracked) heard() { t.last.Store(time.Now().UnixNano()) }

// Read implements net.Conn.
func (t *tracked) Read(p []byte) (int, error) {
	n, err := t.TCPConn.Read(p)
	if n > 0 {
		t.heard()
	}
	return n, err
}

// Write implements net.Conn.
func (t *tracked) Write(p []byte) (int, error) {
	t.heard()
	return t.TCPConn.Write(p)
}

// Close implements net.Conn.
func (t *tracked) Close() error {
	t.connections.mu.Lock()
	t.connections.remove(t)
	t.connections.mu.Unlock()
	return t.TCPConn.Close()
}
