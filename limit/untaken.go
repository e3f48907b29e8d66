package limit

import "sync"

// untaken counts the bytes of answers that have been made and that clients have
// not taken yet. No client has more than its share of them, unless it is by one
// answer alone.
type untaken struct {
	mu   sync.Mutex
	all  int
	held map[uint64]int // by client
}

// How many bytes of answers may wait to be taken, and what part of them may be
// one client's.
const (
	mostUntaken  = 128 << 20
	shareUntaken = 8
)

func (u *untaken) hold(client uint64, bytes int) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.held == nil {
		u.held = map[uint64]int{}
	}
	of := u.held[client]
	if of > 0 && of+bytes > mostUntaken/shareUntaken || u.all > 0 && u.all+bytes > mostUntaken {
		return false
	}
	u.all += bytes
	u.held[client] = of + bytes
	return true
}

func (u *untaken) release(client uint64, bytes int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.all -= bytes
	if u.held[client] -= bytes; u.held[client] == 0 {
		delete(u.held, client)
	}
}

// Hold counts an answer of a class that waits for its client, and reports whether
// there is memory for it. What is held must be released.
func (l *Limiter) Hold(c Client, k Class, bytes int) bool {
	ok := l.untaken.hold(c.id, bytes)
	if !ok {
		l.gates[k].refuse()
	}
	return ok
}

// Held is how many bytes are held for all clients.
func (l *Limiter) Held() int {
	l.untaken.mu.Lock()
	defer l.untaken.mu.Unlock()
	return l.untaken.all
}

// Release ends what Hold has begun: the client has the answer, or has gone.
func (l *Limiter) Release(c Client, bytes int) { l.untaken.release(c.id, bytes) }
