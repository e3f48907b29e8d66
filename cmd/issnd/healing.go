package main

import (
	"context"
	"errors"
	"time"

	"issnd/search"
	"issnd/search/bleveindex"
)

// watched is the index as searches use it. It tells when one of them comes upon
// damage.
type watched struct {
	*bleveindex.Index
	damage chan<- error
}

// Search implements search.Index.
func (w *watched) Search(ctx context.Context, p *search.Plan, win search.Window) (*search.Hits, error) {
	h, err := w.Index.Search(ctx, p, win)
	w.note(err)
	return h, err
}

// Terms implements search.Index.
func (w *watched) Terms(ctx context.Context, r search.TermsRequest) (search.Terms, error) {
	t, err := w.Index.Terms(ctx, r)
	w.note(err)
	return t, err
}

func (w *watched) note(err error) { note(w.damage, err) }

func note(damage chan<- error, err error) {
	if !errors.Is(err, bleveindex.ErrCorrupt) {
		return
	}
	select {
	case damage <- err:
	default: // it is known
	}
}

// troubled is told what keeps the index from being written (bleveindex.Options).
func (x *indexing) troubled(err error) {
	x.behind.Store(err != nil)
	switch {
	case errors.Is(err, bleveindex.ErrCorrupt):
		x.log.Error("the index is not written any more", "error", err)
	case err != nil:
		x.log.Error("the index cannot be written", "error", err)
	default:
		x.log.Info("the index is written again")
	}
	note(x.damage, err)
}

// How long an index that was made anew, or could not be made, is left as it is:
// where that does not help, because the disk is broken or an error is taken for
// damage, it is not to be made again and again.
const (
	healRespite = time.Hour
	failRespite = time.Minute
)

// curable reports whether an error goes away when the index is made anew: it is
// damaged, or of another store.
func curable(err error) bool {
	return errors.Is(err, bleveindex.ErrCorrupt) || errors.Is(err, search.ErrForeign)
}

// heal makes the index anew because of damage, and tells whether it did.
func (x *indexing) heal(ctx context.Context, damage error) bool {
	if x.ill = damage; time.Now().Before(x.next) {
		return false
	}
	x.log.Warn("the index is made anew", "reason", damage)
	x.next, x.ill = time.Now().Add(healRespite), nil
	err := x.rebuild(ctx, nil)
	if err != nil && ctx.Err() == nil {
		x.log.Error("the index could not be made anew", "error", err)
		x.next, x.ill = time.Now().Add(x.pause), damage
	}
	select {
	case <-x.damage: // that a search came upon in the old one
	default:
	}
	return err == nil
}
