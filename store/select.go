package store

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"issnd/register"
)

// Select implements register.Store.
func (s *Store) Select(ctx context.Context, sel register.Selection, limit int, room *register.Room) ([]*register.Record, error) {
	p := newPage(limit, room)
	if err := s.selection(ctx, &p, sel, limit); err != nil {
		return nil, err
	}
	return p.room.Records(), nil
}

// SelectHeads implements register.Store.
func (s *Store) SelectHeads(ctx context.Context, sel register.Selection, limit int) ([]register.Head, error) {
	p := page{onlyHeads: true}
	if err := s.selection(ctx, &p, sel, limit); err != nil {
		return nil, err
	}
	return p.heads, nil
}

// selection reads a page of a selection.
func (s *Store) selection(ctx context.Context, p *page, sel register.Selection, limit int) error {
	err := s.view(ctx, func(tx *bolt.Tx) error {
		if sel.Membership == whole {
			return p.walk(ctx, tx, sel.After, sel.Through, limit)
		}
		return p.selected(ctx, tx, sel, limit)
	})
	if err != nil {
		return fmt.Errorf("store: changes of list %q after %d: %w", sel.Set, sel.After, err)
	}
	return nil
}

// selected adds the records of a list.
func (p *page) selected(ctx context.Context, tx *bolt.Tx, sel register.Selection, limit int) error {
	if sel.After >= sel.Through || limit <= 0 {
		return nil
	}
	records := tx.Bucket(recordBucket)
	first := sel.After + 1
	return listsOf(tx).each(sel.Membership, first>>partBits, sel.Through>>partBits, func(part uint64, v []byte) (bool, error) {
		var set placeSet
		if err := set.read(v); err != nil {
			return false, err
		}
		from := uint16(0)
		if part == first>>partBits {
			from = uint16(first % partSize)
		}
		for n := range set.from(from) {
			seq := part<<partBits | uint64(n)
			if seq > sel.Through || p.len() >= limit {
				return false, nil
			}
			if err := p.add(ctx, tx, seq, lookUp(records, seq)); err != nil {
				return false, err
			}
		}
		return p.len() < limit, nil
	})
}

// Count implements register.Store.
func (s *Store) Count(ctx context.Context, sel register.Selection) (n uint64, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		m, err := readMeta(tx)
		if err != nil {
			return err
		}
		l := listsOf(tx)
		if sel.After == 0 && sel.Through >= m.seq {
			n, err = l.total(sel.Membership)
			return err
		}
		n, err = l.count(sel)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("store: counting list %q after %d: %w", sel.Set, sel.After, err)
	}
	return n, nil
}

// count adds up the parts of a list, of which it reads only the first and the
// last.
func (l lists) count(sel register.Selection) (n uint64, err error) {
	if sel.After >= sel.Through {
		return 0, nil
	}
	first, last := (sel.After+1)>>partBits, sel.Through>>partBits
	err = l.each(sel.Membership, first, last, func(part uint64, v []byte) (bool, error) {
		if part != first && part != last {
			k, err := placeCount(v)
			n += k
			return true, err
		}
		var set placeSet
		if err := set.read(v); err != nil {
			return false, err
		}
		upTo := uint64(partSize - 1)
		if part == last {
			upTo = sel.Through % partSize
		}
		n += set.rank(uint16(upTo))
		if part == sel.After>>partBits {
			n -= set.rank(uint16(sel.After % partSize))
		}
		return true, nil
	})
	return n, err
}

// Sets implements register.Store.
func (s *Store) Sets(ctx context.Context, public bool) (sets []string, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) (err error) {
		sets, err = listsOf(tx).names(public)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: sets: %w", err)
	}
	return sets, nil
}
