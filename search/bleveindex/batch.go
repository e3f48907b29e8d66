package bleveindex

import (
	"context"
	"errors"
	"fmt"

	index "github.com/blevesearch/bleve_index_api"

	"issnd/search"
)

// Apply replaces documents, together with the position. Searches find them when
// it returns; they are on disk within a second or so. Of several documents with
// the same ISSN the last counts.
func (ix *Index) Apply(ctx context.Context, docs []search.Document, at search.Position) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	b, err := newBatch(ix.schema, docs)
	if err != nil {
		return err
	}
	b.SetInternal([]byte(keyPosition), appendPosition(nil, at))

	ix.applying.Lock()
	defer ix.applying.Unlock()
	ix.mu.RLock()
	g, closed := ix.gen, ix.closed
	ix.mu.RUnlock()
	if closed {
		return ErrClosed
	}
	defer recovered(&err)
	if err := g.write(b); err != nil {
		return fmt.Errorf("applying to the index: %w", err)
	}
	g.orders.refresh()
	return nil
}

var errNoISSN = errors.New("a document has no ISSN")

func newBatch(s schema, docs []search.Document) (*index.Batch, error) {
	b, sc := index.NewBatch(), new(scratch)
	for i := range docs {
		d := &docs[i]
		if d.ISSN.IsZero() {
			return nil, errNoISSN
		}
		if d.Gone {
			b.Delete(docID(d.ISSN))
			continue
		}
		doc, err := newDocument(s, d, sc)
		if err != nil {
			return nil, err
		}
		b.Update(doc)
	}
	return b, nil
}

// Position is up to where in which log the index is complete.
func (ix *Index) Position(ctx context.Context) (search.Position, error) {
	if err := ctx.Err(); err != nil {
		return search.Position{}, err
	}
	v, err := ix.acquire()
	if err != nil {
		return search.Position{}, err
	}
	defer v.release()
	return v.position()
}

// Documents is how many documents there are.
func (ix *Index) Documents(ctx context.Context) (uint64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	v, err := ix.acquire()
	if err != nil {
		return 0, err
	}
	defer v.release()
	return v.snap.DocCount()
}
