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
// datestamps of changes only.
func (s *Store) KeepHorizon(ctx context.Context) error {
	s.clock.mu.Lock()
	at := s.clock.floor
	s.clock.mu.Unlock()
	return s.NotBefore(ctx, time.Unix(at, 0))
}

// NotBefore has no change get a datestamp before t from when the store is next
// opened on.
func (s *Store) NotBefore(ctx context.Context, t time.Time) error {
	var known int64
	err := s.view(ctx, func(tx *bolt.Tx) error {
		m, err := readMeta(tx)
		known = max(m.updated, m.horizon)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: keeping the horizon: %w", err)
	}
	if t.Unix() <= known {
		return nil
	}
	return s.keep(ctx, horizonKey, binary.AppendUvarint(nil, uint64(t.Unix())))
}
