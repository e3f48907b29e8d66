// Package turns bounds how much work that takes long goes on at the same time.
//
// There are as many turns as processors. More work at a time would take longer
// each, hold its memory all at once, and keep what is done in no time from the
// processors. Nobody has a turn who waits for something else.
//
// Some of it comes last besides: on threads to which the system gives a processor
// when the others do not want it.
package turns

import (
	"context"
	"runtime"
)

// Turns are had by whoever works. They are safe for use by several goroutines.
type Turns chan struct{}

// New makes as many turns as there are processors.
func New() Turns { return make(Turns, runtime.NumCPU()) }

// Turn is one of them, if it has been taken. It is of one goroutine at a time.
type Turn struct {
	Of    Turns
	taken bool
}

// Take waits for a turn, unless it is taken. The error is that of the context.
func (t *Turn) Take(ctx context.Context) error {
	if t.taken {
		return nil
	}
	select {
	case t.Of <- struct{}{}:
		t.taken = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// End gives back the turn, if it was taken.
func (t *Turn) End() {
	if t.taken {
		<-t.Of
		t.taken = false
	}
}
