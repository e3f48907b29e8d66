package indextest

import (
	"context"
	"sync"

	"issnd/search"
)

// Memory is an index for the tests of what searches: it finds what a plan
// means, by looking at every document for every question. The zero Memory is
// empty and ready for use.
type Memory struct {
	mu    sync.RWMutex
	model model
	at    search.Position
}

var _ search.Index = (*Memory)(nil)

// Search implements search.Index.
func (m *Memory) Search(ctx context.Context, p *search.Plan, w search.Window) (*search.Hits, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.model.search(p, w), ctx.Err()
}

// Terms implements search.Index.
func (m *Memory) Terms(ctx context.Context, r search.TermsRequest) (search.Terms, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.model.terms(r), ctx.Err()
}

// Position implements search.Index.
func (m *Memory) Position(context.Context) (search.Position, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.at, nil
}

// Apply implements search.Index.
func (m *Memory) Apply(_ context.Context, docs []search.Document, at search.Position) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.model == nil {
		m.model = model{}
	}
	m.model.apply(docs)
	m.at = at
	return nil
}

// Documents implements search.Index.
func (m *Memory) Documents(context.Context) (uint64, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return uint64(len(m.model)), nil
}

// Close implements search.Index.
func (m *Memory) Close() error { return nil }
