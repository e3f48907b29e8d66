package store

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// List implements register.Store.
func (s *Store) List(ctx context.Context, after issn.ISSN, limit int) ([]*register.Record, error) {
	p := newPage(limit)
	err := s.view(ctx, func(tx *bolt.Tx) error { return p.list(ctx, tx, after, limit) })
	if err != nil {
		return nil, fmt.Errorf("store: records after %s: %w", after, err)
	}
	return p.recs, nil
}

func (p *page) list(ctx context.Context, tx *bolt.Tx, after issn.ISSN, limit int) error {
	records := tx.Bucket(recordBucket)
	c := tx.Bucket(issnBucket).Cursor()
	first := blockKey(max(after, 1))
	var pairs []pair
	for k, v := c.Seek(first[:]); k != nil && len(p.recs) < limit; k, v = c.Next() {
		var err error
		if pairs, err = appendPairs(pairs[:0], k, v); err != nil {
			return err
		}
		for _, at := range pairs {
			if at.id <= after || len(p.recs) >= limit {
				continue
			}
			if err := p.add(ctx, tx, at.n, lookUp(records, at.n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Changes implements register.Store.
func (s *Store) Changes(ctx context.Context, after uint64, limit int) ([]*register.Record, error) {
	p := newPage(limit)
	err := s.view(ctx, func(tx *bolt.Tx) error { return p.walk(ctx, tx, after, ^uint64(0), limit) })
	if err != nil {
		return nil, fmt.Errorf("store: changes after %d: %w", after, err)
	}
	return p.recs, nil
}

// walk adds the records after one place in the log up to another.
func (p *page) walk(ctx context.Context, tx *bolt.Tx, after, through uint64, limit int) error {
	if after >= through {
		return nil
	}
	c := tx.Bucket(recordBucket).Cursor()
	first := seqKey(after + 1)
	for k, v := c.Seek(first[:]); k != nil && p.len() < limit; k, v = c.Next() {
		seq, err := parseSeqKey(k)
		if err != nil {
			return err
		}
		if seq > through {
			return nil
		}
		if err := p.add(ctx, tx, seq, v); err != nil {
			return err
		}
	}
	return nil
}

// page is the records read by one call, or their heads if those are all that is
// wanted. The records share memory.
type page struct {
	recs      []*register.Record
	heads     []register.Head
	onlyHeads bool
	unpacker  *marc.Unpacker
	room      []register.Record // of records to come
}

// mostRoom is for how many records room is made at a time.
const mostRoom = 64

// newPage is for at most so many records.
func newPage(limit int) page {
	n := max(0, min(limit, mostRoom))
	return page{recs: make([]*register.Record, 0, n), unpacker: marc.NewUnpacker(n)}
}

func (p *page) len() int { return len(p.recs) + len(p.heads) }

func (p *page) add(ctx context.Context, tx *bolt.Tx, seq uint64, v []byte) error {
	const often = 64
	if p.len()%often == 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if p.onlyHeads {
		st, err := decode(seq, v)
		if err != nil {
			return fmt.Errorf("record at %d: %w", seq, err)
		}
		p.heads = append(p.heads, st.head)
		return nil
	}
	rec, err := p.record(tx, seq, v)
	if err != nil {
		return fmt.Errorf("record at %d: %w", seq, err)
	}
	p.recs = append(p.recs, rec)
	return nil
}

// record makes a record in the memory of the page.
func (p *page) record(tx *bolt.Tx, seq uint64, v []byte) (*register.Record, error) {
	st, err := decode(seq, v)
	if err != nil {
		return nil, err
	}
	m, err := p.unpacker.Unpack(st.packed)
	if err != nil {
		return nil, err
	}
	if len(p.room) == 0 {
		p.room = make([]register.Record, max(1, cap(p.recs)-len(p.recs)))
	}
	rec := &p.room[0]
	p.room = p.room[1:]
	return rec, fill(tx, rec, &st, m)
}
