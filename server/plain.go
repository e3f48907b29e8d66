package server

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// plainListener is a listener that answers plain requests itself, by the same handler,
// and leaves the connections that any other request arrives on to net/http,
// which accepts them from it with the bytes that have been read.
//
// A plain request is a GET under one path that arrives whole, alone and without
// anything that HTTP gives a meaning of its own (see plainRequest). For such a
// request net/http starts a goroutine that waits for the client to go away,
// sets deadlines several times, and copies, checks and sorts the header, which
// together takes longer than a record takes to be found, rendered and sent.
type plainListener struct {
	net.Listener
	handler http.Handler
	options *Options
	others  chan accepted

	ended context.Context // done when no further request is to be read
	end   context.CancelFunc
	busy  context.Context // of the requests; done when they have to end
	cut   context.CancelFunc

	mu    sync.Mutex
	conns map[*plainConn]struct{}
	idle  chan struct{} // closed when there are no connections after the end
}

// accepted is what net/http gets when it accepts.
type accepted struct {
	conn net.Conn
	err  error
}

func newPlain(ctx context.Context, l net.Listener, h http.Handler, o *Options) *plainListener {
	p := &plainListener{
		Listener: l, handler: h, options: o,
		others: make(chan accepted), conns: make(map[*plainConn]struct{}), idle: make(chan struct{}),
	}
	p.ended, p.end = context.WithCancel(context.WithoutCancel(ctx))
	p.busy, p.cut = context.WithCancel(context.WithoutCancel(ctx))
	go p.accept()
	return p
}

// accept starts a goroutine for each connection until the listener is closed.
func (p *plainListener) accept() {
	for {
		c, err := p.Listener.Accept()
		if err != nil {
			if !p.pass(accepted{err: err}) {
				return
			}
			continue
		}
		pc := &plainConn{plain: p, Conn: c}
		if !p.add(pc) {
			c.Close()
			return
		}
		go pc.serve()
	}
}

// pass gives something to net/http; false is that it accepts nothing any more.
func (p *plainListener) pass(a accepted) bool {
	select {
	case p.others <- a:
		return true
	case <-p.ended.Done():
		return false
	}
}

// Accept implements net.Listener. What it gives is for net/http to answer.
func (p *plainListener) Accept() (net.Conn, error) {
	select {
	case a := <-p.others:
		return a.conn, a.err
	case <-p.ended.Done():
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener. No connection and no request is taken any
// more, and connections that wait for one are closed.
func (p *plainListener) Close() error {
	err := p.Listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended.Err() != nil {
		return err
	}
	p.end()
	for c := range p.conns {
		_ = c.SetReadDeadline(time.Unix(1, 0)) // ends a read under way
	}
	if len(p.conns) == 0 {
		close(p.idle)
	}
	return err
}

// wait waits for the requests in progress, which end when the context does.
func (p *plainListener) wait(ctx context.Context) {
	select {
	case <-p.idle:
		return
	case <-ctx.Done():
	}
	p.cut()
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
	}
}

func (p *plainListener) add(c *plainConn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended.Err() != nil {
		return false
	}
	p.conns[c] = struct{}{}
	return true
}

func (p *plainListener) remove(c *plainConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
	if len(p.conns) == 0 && p.ended.Err() != nil {
		close(p.idle)
	}
}
