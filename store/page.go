package store

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/register"
)

// List implements register.Store.
func (s *Store) List(ctx context.Context, after issn.ISSN, limit int) ([]*register.Record, error) {
	p := newPage(limit, nil)
	err := s.view(ctx, func(tx *bolt.Tx) error { return p.list(ctx, tx, after, limit) })
	if err != nil {
		return nil, fmt.Errorf("store: records after %s: %w", after, err)
	}
	return p.room.Records(), nil
}

func (p *page) list(ctx context.Context, tx *bolt.Tx, after issn.ISSN, limit int) error {
	records := tx.Bucket(recordBucket)
	c := tx.Bucket(issnBucket).Cursor()
	first := blockKey(max(after, 1))
	var pairs []pair
	for k, v := c.Seek(first[:]); k != nil && p.len() < limit; k, v = c.Next() {
		var err error
		if pairs, err = appendPairs(pairs[:0], k, v); err != nil {
			return err
		}
		for _, at := range pairs {
			if at.id <= after || p.len() >= limit {
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
	p := newPage(limit, nil)
	err := s.view(ctx, func(tx *bolt.Tx) error { return p.walk(ctx, tx, after, ^uint64(0), limit) })
	if err != nil {
		return nil, fmt.Errorf("store: changes after %d: %w", after, err)
	}
	return p.room.Records(), nil
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
// wanted.
type page struct {
	room      *register.Room
	heads     []register.Head
	onlyHeads bool
}

// newPage is for at most so many records, in a room that is lent for them or,
// if that is nil, in one of their own.
func newPage(limit int, room *register.Room) page {
	if room == nil {
		room = new(register.Room)
	}
	room.Begin(limit)
	return page{room: room}
}

func (p *page) len() int {
	if p.onlyHeads {
		return len(p.heads)
	}
	return len(p.room.Records())
}

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
	if err := p.record(tx, seq, v); err != nil {
		return fmt.Errorf("record at %d: %w", seq, err)
	}
	return nil
}

func (p *page) record(tx *bolt.Tx, seq uint64, v []byte) error {
	st, err := decode(seq, v)
	if err != nil {
		return err
	}
	rec, err := p.room.Add(st.packed)
	if err != nil {
		return err
	}
	return fill(tx, rec, &st)
}
