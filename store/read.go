package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Get implements register.Store.
func (s *Store) Get(ctx context.Context, id issn.ISSN) (*register.Record, error) {
	var rec *register.Record
	err := s.view(ctx, func(tx *bolt.Tx) error {
		seq, err := locate(tx.Bucket(issnBucket), id)
		if err != nil {
			return err
		}
		rec, err = readRecord(tx, seq, lookUp(tx.Bucket(recordBucket), seq))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: record %s: %w", id, err)
	}
	return rec, nil
}

// Head implements register.Store.
func (s *Store) Head(ctx context.Context, id issn.ISSN) (register.Head, error) {
	var h register.Head
	err := s.view(ctx, func(tx *bolt.Tx) (err error) {
		h, err = readHead(tx.Bucket(issnBucket), tx.Bucket(recordBucket), id)
		return err
	})
	if err != nil {
		return register.Head{}, fmt.Errorf("store: record %s: %w", id, err)
	}
	return h, nil
}

// Cluster implements register.Store.
func (s *Store) Cluster(ctx context.Context, l issn.ISSN) ([]register.Head, error) {
	var heads []register.Head
	err := s.view(ctx, func(tx *bolt.Tx) error {
		for _, id := range append(paired(tx.Bucket(clusterBucket), l), l) {
			h, err := readHead(tx.Bucket(issnBucket), tx.Bucket(recordBucket), id)
			if id == l && (errors.Is(err, register.ErrNotFound) || err == nil && h.ISSNL != l) {
				continue
			}
			if err != nil {
				return fmt.Errorf("member %s: %w", id, err)
			}
			heads = append(heads, h)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("store: cluster %s: %w", l, err)
	}
	slices.SortFunc(heads, func(a, b register.Head) int { return int(a.ISSN) - int(b.ISSN) })
	return heads, nil
}

// ReplacedBy implements register.Store.
func (s *Store) ReplacedBy(ctx context.Context, id issn.ISSN) (issn.ISSN, error) {
	var by issn.ISSN
	err := s.view(ctx, func(tx *bolt.Tx) error {
		by = firstPaired(tx.Bucket(replacedBucket), id)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("store: replacement of %s: %w", id, err)
	}
	return by, nil
}

// locate is the sequence number of a record, or ErrNotFound.
func locate(issns *bolt.Bucket, id issn.ISSN) (uint64, error) {
	k := issnKey(id)
	v := issns.Get(k[:])
	if v == nil {
		return 0, register.ErrNotFound
	}
	return uvarint(v)
}

// lookUp is the encoded record at seq, or nil, which decode refuses.
func lookUp(records *bolt.Bucket, seq uint64) []byte {
	k := seqKey(seq)
	return records.Get(k[:])
}

func readHead(issns, records *bolt.Bucket, id issn.ISSN) (register.Head, error) {
	seq, err := locate(issns, id)
	if err != nil {
		return register.Head{}, err
	}
	h, _, err := decode(seq, lookUp(records, seq))
	return h, err
}

// readRecord makes a record of its own memory from an encoded one.
func readRecord(tx *bolt.Tx, seq uint64, v []byte) (*register.Record, error) {
	h, packed, err := decode(seq, v)
	if err != nil {
		return nil, err
	}
	rec := &register.Record{Head: h}
	if rec.MARC, err = marc.Unpack(packed); err != nil {
		return nil, err
	}
	rec.Replacement = rec.Successor()
	if rec.Replacement.IsZero() && !rec.InForce() {
		rec.Replacement = firstPaired(tx.Bucket(replacedBucket), rec.ISSN)
	}
	return rec, nil
}

// paired lists the second ISSNs of the entries whose first is id.
func paired(b *bolt.Bucket, id issn.ISSN) []issn.ISSN {
	var ids []issn.ISSN
	prefix := issnKey(id)
	c := b.Cursor()
	for k, _ := c.Seek(prefix[:]); bytes.HasPrefix(k, prefix[:]); k, _ = c.Next() {
		if _, member, err := parsePairKey(k); err == nil {
			ids = append(ids, member)
		}
	}
	return ids
}

// firstPaired is the lowest of paired, or zero.
func firstPaired(b *bolt.Bucket, id issn.ISSN) issn.ISSN {
	prefix := issnKey(id)
	k, _ := b.Cursor().Seek(prefix[:])
	if of, member, err := parsePairKey(k); err == nil && of == id {
		return member
	}
	return 0
}
