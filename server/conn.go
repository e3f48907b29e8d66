package server

import (
	"net"
	"sync"
	"time"
)

// bufferSize is the size of the buffer of net/http through which a response
// leaves.
const bufferSize = 4 << 10

// conn joins the pieces of a response. net/http has a buffer that the header
// and a short body fit in; a longer response would leave as one full buffer and
// a rest, and each write costs more than rendering. So a write of exactly one
// full buffer waits for the next one, and both leave in one call. It does not
// wait while nothing more is written: before the connection is read from, which
// is what follows every response, and before it is closed, it leaves alone.
type conn struct {
	net.Conn
	read  []byte     // what has been read before, to be read again
	mu    sync.Mutex // of those who write: reading may write what waits
	held  *[bufferSize]byte
	parts [2][]byte
	both  net.Buffers
}

var fullBuffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

// Write implements net.Conn. What waits for more has been written as far as
// the caller knows; an error is that of the write with which it leaves.
func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.held != nil:
		return c.release(p)
	case len(p) == bufferSize:
		c.held = fullBuffers.Get().(*[bufferSize]byte)
		return copy(c.held[:], p), nil
	}
	return c.Conn.Write(p)
}

// release writes what waits and p after it, and returns how much of p has been
// written.
func (c *conn) release(p []byte) (int, error) {
	c.parts = [2][]byte{c.held[:], p}
	c.both = c.parts[:]
	if t, ok := c.Conn.(*tracked); ok { // whose Write is not called
		t.heard()
	}
	n, err := c.both.WriteTo(c.Conn)
	fullBuffers.Put(c.held)
	c.held, c.parts, c.both = nil, [2][]byte{}, nil
	return max(0, int(n)-bufferSize), err
}

// Read implements net.Conn.
func (c *conn) Read(p []byte) (int, error) {
	c.mu.Lock()
	if c.held != nil {
		if _, err := c.release(nil); err != nil {
			c.mu.Unlock()
			return 0, err
		}
	}
	c.mu.Unlock()
	if len(c.read) > 0 {
		n := copy(p, c.read)
		c.read = c.read[n:]
		return n, nil
	}
	return c.Conn.Read(p)
}

// lastWrite is how long a connection that is being closed takes for what waits.
const lastWrite = time.Second

// Close implements net.Conn. It waits for nobody who writes, since closing is
// what ends a write to a client that does not read.
func (c *conn) Close() error {
	if c.mu.TryLock() {
		defer c.mu.Unlock()
		c.last()
	}
	return c.Conn.Close()
}

// CloseWrite tells the client that nothing more comes. net/http asks for it
// before it closes a connection on which a request may still be arriving.
func (c *conn) CloseWrite() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last()
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

// last writes what waits on a connection that is being closed. An error then
// is as good as a closed connection.
func (c *conn) last() {
	if c.held == nil {
		return
	}
	if err := c.SetWriteDeadline(time.Now().Add(lastWrite)); err == nil {
		_, _ = c.release(nil)
	}
}
