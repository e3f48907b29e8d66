package store

import (
	"context"
	"fmt"
	"sort"
	"time"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/register"
)

// List implements register.Store.
func (s *Store) List(ctx context.Context, after issn.ISSN, limit int) ([]*register.Record, error) {
	var p page
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
	var p page
	err := s.view(ctx, func(tx *bolt.Tx) error {
		if after+1 == 0 {
			return nil
		}
		c := tx.Bucket(recordBucket).Cursor()
		first := seqKey(after + 1)
		for k, v := c.Seek(first[:]); k != nil && len(p.recs) < limit; k, v = c.Next() {
			seq, err := parseSeqKey(k)
			if err != nil {
				return err
			}
			if err := p.add(ctx, tx, seq, v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("store: changes after %d: %w", after, err)
	}
	return p.recs, nil
}

// page is the records read by one call.
type page struct{ recs []*register.Record }

func (p *page) add(ctx context.Context, tx *bolt.Tx, seq uint64, v []byte) error {
	const often = 64
	if len(p.recs)%often == 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	rec, err := readRecord(tx, seq, v)
	if err != nil {
		return fmt.Errorf("record at %d: %w", seq, err)
	}
	p.recs = append(p.recs, rec)
	return nil
}

// Since implements register.Store.
func (s *Store) Since(ctx context.Context, t time.Time) (uint64, error) {
	var after int
	err := s.view(ctx, func(tx *bolt.Tx) error {
		m, err := readMeta(tx)
		if err != nil {
			return err
		}
		c := tx.Bucket(recordBucket).Cursor()
		after = sort.Search(int(m.seq), func(n int) bool {
			first := seqKey(uint64(n) + 1)
			k, v := c.Seek(first[:])
			if k == nil {
				return true
			}
			h, _, derr := decode(0, v)
			if derr != nil && err == nil {
				err = fmt.Errorf("record after %d: %w", n, derr)
			}
			return !h.Updated.Before(t)
		})
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("store: changes since %s: %w", t.Format(time.RFC3339), err)
	}
	return uint64(after), nil
}
