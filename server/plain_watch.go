package server

import (
	"errors"
	"os"
	"time"
)

// longAnswer is how long an answer takes before its client is watched.
const longAnswer = 100 * time.Millisecond

// clientWatch ends the work for a client that has gone away while it waited, as
// net/http does for each request: here only for those that take long.
type clientWatch struct {
	timer *time.Timer
	ended chan struct{} // of the latest watch
	early [1]byte       // what the client has sent meanwhile, of its next request
	n     int           // how much that is
}

// beginWatch has the client watched once the answer takes long.
func (c *plainConn) beginWatch() {
	if c.watch.timer == nil {
		c.watch.ended = make(chan struct{}, 1)
		c.watch.timer = time.AfterFunc(longAnswer, c.awaitClient)
		return
	}
	c.watch.timer.Reset(longAnswer)
}

// awaitClient waits until the client says something, goes away, or the watch is
// ended; and no longer than the deadline for reading that is set.
func (c *plainConn) awaitClient() {
	n, err := c.Read(c.watch.early[:])
	c.watch.n = n
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		c.gone()
	}
	c.watch.ended <- struct{}{}
}

// endWatch ends the watch. Nobody else reads from the connection afterwards.
func (c *plainConn) endWatch() {
	if c.watch.timer.Stop() {
		return
	}
	_ = c.SetReadDeadline(time.Unix(1, 0)) // one that fails has no connection to wait for
	<-c.watch.ended
	c.readable = time.Time{}
}

// takeEarly moves what was read during the watch to the beginning of a buffer.
func (c *plainConn) takeEarly(buf []byte) int {
	n := copy(buf, c.watch.early[:c.watch.n])
	c.watch.n = 0
	return n
}
