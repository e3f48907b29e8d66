package oaipmh

import (
	"context"
	"runtime"
)

// turns are had by whoever reads and makes items of pages, as many at a time as
// there are processors. More of them would take longer each, and memory all at
// the same time. Nobody has one who waits for a client.
type turns chan struct{}

func newTurns() turns { return make(turns, runtime.NumCPU()) }

// spare reports whether nobody would have to wait for a turn now.
func (t turns) spare() bool { return len(t) < cap(t) }

// turn is one of them, if it has been taken.
type turn struct {
	of    turns
	taken bool
}

// take waits for a turn.
func (t *turn) take(ctx context.Context) error {
	select {
	case t.of <- struct{}{}:
		t.taken = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end gives back the turn, if it was taken.
func (t *turn) end() {
	if t.taken {
		<-t.of
		t.taken = false
	}
}
