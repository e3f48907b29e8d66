package bleveindex

import (
	"context"
	"runtime"

	"issnd/search"
)

// turns are had by searches that take long, as many at a time as there are
// processors. More of them would take longer each, and keep what is done in no
// time from the processors.
type turns chan struct{}

func newTurns() turns { return make(turns, runtime.NumCPU()) }

// turn is that of one search, if it has taken one.
type turn struct {
	of    turns
	taken bool
}

// take waits for a turn, unless it is taken.
func (t *turn) take(ctx context.Context) error {
	if t.taken {
		return nil
	}
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

// brief reports whether what a plan finds is read from a dictionary, which
// takes no turn.
func brief(p *search.Plan) bool {
	_, term := p.Query.(*search.Term)
	return term && len(p.Rank) == 0
}
