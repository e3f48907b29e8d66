package store

import (
	"context"
	"slices"

	"issnd/register"
)

// Select implements register.Store.
func (s *Store) Select(ctx context.Context, sel register.Selection, limit int) ([]*register.Record, error) {
	var found []*register.Record
	err := s.selected(ctx, sel, func(r *register.Record) bool {
		found = append(found, r)
		return len(found) < limit
	})
	return found, err
}

// Count implements register.Store.
func (s *Store) Count(ctx context.Context, sel register.Selection) (n uint64, err error) {
	err = s.selected(ctx, sel, func(*register.Record) bool { n++; return true })
	return n, err
}

// Sets implements register.Store.
func (s *Store) Sets(ctx context.Context, public bool) ([]string, error) {
	seen := map[string]bool{}
	all := register.Selection{Through: 1<<64 - 1}
	err := s.selected(ctx, all, func(r *register.Record) bool {
		for _, m := range register.Memberships(r) {
			if m.Public == public && m.Set != "" {
				seen[m.Set] = true
			}
		}
		return true
	})
	sets := make([]string, 0, len(seen))
	for set := range seen {
		sets = append(sets, set)
	}
	slices.Sort(sets)
	return sets, err
}

// selected yields the records of a part of the log.
func (s *Store) selected(ctx context.Context, sel register.Selection, yield func(*register.Record) bool) error {
	const size = 256
	for after := sel.After; ; {
		recs, err := s.Changes(ctx, after, size)
		if err != nil {
			return err
		}
		for _, r := range recs {
			if r.Seq > sel.Through {
				return nil
			}
			after = r.Seq
			whole := sel.Membership == register.Membership{}
			if (whole || slices.Contains(register.Memberships(r), sel.Membership)) && !yield(r) {
				return nil
			}
		}
		if len(recs) < size {
			return nil
		}
	}
}
