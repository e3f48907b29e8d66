package store

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

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

// branches is what is known of the branches without a look at the file. The log
// only grows while a store is open, so of changes that are in it nothing of this
// changes.
type branches struct {
	upTo   uint64 // the latest change of which it tells
	begins []beginning
}

// beginning is a branch and the change after which it begins.
type beginning struct {
	after uint64
	name  string
}

// at is the branch that begins last before a change.
func (b *branches) at(seq uint64) string {
	i, _ := slices.BinarySearchFunc(b.begins, seq, func(x beginning, seq uint64) int { return cmp.Compare(x.after, seq) })
	if i == 0 {
		return ""
	}
	return b.begins[i-1].name
}

// Branch implements register.Store. Every answer about a record asks for it, so
// that the file is read only for what is newer than the last time.
func (s *Store) Branch(ctx context.Context, seq uint64) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("store: branch of change %d: %w", seq, err)
	}
	known := s.branches.Load()
	if known == nil || seq > known.upTo {
		known = new(branches)
		err := s.view(ctx, func(tx *bolt.Tx) error { return known.read(tx) })
		if err == nil && seq > known.upTo {
			err = register.ErrNotFound
		}
		if err != nil {
			return "", fmt.Errorf("store: branch of change %d: %w", seq, err)
		}
		s.branches.Store(known)
	}
	return known.at(seq), nil
}

func (b *branches) read(tx *bolt.Tx) error {
	m, err := readMeta(tx)
	if err != nil {
		return err
	}
	b.upTo = m.seq
	c := tx.Bucket(branchBucket).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		after, err := parseSeqKey(k)
		if err != nil {
			return err
		}
		b.begins = append(b.begins, beginning{after, string(v)})
	}
	return nil
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
