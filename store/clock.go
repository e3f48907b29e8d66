package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// clock gives datestamps in Unix seconds that never fall, whatever the clock
// of the machine does, and knows how far the log is complete. While the clock of
// the machine is behind the latest datestamp, because it was set back or was far
// ahead once, time goes on by a second whenever somebody asks how far the log is
// complete after a change. Else nobody would be told of the changes before the
// clock has caught up.
type clock struct {
	now func() time.Time

	mu      sync.Mutex
	floor   int64 // no stamp given from now on is lower
	given   bool  // there may be a change with the stamp floor
	writing bool  // a stamp was given whose change cannot be seen yet: floor
	least   int64 // that the next opening begins with (NotBefore)
}

// begin goes on where an earlier clock ended: with the latest datestamp, and
// with a horizon that was told.
func (c *clock) begin(latest, told int64) {
	c.floor, c.given = latest, true
	if c.now().Unix() < latest {
		c.floor, c.given = latest+1, false // this may have been told as the horizon
	}
	if c.floor < told {
		c.floor, c.given = told, false
	}
}

// stamp is the datestamp of the change about to be written. The caller calls
// done when the change can be seen or has failed.
func (c *clock) stamp() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.floor = max(c.floor, c.now().Unix())
	c.given, c.writing = true, true
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
	if c.writing {
		return c.floor
	}
	switch now := c.now().Unix(); {
	case now > c.floor:
		c.floor, c.given = now, false
	case now < c.floor && c.given:
		c.floor++
		c.given = false
	}
	return c.floor
}

// KeepHorizon keeps the time that harvesters were told (register.Stats.Horizon),
// so that changes have no earlier datestamps after the store is opened again,
// even if the clock was set back meanwhile. Without it that is so of the
// datestamps of changes only. What is told afterwards needs another call, unless it
// is within the time ahead: until then a crash loses nothing.
func (s *Store) KeepHorizon(ctx context.Context, ahead time.Duration) error {
	return s.setHorizon(ctx, s.clock.until(ahead), true)
}

// until is the latest horizon that may be told within some time, as far as the
// clock goes on as it does.
func (c *clock) until(ahead time.Duration) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ahead > 0 {
		return max(c.floor, c.least, c.now().Add(ahead).Unix())
	}
	return max(c.floor, c.least)
}

// NotBefore has no change get a datestamp before t from when the store is next
// opened on.
func (s *Store) NotBefore(ctx context.Context, t time.Time) error {
	s.clock.mu.Lock()
	s.clock.least = max(s.clock.least, t.Unix())
	s.clock.mu.Unlock()
	return s.setHorizon(ctx, t.Unix(), false)
}

// setHorizon keeps a horizon, one before what is known only where it may be lowered.
func (s *Store) setHorizon(ctx context.Context, at int64, lower bool) error {
	var m meta
	err := s.view(ctx, func(tx *bolt.Tx) (err error) {
		m, err = readMeta(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: keeping the horizon: %w", err)
	}
	if at == m.horizon || !lower && at <= max(m.updated, m.horizon) {
		return nil
	}
	return s.keep(ctx, horizonKey, binary.AppendUvarint(nil, uint64(at)))
}
