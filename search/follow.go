package search

import (
	"context"
	"errors"

	"issnd/register"
)

// ErrForeign says that an index is not one of the store: it was made of another
// store, or has changes that the store does not have. It has to be made anew.
var ErrForeign = errors.New("index of another store")

// Log is the change log of a store.
type Log interface {
	Changes(ctx context.Context, after uint64, limit int) ([]*register.Record, error)
	Stats(ctx context.Context) (register.Stats, error)
}

// Follow applies to the index what the log has and the index has not, until
// both are level. progress, unless nil, is told after each page how far the
// index is in the log and how long that is.
func Follow(ctx context.Context, log Log, ix Index, t *Table, progress func(done, total uint64)) error {
	return nil
}
