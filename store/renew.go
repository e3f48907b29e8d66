package store

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
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
	if err := s.move(ctx, m.seq, m.counts.total(), progress); err != nil {
		return err
	}
	release, err := s.lock(ctx)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer release()
	err = s.db.Update(func(tx *bolt.Tx) error {
		return tx.Bucket(metaBucket).Put(renditionKey, []byte(rendition))
	})
	if err != nil {
		return fmt.Errorf("store: keeping the rendition: %w", err)
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

// move gives the records up to a sequence number new places.
func (s *Store) move(ctx context.Context, last, total uint64, progress func(done, total uint64)) error {
	var done uint64
	for after := uint64(0); after < last; {
		release, err := s.lock(ctx)
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		n := 0
		err = s.write(ctx, func(b *batch) error {
			after, err = b.collect(after, last)
			n = len(b.edits)
			return err
		})
		release()
		if err != nil {
			return failed(n, err)
		}
		done += uint64(n)
		if progress != nil && n > 0 {
			progress(done, max(done, total))
		}
	}
	return nil
}

// collect makes edits of the next records of the log after one place and up
// to another, and returns how far it came.
func (b *batch) collect(after, last uint64) (uint64, error) {
	c := b.records.Cursor()
	first := seqKey(after + 1)
	for k, v := c.Seek(first[:]); k != nil; k, v = c.Next() {
		seq, err := parseSeqKey(k)
		if err != nil {
			return after, err
		}
		if seq > last || len(b.edits) == renewal {
			return seq - 1, nil
		}
		st := state{}
		if st.head, st.packed, err = decode(seq, v); err != nil {
			return after, fmt.Errorf("record at %d: %w", seq, err)
		}
		b.edits = append(b.edits, edit{st, st})
	}
	return last, nil
}
