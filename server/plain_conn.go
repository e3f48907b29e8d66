package server

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// plainConn is a connection on which all requests so far have been plain.
type plainConn struct {
	net.Conn
	plain *plainListener

	base     *http.Request // with the context, for the requests
	gone     func()        // ends the context: there is nobody to answer
	watch    clientWatch
	request  plainRequest
	response plainResponse
	now      time.Time // when the latest request had been read
	readable time.Time // when the deadline for the next one was set
	writable time.Time // when the deadline for an answer was set
}

// plainBuffers are what requests are read into. The buffer of net/http is as
// large, so that what does not fit is nothing special.
var plainBuffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

// serve answers plain requests until there is another one, or none.
func (c *plainConn) serve() {
	busy, gone := context.WithCancel(c.plain.busy)
	defer gone()
	c.gone = gone
	ctx := context.WithValue(busy, http.LocalAddrContextKey, c.LocalAddr())
	c.base = (&http.Request{
		Method: http.MethodGet, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: http.NoBody, RemoteAddr: c.RemoteAddr().String(),
	}).WithContext(ctx)
	c.response.header = make(http.Header, 24)
	buf := plainBuffers.Get().(*[bufferSize]byte)
	defer plainBuffers.Put(buf)
	for {
		n, err := c.read(buf[:])
		if err != nil {
			break
		}
		r := c.parse(buf[:n])
		if r == nil {
			c.leave(buf[:n])
			return
		}
		if !c.answer(r) {
			break
		}
	}
	c.Close()
	c.plain.remove(c)
}

// deadlineSlack is how much shorter than set a timeout may be, so that
// deadlines need not be renewed with each request.
const deadlineSlack = time.Second

// read waits for a request, the first one for as long as it may take to arrive.
func (c *plainConn) read(buf []byte) (int, error) {
	o := c.plain.options
	switch {
	case c.now.IsZero():
		c.now = time.Now()
		if err := c.SetReadDeadline(after(c.now, o.ReadTimeout)); err != nil {
			return 0, err
		}
	case c.readable.IsZero() || stale(c.readable, c.now, o.IdleTimeout): // in place of that of the first
		c.readable = c.now
		if err := c.SetReadDeadline(after(c.now, o.IdleTimeout)); err != nil {
			return 0, err
		}
	}
	if err := c.plain.ended.Err(); err != nil { // a deadline in the past may just have been lost
		return 0, err
	}
	early := c.takeEarly(buf)
	n, err := c.Read(buf[early:])
	c.now = time.Now()
	return early + n, err
}

// answer answers a request. It reports whether the connection can be used on.
func (c *plainConn) answer(r *http.Request) bool {
	if timeout := c.plain.options.WriteTimeout; stale(c.writable, c.now, timeout) {
		c.writable = c.now
		if err := c.SetWriteDeadline(after(c.now, timeout)); err != nil {
			return false
		}
	}
	w := &c.response
	w.begin(c.now, c.plain.ended.Err() != nil)
	defer w.release()
	c.beginWatch()
	ok := c.handle(r)
	c.endWatch()
	if !ok {
		return false
	}
	out, last := w.finish()
	_, err := c.Write(out)
	return err == nil && !last
}

// handle makes the answer. It reports whether there is one: a handler that
// panics wants the connection to end, as net/http has it.
func (c *plainConn) handle(r *http.Request) (ok bool) {
	defer func() {
		if v := recover(); v != nil && v != http.ErrAbortHandler {
			c.plain.options.Log.Error("panic", "path", r.URL.Path, "value", fmt.Sprint(v), "stack", string(debug.Stack()))
		}
	}()
	c.plain.handler.ServeHTTP(&c.response, r)
	return true
}

// leave gives the connection to net/http for good, with what has been read.
func (c *plainConn) leave(read []byte) {
	c.plain.remove(c)
	_ = c.SetDeadline(time.Time{}) // a connection that is broken tells net/http so
	if !c.plain.pass(accepted{conn: &conn{Conn: c.Conn, read: bytes.Clone(read)}}) {
		c.Close()
	}
}

// stale reports whether a deadline that was set at some time is to be set anew.
func stale(set, now time.Time, timeout time.Duration) bool {
	return timeout > 0 && now.Sub(set) > min(deadlineSlack, timeout/8)
}

// after is the deadline of a timeout, none for 0.
func after(now time.Time, timeout time.Duration) time.Time {
	if timeout <= 0 {
		return time.Time{}
	}
	return now.Add(timeout)
}
