package store

import (
	"sync"
	"time"
)

// clock gives datestamps in Unix seconds that never fall, whatever the clock
// of the machine does, and knows how far the log is complete.
type clock struct {
	now func() time.Time

	mu      sync.Mutex
	floor   int64 // no stamp given from now on is lower
	writing bool  // a stamp was given whose change cannot be seen yet: floor
}

// stamp is the datestamp of the change about to be written, not lower than
// the latest one in the store. The caller calls done when the change can be
// seen or has failed.
func (c *clock) stamp(latest int64) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.floor = max(c.floor, latest, c.now().Unix())
	c.writing = true
	return c.floor
}

func (c *clock) done() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing = false
}

// horizon is the lowest datestamp that a change not to be seen yet can have.
func (c *clock) horizon() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.writing {
		c.floor = max(c.floor, c.now().Unix())
	}
	return c.floor
}
