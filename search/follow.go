package search

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"issnd/internal/turns"
	"issnd/register"
)

// ErrForeign says that an index is not one of the store: it was made of another
// store, or has changes that the store does not have, because it was put back to
// an earlier state. The index has to be made anew.
var ErrForeign = errors.New("index of another store, or of changes that its store has lost")

// Log is the change log of a store: a part of register.Store.
type Log interface {
	register.Log
	Changes(ctx context.Context, after uint64, limit int) ([]*register.Record, error)
}

// pageSize is how many changes are applied together: enough that an index
// makes large parts of them, and few enough that their records, documents and
// postings, some 40 KB each, are in memory beside all else that a server keeps.
const pageSize = 1000

// Follow applies to the index what the log has and the index has not, until
// both are level, and is then done. Whatever it was stopped by, it goes on where
// the index is complete. The error is ErrForeign if the index cannot be made
// complete. progress, unless nil, is told after each page how far the index is
// in the log and how long that is.
func Follow(ctx context.Context, log Log, ix Index, t *Table, progress func(done, total uint64)) error {
	at, err := ix.Position(ctx)
	if err != nil {
		return fmt.Errorf("position of the index: %w", err)
	}
	for {
		holds, err := register.Holds(ctx, log, at)
		if err != nil {
			return fmt.Errorf("place in the log: %w", err)
		}
		if !holds {
			return ErrForeign
		}
		recs, err := log.Changes(ctx, at.Seq, pageSize)
		if err != nil {
			return fmt.Errorf("changes after %d: %w", at.Seq, err)
		}
		if len(recs) == 0 {
			return nil
		}
		docs, err := t.Documents(ctx, recs)
		if err != nil {
			return err
		}
		stats, err := log.Stats(ctx)
		if err != nil {
			return fmt.Errorf("state of the log: %w", err)
		}
		at.Store, at.Seq = stats.ID, recs[len(recs)-1].Seq
		if at.Branch, err = log.Branch(ctx, at.Seq); err != nil {
			return fmt.Errorf("state of the log: %w", err)
		}
		if err := ix.Apply(ctx, docs, at); err != nil {
			return fmt.Errorf("apply changes up to %d: %w", at.Seq, err)
		}
		if progress != nil {
			progress(at.Seq, max(at.Seq, stats.Seq))
		}
		if len(recs) < pageSize {
			return nil
		}
	}
}

// Documents makes the documents of records, on all processors.
func (t *Table) Documents(ctx context.Context, recs []*register.Record) ([]Document, error) {
	docs := make([]Document, len(recs))
	workers := min(runtime.NumCPU(), len(recs))
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			turns.Last()
			for i := w; i < len(recs) && ctx.Err() == nil; i += workers {
				docs[i] = t.Document(recs[i])
			}
		})
	}
	all.Wait()
	return docs, ctx.Err()
}
