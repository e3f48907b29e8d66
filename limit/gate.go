package limit

import (
	"context"
	"slices"
	"sync"
	"time"
)

// gate lets so many requests of a class in at the same time. Those that find
// no place stand in a short queue. No client has more than its share of the
// places, or of the queue. The number of places may change at any time; that of
// the zero gate is any.
type gate struct {
	share  int // of the places, and of the queue, one client has the part 1/share
	mu     sync.Mutex
	places int            // 0 for any number
	taken  int            // more than there are where these have become fewer
	held   map[uint64]int // places that each client has
	queue  []*waiting
	shed   uint64
}

type waiting struct {
	client uint64
	in     chan struct{} // closed when there is a place for it
}

// queueLength is how many may wait for each place.
const queueLength = 4

// resize changes the number of places. Those that have one keep it, and those
// in the queue come in as far as there is room for them.
func (g *gate) resize(places int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.places = places
	g.admitQueue()
}

// enter finds a place for a client, and reports whether it has one before the
// time is over. Who has entered must leave.
func (g *gate) enter(ctx context.Context, client uint64, wait time.Duration) bool {
	g.mu.Lock()
	if g.admits(client) {
		g.admit(client)
		g.mu.Unlock()
		return true
	}
	if length := g.places * queueLength; len(g.queue) >= length || g.waits(client) >= g.part(length) || wait <= 0 {
		g.shed++
		g.mu.Unlock()
		return false
	}
	w := &waiting{client, make(chan struct{})}
	g.queue = append(g.queue, w)
	g.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-w.in:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return g.giveUp(w)
}

// giveUp ends the waiting. It reports whether a place was found at the last
// moment.
func (g *gate) giveUp(w *waiting) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.queue, w)
	if i < 0 {
		return true
	}
	g.queue = slices.Delete(g.queue, i, i+1)
	g.shed++
	return false
}

// part is how much of n one client has.
func (g *gate) part(n int) int { return (n + g.share - 1) / g.share }

func (g *gate) admits(client uint64) bool {
	return g.places == 0 || g.taken < g.places && g.held[client] < g.part(g.places)
}

func (g *gate) admit(client uint64) {
	if g.held == nil {
		g.held = map[uint64]int{}
	}
	g.taken++
	g.held[client]++
}

// admitQueue lets those in who may have a place, the first in the queue first.
func (g *gate) admitQueue() {
	g.queue = slices.DeleteFunc(g.queue, func(w *waiting) bool {
		ok := g.admits(w.client)
		if ok {
			g.admit(w.client)
			close(w.in)
		}
		return ok
	})
}

func (g *gate) waits(client uint64) (n int) {
	for _, w := range g.queue {
		if w.client == client {
			n++
		}
	}
	return n
}

// leave gives a place back.
func (g *gate) leave(client uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.taken--
	if g.held[client]--; g.held[client] == 0 {
		delete(g.held, client)
	}
	g.admitQueue()
}

// refuse counts a request that had a place in vain.
func (g *gate) refuse() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shed++
}

func (g *gate) shedCount() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shed
}
