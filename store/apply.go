package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"

	"issnd/issn"
	"issnd/register"
)

// Apply implements register.Store. On a full disk the error is that of the
// operating system (syscall.ENOSPC, EDQUOT or EFBIG), says so, and the store
// is as before. After another error of the disk it may be that the batch is
// stored, whole; applying it again is then Unchanged.
func (s *Store) Apply(ctx context.Context, recs []*register.Record) ([]register.Outcome, error) {
	for i, r := range recs {
		if err := validate(r); err != nil {
			return nil, fmt.Errorf("store: record %d of the batch, %s: %w", i+1, r.ISSN, err)
		}
	}
	release, err := s.lock(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer release()
	var outcomes []register.Outcome
	err = s.write(ctx, func(b *batch) error {
		if outcomes, err = b.compare(ctx, recs); err != nil {
			return err
		}
		return b.link()
	})
	if err != nil {
		return nil, failed(len(recs), err)
	}
	return outcomes, nil
}

// failed tells of an error in writing a number of records.
func failed(n int, err error) error {
	if full := diskFull(err); full != nil {
		return fmt.Errorf("store: no room on the disk for a batch of %d records: %w", n, full)
	}
	return fmt.Errorf("store: batch of %d records: %w", n, err)
}

// lock waits until nobody else writes.
func (s *Store) lock(ctx context.Context) (release func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case <-s.writer:
		return func() { s.writer <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// write runs fn in a transaction and writes the edits that it leaves, if there
// are any. The caller holds the lock.
func (s *Store) write(ctx context.Context, fn func(*batch) error) (err error) {
	if err := s.Damage(); err != nil {
		return err
	}
	defer s.faults.caught(debug.SetPanicOnFault(true), &err)
	tx, err := s.begin(true)
	if err != nil {
		return err
	}
	defer func() {
		// A commit closes the transaction, and then there is nothing to undo.
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, berrors.ErrTxClosed) {
			err = errors.Join(err, rerr)
		}
	}()
	b, err := newBatch(tx, s.branch)
	if err != nil {
		return err
	}
	if err := fn(b); err != nil || len(b.edits) == 0 {
		return err
	}
	defer s.generation.Add(1) // also after an error, which may come after the commit
	stamp := s.clock.stamp()
	defer s.clock.done()
	if err := b.write(stamp); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return tx.Commit()
}

// validate refuses what could not be read back.
func validate(r *register.Record) error {
	_, ok := issn.FromNumber(r.ISSN.Number())
	switch {
	case !ok:
		return fmt.Errorf("%w: it has no ISSN", register.ErrInvalid)
	case r.MARC == nil && r.Deleted:
		return nil
	case r.MARC == nil:
		return fmt.Errorf("%w: it has no MARC", register.ErrInvalid)
	case r.Status.String() == "":
		return fmt.Errorf("%w: it has no status", register.ErrInvalid)
	case r.StatusSource > register.Derived:
		return fmt.Errorf("%w: unknown source of its status", register.ErrInvalid)
	case !optional(r.ISSNL) || !optional(r.ISSNH):
		return fmt.Errorf("%w: ISSN-L or ISSN-H out of range", register.ErrInvalid)
	}
	return nil
}

func optional(id issn.ISSN) bool {
	_, ok := issn.FromNumber(id.Number())
	return ok || id.IsZero()
}

// diskFull is err if the operating system refused to store more, or nil. Where
// bbolt has made text of the system's error, it is an error again.
func diskFull(err error) error {
	if err == nil {
		return nil
	}
	for _, no := range [...]syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, no) {
			return err
		}
		if text, found := strings.CutSuffix(err.Error(), no.Error()); found {
			return fmt.Errorf("%s%w", text, no)
		}
	}
	return nil
}
