package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	index "github.com/blevesearch/bleve_index_api"

	"issnd/internal/turns"
	"issnd/search"
)

// Index is a search.Index in a directory. It is safe for use by several
// goroutines. One process can have it open at a time; another may build a new
// generation meanwhile (Build).
type Index struct {
	dir    string
	o      Options
	schema schema
	fuzzy  *fuzzy
	turns  turns.Turns // of searches that take long
	// lengthy is how many documents the index has, deleted ones too, where such
	// searches are handed to threads that come last.
	lengthy uint64

	applying sync.Mutex     // one batch at a time
	leaving  sync.WaitGroup // generations that are searched to the end

	mu     sync.RWMutex
	gen    *generation
	closed bool
}

var _ search.Index = (*Index)(nil)

// Open opens the index in a directory, and makes an empty one if there is none.
// ErrVersion, ErrCorrupt and ErrBusy are for errors.Is; the first two are healed
// by Build.
func Open(dir string, o Options) (*Index, error) {
	o = o.withDefaults()
	s, err := newSchema(o.Fields)
	if err != nil {
		return nil, err
	}
	path, err := current(dir)
	if err != nil {
		return nil, err
	}
	var g *generation
	if path == "" {
		g, err = createCurrent(dir, o, s)
	} else {
		g, err = openGeneration(path, o, s, serving())
	}
	if err != nil {
		return nil, err
	}
	sweep(dir)
	g.orders.warm(&o)
	return newIndex(dir, o, s, g), nil
}

// OpenReadOnly opens the index in a directory for searches and Check, and changes
// nothing in it. The errors are those of Open, and fs.ErrNotExist if there is
// none.
func OpenReadOnly(dir string, o Options) (*Index, error) {
	o = o.withDefaults()
	s, err := newSchema(o.Fields)
	if err != nil {
		return nil, err
	}
	path, err := current(dir)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return nil, fmt.Errorf("index %s: %w", dir, fs.ErrNotExist)
	}
	g, err := openGeneration(path, o, s, reading())
	if err != nil {
		return nil, err
	}
	return newIndex(dir, o, s, g), nil
}

func newIndex(dir string, o Options, s schema, g *generation) *Index {
	return &Index{dir: dir, o: o, schema: s, fuzzy: newFuzzy(), turns: turns.New(), lengthy: lengthy, gen: g}
}

// createCurrent makes an empty generation and makes it current.
func createCurrent(dir string, o Options, s schema) (*generation, error) {
	g, err := create(dir, o, s)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), flushTime)
	defer cancel()
	if err := errors.Join(g.flush(ctx), setCurrent(dir, g.path)); err != nil {
		return nil, errors.Join(err, g.close(), discard(dir, g.path))
	}
	return g, nil
}

// create makes an empty generation. It is not on disk yet.
func create(dir string, o Options, s schema) (*generation, error) {
	path, err := newGenerationDir(dir)
	if err != nil {
		return nil, err
	}
	behind := newBackground(&o)
	sc, queue, err := openScorch(path, serving(), behind)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(path))
	}
	g := newGeneration(path, sc, queue, behind, o, s)
	b := index.NewBatch()
	b.SetInternal([]byte(keyVersion), []byte(o.version()))
	b.SetInternal([]byte(keyPosition), appendPosition(nil, search.Position{}))
	if err := g.write(b); err != nil {
		return nil, errors.Join(err, g.close(), os.RemoveAll(path))
	}
	return g, nil
}

// flushTime is how long closing waits for the disk.
const flushTime = time.Minute

// Close waits until what was applied is on disk and searches have ended. Calls
// after Close, and Close itself the second time, return ErrClosed or nil.
func (ix *Index) Close() error {
	ix.applying.Lock()
	defer ix.applying.Unlock()
	ix.mu.Lock()
	if ix.closed {
		ix.mu.Unlock()
		return nil
	}
	ix.closed = true
	g := ix.gen
	ix.mu.Unlock()

	ix.leaving.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), flushTime)
	defer cancel()
	err := g.flush(ctx)
	return errors.Join(err, g.close())
}

// Reopen goes over to the generation that is current, where Build has made
// another one. Searches that are under way end in the old one, which is then
// removed. Apply must go on from the Position of the new one.
func (ix *Index) Reopen() error {
	ix.applying.Lock()
	defer ix.applying.Unlock()
	path, err := current(ix.dir)
	if err != nil {
		return err
	}
	ix.mu.RLock()
	old, closed := ix.gen, ix.closed
	ix.mu.RUnlock()
	if closed {
		return ErrClosed
	}
	if path == old.path || path == "" {
		return nil
	}
	g, err := openGeneration(path, ix.o, ix.schema, serving())
	if err != nil {
		return err
	}
	g.orders.warm(&ix.o)
	ix.mu.Lock()
	ix.gen = g
	ix.mu.Unlock()
	ix.leaving.Go(func() {
		// What was not closed or removed well is swept when the index is next opened.
		if err := errors.Join(old.close(), os.RemoveAll(old.path)); err != nil {
			ix.o.Log.Warn("removing the old index", "error", err)
		}
	})
	return nil
}

// acquire is the newest state; release it.
func (ix *Index) acquire() (*view, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if ix.closed {
		return nil, ErrClosed
	}
	return ix.gen.acquire()
}
