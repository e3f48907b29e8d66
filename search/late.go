package search

import (
	"cmp"
	"context"
	"sync/atomic"

	"issnd/diagnostic"
)

// Late is an Index that is not there yet: until Set, every call answers that
// search is temporarily unavailable. The zero Late is ready for use.
type Late struct {
	// Why says why there is none, "" that it is being built. It is not changed
	// while searches go on.
	Why   string
	index atomic.Pointer[Index]
}

var _ Index = (*Late)(nil)

// Set makes ix the index from now on.
func (l *Late) Set(ix Index) { l.index.Store(&ix) }

func (l *Late) get() (Index, error) {
	if ix := l.index.Load(); ix != nil {
		return *ix, nil
	}
	return nil, diagnostic.Newf(diagnostic.SystemTemporarilyUnavailable, "", "%s", cmp.Or(l.Why, "The index is being built"))
}

// Search implements Index.
func (l *Late) Search(ctx context.Context, p *Plan, w Window) (*Hits, error) {
	ix, err := l.get()
	if err != nil {
		return nil, err
	}
	return ix.Search(ctx, p, w)
}

// Terms implements Index.
func (l *Late) Terms(ctx context.Context, r TermsRequest) (Terms, error) {
	ix, err := l.get()
	if err != nil {
		return Terms{}, err
	}
	return ix.Terms(ctx, r)
}

// Position implements Index.
func (l *Late) Position(ctx context.Context) (Position, error) {
	ix, err := l.get()
	if err != nil {
		return Position{}, err
	}
	return ix.Position(ctx)
}

// Apply implements Index.
func (l *Late) Apply(ctx context.Context, docs []Document, at Position) error {
	ix, err := l.get()
	if err != nil {
		return err
	}
	return ix.Apply(ctx, docs, at)
}

// Documents implements Index.
func (l *Late) Documents(ctx context.Context) (uint64, error) {
	ix, err := l.get()
	if err != nil {
		return 0, err
	}
	return ix.Documents(ctx)
}

// Close closes the index, if there is one.
func (l *Late) Close() error {
	ix, err := l.get()
	if err != nil {
		return nil
	}
	return ix.Close()
}
