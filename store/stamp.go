package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Since implements register.Store.
func (s *Store) Since(ctx context.Context, t time.Time) (after uint64, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		m, err := readMeta(tx)
		if err != nil {
			return err
		}
		k := stampKey(firstSecond(t))
		if _, v := tx.Bucket(stampBucket).Cursor().Seek(k[:]); v != nil {
			after, err = uvarint(v)
			return err
		}
		after = m.seq
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("store: changes since %s: %w", t.Format(time.RFC3339), err)
	}
	return after, nil
}

// firstSecond is the first whole second at t or later, in Unix time, not
// before its start.
func firstSecond(t time.Time) int64 {
	s := t.Unix()
	if t.Nanosecond() > 0 {
		s++
	}
	return max(s, 0)
}

func stampKey(stamp int64) (k [seqLen]byte) { return seqKey(uint64(stamp)) }

// putStamp keeps the sequence number after which the changes with a datestamp
// begin.
func putStamp(b *bolt.Bucket, stamp int64, after uint64) error {
	k := stampKey(stamp)
	return b.Put(k[:], binary.AppendUvarint(nil, after))
}
