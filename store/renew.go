package store

import (
	"bytes"
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"issnd/register"
)

// renewal is the number of records that a transaction of Renew moves.
const renewal = 2048

// Renew implements register.Store.
func (s *Store) Renew(ctx context.Context, rendition string, progress func(done, total uint64)) error {
	m, known, err := s.rendition(ctx)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if known == rendition {
		return nil
	}
	every := func(*edit) (bool, error) { return true, nil }
	if err := s.move(ctx, &m, every, progress); err != nil {
		return err
	}
	return s.keep(ctx, renditionKey, []byte(rendition))
}

// RenewNext has the next call of Renew give every record a new place, whatever
// it is given.
func (s *Store) RenewNext(ctx context.Context) error { return s.keep(ctx, renditionKey, nil) }

// keep writes one key of the meta bucket.
func (s *Store) keep(ctx context.Context, key, value []byte) error {
	release, err := s.lock(ctx)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer release()
	err = s.update(func(tx *bolt.Tx) error { return tx.Bucket(metaBucket).Put(key, value) })
	if err != nil {
		return fmt.Errorf("store: keeping the %s: %w", key, err)
	}
	return nil
}

// rendition reads the meta bucket and the name that Renew keeps there.
func (s *Store) rendition(ctx context.Context) (m meta, known string, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) (err error) {
		m, err = readMeta(tx)
		if err == nil {
			known = string(tx.Bucket(metaBucket).Get(renditionKey))
		}
		return err
	})
	return m, known, err
}

// move gives the records that are stored now, and that pick picks, new places.
// Which lists hold a record it takes from the lists, because Memberships may
// have become another function.
func (s *Store) move(ctx context.Context, m *meta, pick func(*edit) (bool, error), progress func(done, total uint64)) error {
	var done uint64
	for after := uint64(0); after < m.seq; {
		release, err := s.lock(ctx)
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		n := 0
		err = s.write(ctx, func(b *batch) error {
			after, err = b.collect(after, m.seq, pick)
			n = len(b.edits)
			return err
		})
		release()
		if err != nil {
			return failed(n, err)
		}
		done += uint64(n)
		if progress != nil && n > 0 {
			progress(done, max(done, m.counts.total()))
		}
	}
	return nil
}

// collect makes edits of the next records of the log after one place and up to
// another, and returns how far it came.
func (b *batch) collect(after, last uint64, pick func(*edit) (bool, error)) (uint64, error) {
	c := b.records.Cursor()
	from := seqKey(after + 1)
	k, v := c.Seek(from[:])
	if k == nil {
		return last, nil
	}
	first, err := parseSeqKey(k)
	if err != nil || first > last {
		return last, err
	}
	last = min(last, first+renewal-1, first|(partSize-1))
	listed, err := b.lists.holding(first, last)
	if err != nil {
		return after, err
	}
	for ; k != nil; k, v = c.Next() {
		seq, err := parseSeqKey(k)
		if err != nil {
			return after, err
		}
		if seq > last {
			break
		}
		st, err := decode(seq, v)
		if err != nil {
			return after, fmt.Errorf("record at %d: %w", seq, err)
		}
		e := edit{before: st, after: st, listed: listed[seq-first]}
		picked, err := pick(&e)
		if err != nil {
			return after, fmt.Errorf("record at %d: %w", seq, err)
		}
		if picked {
			b.edits = append(b.edits, e)
		}
	}
	return last, nil
}

// holding lists, for each sequence number of a range within one part, the
// lists that hold it, the whole excepted.
func (l lists) holding(first, last uint64) ([][]register.Membership, error) {
	held := make([][]register.Membership, last-first+1)
	for i := range held {
		held[i] = []register.Membership{}
	}
	part := first >> partBits
	key := appendPartKey(nil, part, whole)
	c := l.parts.Cursor()
	for k, v := c.Seek(key); bytes.HasPrefix(k, key[:partLen]); k, v = c.Next() {
		m, err := parseListName(k[partLen:])
		if err != nil {
			return nil, err
		}
		if m == whole {
			continue
		}
		var set placeSet
		if err := set.read(v); err != nil {
			return nil, fmt.Errorf("list %q: %w", m.Set, err)
		}
		for n := range set.from(uint16(first % partSize)) {
			seq := part<<partBits | uint64(n)
			if seq > last {
				break
			}
			held[seq-first] = append(held[seq-first], m)
		}
	}
	return held, nil
}
