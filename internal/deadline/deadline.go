// Package deadline bounds the time of work that mostly is done long before.
//
// context.WithTimeout enters each context in a list of its parent, of which one
// goroutine at a time may have hold, and sets a timer, and takes both back when
// the work is done. Where the work is a look-up, that is a good part of it.
package deadline

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// After is a context that ends with its parent, when so much time has passed, or
// when it is released, as one of context.WithTimeout does. Release it when the
// work is done.
func After(parent context.Context, d time.Duration) (ctx context.Context, release context.CancelFunc) {
	c := New(parent, d)
	return c, c.Release
}

// Context is a context that ends at a time of day, unless that is lifted. It looks
// at the clock where it is asked whether it has ended, and sets a timer where
// somebody waits for its end.
type Context struct {
	context.Context // the parent
	at              time.Time
	lifted          atomic.Bool
	ended           atomic.Pointer[error]

	mu     sync.Mutex
	waited context.Context // ends as this one, nil until somebody waits for it
	cancel context.CancelFunc
	timer  *time.Timer
}

// New is the context of After.
func New(parent context.Context, d time.Duration) *Context {
	at := time.Now().Add(d)
	if earlier, ok := parent.Deadline(); ok && earlier.Before(at) {
		at = earlier
	}
	return &Context{Context: parent, at: at}
}

// Lift has no time end the context from now on, unless it has ended or its
// parent has a time.
func (c *Context) Lift() {
	c.lifted.Store(true)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timer != nil {
		c.timer.Stop()
	}
}

// Release ends the context, if nothing else has.
func (c *Context) Release() { c.end(context.Canceled) }

// Deadline implements context.Context.
func (c *Context) Deadline() (time.Time, bool) {
	if c.lifted.Load() {
		return c.Context.Deadline()
	}
	return c.at, true
}

// Err implements context.Context.
func (c *Context) Err() error {
	if err := c.ended.Load(); err != nil {
		return *err
	}
	err := c.Context.Err()
	if err == nil && !c.lifted.Load() && !time.Now().Before(c.at) {
		err = context.DeadlineExceeded
	}
	if err == nil {
		return nil
	}
	return c.end(err)
}

// end ends the context, once, and gives the error that it has ended with.
func (c *Context) end(err error) error {
	if !c.ended.CompareAndSwap(nil, &err) {
		return *c.ended.Load()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel != nil {
		c.cancel()
		c.timer.Stop()
	}
	return err
}

// Done implements context.Context.
func (c *Context) Done() <-chan struct{} {
	c.mu.Lock()
	if c.waited == nil {
		c.waited, c.cancel = context.WithCancel(c.Context)
		c.timer = time.AfterFunc(time.Until(c.at), func() { _ = c.Err() })
		if c.lifted.Load() {
			c.timer.Stop()
		}
	}
	waited, cancel := c.waited, c.cancel
	c.mu.Unlock()
	if c.Err() != nil {
		cancel()
	}
	return waited.Done()
}
