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
// when it is released, as one of context.WithTimeout does. It looks at the clock
// where it is asked whether it has ended, and sets a timer where somebody waits
// for its end. Release it when the work is done.
func After(parent context.Context, d time.Duration) (ctx context.Context, release context.CancelFunc) {
	at := time.Now().Add(d)
	if earlier, ok := parent.Deadline(); ok && earlier.Before(at) {
		at = earlier
	}
	c := &clocked{Context: parent, at: at}
	return c, c.release
}

// clocked is a context that ends at a time of day.
type clocked struct {
	context.Context // the parent
	at              time.Time
	ended           atomic.Pointer[error]

	mu     sync.Mutex
	waited context.Context // ends as this one, nil until somebody waits for it
	cancel context.CancelFunc
}

// Deadline implements context.Context.
func (c *clocked) Deadline() (time.Time, bool) { return c.at, true }

// Err implements context.Context.
func (c *clocked) Err() error {
	if err := c.ended.Load(); err != nil {
		return *err
	}
	err := c.Context.Err()
	if err == nil && !time.Now().Before(c.at) {
		err = context.DeadlineExceeded
	}
	if err == nil {
		return nil
	}
	return c.end(err)
}

// end ends the context, once, and gives the error that it has ended with.
func (c *clocked) end(err error) error {
	if !c.ended.CompareAndSwap(nil, &err) {
		return *c.ended.Load()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel != nil {
		c.cancel()
	}
	return err
}

// Done implements context.Context.
func (c *clocked) Done() <-chan struct{} {
	c.mu.Lock()
	if c.waited == nil {
		c.waited, c.cancel = context.WithDeadline(c.Context, c.at)
	}
	waited, cancel := c.waited, c.cancel
	c.mu.Unlock()
	if c.Err() != nil {
		cancel()
	}
	return waited.Done()
}

// release ends the context, if nothing else has.
func (c *clocked) release() { c.end(context.Canceled) }
