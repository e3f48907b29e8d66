package limit

import (
	"context"
	"hash/maphash"
	"net/netip"
	"sync/atomic"
	"time"
)

// Rates are the rates of the classes; that of Free is not used.
type Rates [classes]Rate

// Options are what a Limiter allows.
type Options struct {
	Public Rates         // for each address
	Key    Rates         // for each account
	Places [classes]int  // requests of a class at the same time, 0 for any number
	Wait   time.Duration // longest time in which to wait for a place
}

// Limiter knows what clients have asked for lately. It is safe for use by
// several goroutines, and its memory does not grow with the number of clients.
type Limiter struct {
	options atomic.Pointer[Options]
	clock   func() time.Duration
	seed    maphash.Seed
	buckets *buckets
	gates   [classes]gate
	untaken untaken
}

// New makes a limiter to which nobody has come yet. The clock gives the time
// since any moment and does not go back.
func New(o Options, clock func() time.Duration) *Limiter {
	l := &Limiter{clock: clock, seed: maphash.MakeSeed(), buckets: newBuckets()}
	for c := range l.gates {
		l.gates[c].share = 2
	}
	// Its places are kept for as long as the client reads, and there are many.
	l.gates[Download].share = 16
	l.Set(o)
	return l
}

// Set changes what is allowed. Clients keep what they have used of their
// budgets, and their places.
func (l *Limiter) Set(o Options) {
	l.options.Store(&o)
	for c, n := range o.Places {
		l.gates[c].resize(n)
	}
}

// Client is one to whom requests are put down.
type Client struct {
	id  uint64
	key bool
}

// Address is the client at an address: in IPv6 the network of 64 bits, of which
// each is one customer's and has more addresses than anyone could count.
func (l *Limiter) Address(a netip.Addr) Client {
	a = a.Unmap()
	b := a.As16()
	n := len(b)
	if a.Is6() {
		n = 8
	}
	return Client{id: l.hash(b[:n])}
}

// Account is the client who has a key of an account, from whatever address.
func (l *Limiter) Account(name string) Client {
	return Client{id: maphash.String(l.seed, name) | 1, key: true}
}

// hash is never 0, which is nobody. Accounts are odd and addresses even.
func (l *Limiter) hash(b []byte) uint64 {
	if h := maphash.Bytes(l.seed, b) &^ 1; h != 0 {
		return h
	}
	return 2
}

func (l *Limiter) rate(c Client, k Class) *Rate {
	o := l.options.Load()
	if c.key {
		return &o.Key[k]
	}
	return &o.Public[k]
}

// Take takes one request out of the client's budget for the class, if there is
// one left.
func (l *Limiter) Take(c Client, k Class) Budget {
	if k == Free {
		return Budget{Allowed: true}
	}
	r := l.rate(c, k)
	if r.Count == 0 {
		l.buckets.allow(c.id, k)
		return Budget{Allowed: true}
	}
	return l.buckets.take(c.id, k, r, int64(l.clock()))
}

// GiveBack puts part of a request that was taken back, where it turned out to
// cost less.
func (l *Limiter) GiveBack(c Client, k Class, part float64) {
	if r := l.rate(c, k); r.Count > 0 {
		l.buckets.giveBack(c.id, k, r, part)
	}
}

// Enter waits for a place, and reports whether there is one. Who has entered
// must leave.
func (l *Limiter) Enter(ctx context.Context, c Client, k Class) bool {
	return l.gates[k].enter(ctx, c.id, l.options.Load().Wait)
}

// Leave gives back the place of Enter.
func (l *Limiter) Leave(c Client, k Class) { l.gates[k].leave(c.id) }

// Count is what became of requests of a class.
type Count struct {
	Allowed uint64 // had a budget
	Limited uint64 // had none
	Shed    uint64 // had one, but found no place, or no memory for the answer
}

// Count is what became of all requests of a class since the limiter was made.
func (l *Limiter) Count(k Class) Count {
	var n Count
	n.Allowed, n.Limited = l.buckets.count(k)
	n.Shed = l.gates[k].shedCount()
	return n
}
