package limit

import (
	"context"
	"slices"
	"sync"
	"time"
)

// gate lets so many requests of a class in at the same time. Those that find
// no place stand in a short queue. No client has more than its share of the
// places, or of the queue.
type gate struct {
	mu     sync.Mutex
	free   int
	share  int
	length int            // of the queue, at most
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

func newGate(places int) *gate {
	return &gate{free: places, share: (places + 1) / 2, length: places * queueLength, held: map[uint64]int{}}
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
	if len(g.queue) >= g.length || g.waits(client) >= (g.length+1)/2 || wait <= 0 {
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

func (g *gate) admits(client uint64) bool { return g.free > 0 && g.held[client] < g.share }

func (g *gate) admit(client uint64) {
	g.free--
	g.held[client]++
}

func (g *gate) waits(client uint64) (n int) {
	for _, w := range g.queue {
		if w.client == client {
			n++
		}
	}
	return n
}

// leave gives a place back, to the first in the queue who may have it.
func (g *gate) leave(client uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free++
	if g.held[client]--; g.held[client] == 0 {
		delete(g.held, client)
	}
	for i, w := range g.queue {
		if g.admits(w.client) {
			g.admit(w.client)
			g.queue = slices.Delete(g.queue, i, i+1)
			close(w.in)
			return
		}
	}
}

func (g *gate) shedCount() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shed
}
