package store

import (
	"context"
	"fmt"
	"io"

	bolt "go.etcd.io/bbolt"
)

// Backup writes one state of the store to w, as a file that Open opens, and
// returns its size. Others may read and write meanwhile, but the space that
// they free cannot be used again before it ends, and a write that makes the
// file outgrow Options.MmapSize waits for it.
func (s *Store) Backup(ctx context.Context, w io.Writer) (size int64, err error) {
	out := &backupWriter{ctx: ctx, w: w}
	err = s.view(ctx, func(tx *bolt.Tx) error {
		size, err = tx.WriteTo(out)
		return err
	})
	if out.err != nil {
		err = out.err
	}
	if err != nil {
		return size, fmt.Errorf("store: backup: %w", err)
	}
	return size, nil
}

// backupWriter stops writing when its context is done, and keeps the error,
// which bbolt may make text of.
type backupWriter struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (b *backupWriter) Write(p []byte) (n int, err error) {
	if b.err = b.ctx.Err(); b.err == nil {
		n, b.err = b.w.Write(p)
	}
	return n, b.err
}
