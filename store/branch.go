package store

import (
	"context"
	"fmt"
	"io"

	bolt "go.etcd.io/bbolt"

	"issnd/register"
)

// newBranch is a name for the changes that are made while a store is open.
func newBranch(random io.Reader) (string, error) {
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("making an identity: %w", err)
	}
	return fmt.Sprintf("%x", b), nil
}

// Branch implements register.Store.
func (s *Store) Branch(ctx context.Context, seq uint64) (branch string, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		m, err := readMeta(tx)
		if err == nil && seq > m.seq {
			err = register.ErrNotFound
		}
		branch = branchAt(tx.Bucket(branchBucket), seq)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("store: branch of change %d: %w", seq, err)
	}
	return branch, nil
}

// branchAt is the branch that begins last before a change.
func branchAt(b *bolt.Bucket, seq uint64) string {
	c := b.Cursor()
	at := seqKey(seq)
	before := c.Last
	if k, _ := c.Seek(at[:]); k != nil {
		before = c.Prev
	}
	_, v := before()
	return string(v)
}

// beginBranch has the changes after a sequence number belong to a branch,
// unless they do.
func beginBranch(b *bolt.Bucket, after uint64, branch string) error {
	if _, v := b.Cursor().Last(); string(v) == branch {
		return nil
	}
	k := seqKey(after)
	return b.Put(k[:], []byte(branch))
}

// branches verifies that branches have names and begin in the log.
func (c *checker) branches() error {
	_, err := c.each(branchBucket, func(k, v []byte) {
		switch seq, err := parseSeqKey(k); {
		case err != nil:
			c.problem(branchBucket, fmt.Sprintf("%x", k), "%v", err)
		case len(v) == 0:
			c.problem(branchBucket, fmt.Sprint(seq), "has no name")
		case seq >= c.meta.seq:
			c.problem(branchBucket, fmt.Sprint(seq), "begins after the latest change, %d", c.meta.seq)
		}
	})
	return err
}
