package bleveindex

import (
	"context"
	"slices"

	"issnd/search"
)

// sortKeys is what documents are sorted by, for the segments of a view. It
// waits until the columns are there.
func (r *orders) sortKeys(ctx context.Context, v *view, by []search.SortField) ([]*labelKey, error) {
	if len(by) == 0 {
		return nil, nil
	}
	r.pin(v, 1)
	defer r.pin(v, -1)
	for {
		if out, ok := r.ready(v, by); ok {
			return out, nil
		}
		r.mu.Lock()
		for _, b := range by {
			for _, f := range b.Fields {
				r.want(f)
			}
		}
		done := make(chan struct{})
		r.waiting = append(r.waiting, done)
		r.mu.Unlock()
		r.refresh()
		select {
		case <-done:
		case <-r.ended:
			return nil, ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// The newest state may not be the one that is sorted: what that lacks is made
		// here.
		if err := r.complete(v, by); err != nil {
			return nil, err
		}
	}
}

// pin keeps the columns of a state, or no longer.
func (r *orders) pin(v *view, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range v.segs {
		if r.pinned[s.id] += n; r.pinned[s.id] == 0 {
			delete(r.pinned, s.id)
		}
	}
}

// complete makes what a state lacks.
func (r *orders) complete(v *view, by []search.SortField) error {
	for _, s := range v.segs {
		for _, b := range by {
			for _, f := range b.Fields {
				if err := r.make(s, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// ready is sortKeys if every column is there.
func (r *orders) ready(v *view, by []search.SortField) ([]*labelKey, bool) {
	if slices.ContainsFunc(by, func(b search.SortField) bool { return b.Missing == search.MissingValue }) {
		// The place of the value is to be one among the labels of the columns.
		r.making.Lock()
		defer r.making.Unlock()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []*labelKey
	for _, b := range by {
		k := &labelKey{missing: r.missing(b), descending: b.Descending, columns: make([][]column, len(v.segs))}
		for i, s := range v.segs {
			for _, f := range slices.Backward(b.Fields) {
				c, ok := r.columns[columnID{shard: s.id, field: f}]
				if !ok {
					return nil, false
				}
				if c.labels != nil {
					k.columns[i] = append(k.columns[i], c)
				}
			}
		}
		out = append(out, k)
	}
	return out, true
}

// missing is where documents without a term stand, as labels.place has it.
func (r *orders) missing(b search.SortField) uint64 {
	switch b.Missing {
	case search.MissingLow:
		return 0
	case search.MissingValue:
		return r.labels.place(b.Value)
	}
	return highest
}
