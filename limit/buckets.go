package limit

import (
	"sync"
	"time"
)

// The size of the table of budgets: 2^14 sets of 8 clients with 72 bytes each
// are 9 MiB, of which the system gives what is used.
const (
	ways    = 8
	sets    = 1 << 14
	stripes = 256 // locks, each of which guards every 256th set
)

// budgets is the state of one client: for each class the time at which its
// budget is full, in nanoseconds of the clock, as the generic cell rate
// algorithm has it (ITU-T I.371, Annex A). It is exact, needs one number for a
// budget and nobody who fills it.
type budgets struct {
	client uint64 // 0: nobody
	full   [classes - 1]int64
}

// latest is the time at which all budgets of the client are full.
func (b *budgets) latest() int64 {
	t := b.full[0]
	for _, f := range b.full[1:] {
		t = max(t, f)
	}
	return t
}

// buckets are the budgets of the clients that came lately. The table never
// grows: a client that finds its set full takes the place of the one whose
// budgets are full, or will be first. So those who have used up much are the
// last to be forgotten.
type buckets struct {
	locks [stripes]stripe
	sets  []([ways]budgets)
}

type stripe struct {
	sync.Mutex
	allowed, limited [classes]uint64
	_                [48]byte // the next one is in another cache line
}

func newBuckets() *buckets { return &buckets{sets: make([][ways]budgets, sets)} }

// find is the state of a client in its set, which is locked.
func (b *buckets) find(client uint64) *budgets {
	set := &b.sets[client>>1%sets]
	oldest := &set[0]
	for i := range set {
		s := &set[i]
		if s.client == client {
			return s
		}
		if s.client == 0 {
			oldest = s
			break
		}
		if s.latest() < oldest.latest() {
			oldest = s
		}
	}
	*oldest = budgets{client: client}
	return oldest
}

// take takes one request out of a budget, if it holds one.
func (b *buckets) take(client uint64, c Class, r *Rate, now int64) Budget {
	interval := r.interval()
	room := interval * int64(r.Burst)
	lock := &b.locks[client>>1%stripes]
	lock.Lock()
	full := &b.find(client).full[c-1]
	*full = min(*full, now+room) // what was used up at another rate is an empty budget at most
	next := max(*full, now) + interval
	ok := next-now <= room
	if ok {
		*full = next
		lock.allowed[c]++
	} else {
		next -= interval
		lock.limited[c]++
	}
	lock.Unlock()
	out := Budget{Allowed: ok, rate: r, left: int((room - (next - now)) / interval), reset: time.Duration(next - now)}
	if !ok {
		out.Retry = time.Duration(next + interval - now - room)
	}
	return out
}

// giveBack puts part of a request back into a budget.
func (b *buckets) giveBack(client uint64, c Class, r *Rate, part float64) {
	lock := &b.locks[client>>1%stripes]
	lock.Lock()
	b.find(client).full[c-1] -= int64(float64(r.interval()) * part)
	lock.Unlock()
}

// allow counts a request that no budget is for.
func (b *buckets) allow(client uint64, c Class) {
	lock := &b.locks[client>>1%stripes]
	lock.Lock()
	lock.allowed[c]++
	lock.Unlock()
}

// count adds up what has been allowed and limited.
func (b *buckets) count(c Class) (allowed, limited uint64) {
	for i := range b.locks {
		s := &b.locks[i]
		s.Lock()
		allowed, limited = allowed+s.allowed[c], limited+s.limited[c]
		s.Unlock()
	}
	return allowed, limited
}

// Budget is what became of a request and what is left for more.
type Budget struct {
	Allowed bool
	Retry   time.Duration // after which the next one is allowed, if this one is not

	rate  *Rate
	left  int
	reset time.Duration
}

// low is the share of a budget below which a client is told of it, where it is
// not told always.
const low = 5

// Low reports whether a client should be told of the limit before it meets it.
func (b *Budget) Low() bool { return b.rate != nil && b.left*low < b.rate.Burst }
