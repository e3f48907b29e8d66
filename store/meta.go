package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"issnd/register"
)

// format is the version of the layout that doc.go describes.
const format = 3

var (
	formatKey  = []byte("format")
	idKey      = []byte("id")
	seqMetaKey = []byte("seq")
	updatedKey = []byte("updated")
	countsKey  = []byte("counts")

	renditionKey = []byte("rendition")
	horizonKey   = []byte("horizon")
	setsKey      = []byte("sets")
)

// meta is the content of the meta bucket.
type meta struct {
	format  uint64
	id      string
	seq     uint64
	updated int64
	counts  counts
	branch  string // of seq
	horizon int64  // that was kept, 0 for none
}

// counts holds the tombstones at 0 and the other records at their status.
type counts [register.Unreported + 1]uint64

// slot is where a record with the head is counted.
func slot(h *register.Head) register.Status {
	if h.Deleted {
		return 0
	}
	return h.Status
}

func (c *counts) total() uint64 {
	var n uint64
	for _, k := range c {
		n += k
	}
	return n
}

// readMeta reads the meta bucket, or tells why this program cannot read the
// store.
func readMeta(tx *bolt.Tx) (m meta, err error) {
	b := tx.Bucket(metaBucket)
	if b == nil {
		return m, errors.New("the file holds something else than a register")
	}
	version, err := uvarint(b.Get(formatKey))
	if err != nil {
		return m, fmt.Errorf("reading the format: %w", err)
	}
	if version > format {
		return m, fmt.Errorf("%w: format %d, this one reads up to %d", ErrNewer, version, format)
	}
	updated, uerr := uvarint(b.Get(updatedKey))
	seq, serr := uvarint(b.Get(seqMetaKey))
	m.format = version
	m.id, m.seq, m.updated = string(b.Get(idKey)), seq, int64(updated)
	d := decoder{rest: b.Get(countsKey)}
	for i := range m.counts {
		m.counts[i] = d.uvarint()
	}
	if uerr != nil || serr != nil || d.bad || len(d.rest) != 0 {
		return m, fmt.Errorf("reading sequence and counts: %w", errValue)
	}
	if v := b.Get(horizonKey); v != nil {
		told, err := uvarint(v)
		if err != nil {
			return m, fmt.Errorf("reading the horizon: %w", err)
		}
		m.horizon = int64(told)
	}
	if b := tx.Bucket(branchBucket); b != nil {
		m.branch = branchAt(b, seq)
	}
	return m, nil
}

// create writes the meta bucket of a new store.
func (m *meta) create(b *bolt.Bucket) error {
	return errors.Join(
		b.Put(formatKey, binary.AppendUvarint(nil, format)),
		b.Put(idKey, []byte(m.id)),
		b.Put(setsKey, setsVersion()),
		m.write(b),
	)
}

// write writes what a change of the register changes.
func (m *meta) write(b *bolt.Bucket) error {
	var c []byte
	for _, n := range m.counts {
		c = binary.AppendUvarint(c, n)
	}
	return errors.Join(
		b.Put(seqMetaKey, binary.AppendUvarint(nil, m.seq)),
		b.Put(updatedKey, binary.AppendUvarint(nil, uint64(m.updated))),
		b.Put(countsKey, c),
	)
}

// Stats implements register.Store.
func (s *Store) Stats(ctx context.Context) (register.Stats, error) {
	horizon := s.clock.horizon()
	var m meta
	err := s.view(ctx, func(tx *bolt.Tx) (err error) {
		m, err = readMeta(tx)
		return err
	})
	if err != nil {
		return register.Stats{}, fmt.Errorf("store: %w", err)
	}
	st := m.stats()
	st.Horizon = time.Unix(max(horizon, m.updated), 0).UTC()
	return st, nil
}

func (m *meta) stats() register.Stats {
	st := register.Stats{
		ID:       m.id,
		Records:  m.counts.total(),
		Deleted:  m.counts[0],
		Seq:      m.seq,
		Branch:   m.branch,
		ByStatus: make(map[register.Status]uint64),
	}
	for status, n := range m.counts {
		if status > 0 && n > 0 {
			st.ByStatus[register.Status(status)] = n
		}
	}
	if m.seq > 0 {
		st.Updated = time.Unix(m.updated, 0).UTC()
	}
	return st
}
