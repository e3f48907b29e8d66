package store

import (
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
	return s.GetFields(ctx, id, allFields)
}

func allFields(*register.Head) *marc.Tags { return nil }

// GetFields implements register.Store.
func (s *Store) GetFields(ctx context.Context, id issn.ISSN, wanted func(*register.Head) *marc.Tags) (*register.Record, error) {
	var rec *register.Record
	err := s.view(ctx, func(tx *bolt.Tx) error {
		st, err := s.find(tx, id)
		if err != nil {
			return err
		}
		rec, err = makeRecord(tx, &st, wanted)
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
	err := s.view(ctx, func(tx *bolt.Tx) error {
		st, err := s.find(tx, id)
		h = st.head
		return err
	})
	if err != nil {
		return register.Head{}, fmt.Errorf("store: record %s: %w", id, err)
	}
	return h, nil
}

// Cluster implements register.Store.
func (s *Store) Cluster(ctx context.Context, l issn.ISSN, limit int) ([]register.Head, error) {
	var heads []register.Head
	err := s.view(ctx, func(tx *bolt.Tx) error {
		ids, err := members(related(tx, clusterBucket), l, limit)
		if err != nil {
			return err
		}
		for _, id := range append([]issn.ISSN{l}, ids...) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if len(heads) >= limit {
				break
			}
			st, err := s.find(tx, id)
			if id == l && (errors.Is(err, register.ErrNotFound) || err == nil && st.head.ISSNL != l) {
				continue
			}
			if err != nil {
				return fmt.Errorf("member %s: %w", id, err)
			}
			heads = append(heads, st.head)
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
	err := s.view(ctx, func(tx *bolt.Tx) (err error) {
		by, err = replacedBy(related(tx, replacedBucket), id)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("store: replacement of %s: %w", id, err)
	}
	return by, nil
}

func related(tx *bolt.Tx, name []byte) relation { return relation{tx.Bucket(name)} }

// locate is the sequence number of a record, or ErrNotFound.
func locate(issns relation, id issn.ISSN) (uint64, error) {
	seq, found, err := issns.first(id)
	if err == nil && !found {
		return 0, register.ErrNotFound
	}
	return seq, err
}

// lookUp is the encoded record at seq, or nil, which decode refuses.
func lookUp(records *bolt.Bucket, seq uint64) []byte {
	k := seqKey(seq)
	return records.Get(k[:])
}

// readRecord makes a record of its own memory from an encoded one.
func readRecord(tx *bolt.Tx, seq uint64, v []byte) (*register.Record, error) {
	st, err := decode(seq, v)
	if err != nil {
		return nil, err
	}
	return makeRecord(tx, &st, allFields)
}

// makeRecord makes a record of its own memory from a state, with the fields that
// are wanted for its head.
func makeRecord(tx *bolt.Tx, st *state, wanted func(*register.Head) *marc.Tags) (*register.Record, error) {
	m, err := marc.UnpackTags(st.packed, wanted(&st.head))
	if err != nil {
		return nil, err
	}
	rec := &register.Record{MARC: m}
	return rec, fill(tx, rec, st)
}

// fill makes what has the MARC of a record the record of a state.
func fill(tx *bolt.Tx, rec *register.Record, st *state) (err error) {
	rec.Head, rec.Past = st.head, st.past
	rec.Replacement = rec.Successor()
	if rec.Replacement.IsZero() && !rec.InForce() {
		rec.Replacement, err = replacedBy(related(tx, replacedBucket), rec.ISSN)
	}
	return err
}

// replacedBy is the lowest ISSN of a record that cancels id, or zero.
func replacedBy(replaced relation, id issn.ISSN) (issn.ISSN, error) {
	n, found, err := replaced.first(id)
	if err != nil || !found {
		return 0, err
	}
	return toISSN(n)
}

// members lists the first entries of a cluster.
func members(clusters relation, l issn.ISSN, limit int) ([]issn.ISSN, error) {
	ns, err := clusters.some(l, limit)
	if err != nil {
		return nil, err
	}
	ids := make([]issn.ISSN, len(ns))
	for i, n := range ns {
		if ids[i], err = toISSN(n); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
