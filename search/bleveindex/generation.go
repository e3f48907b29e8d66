package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"issnd/internal/turns"
	"issnd/search"
)

// generation is one index of scorch. It is closed when the last of those who
// use it lets go of it.
type generation struct {
	path   string
	scorch index.Index
	queue  *index.AnalysisQueue
	schema schema
	orders *orders
	behind *background
	cache  *cache

	pending atomic.Int64  // batches that are not on disk
	flushed chan struct{} // told when pending falls to 0

	documents atomic.Uint64 // in the newest view, with those that are deleted

	users atomic.Int64
	done  chan struct{} // closed when everything is closed
	fault error         // of closing

	mu   sync.Mutex
	view *view // of the newest snapshot that anybody has looked at
}

// tuning is how scorch is to work.
type tuning map[string]any

// serving keeps segments few, because a search visits each, and lets small
// batches gather for a moment before they are written. Segments of half the
// greatest size and more, as Build makes them where it has the memory, are merged
// no further: that would be minutes of work beside searches and save them little.
func serving() tuning {
	return tuning{
		"unsafe_batch":           true,
		"bolt_timeout":           "1s",
		"asyncErrorCallbackName": callbacks,
		"eventCallbackName":      callbacks,
		"scorchPersisterOptions": map[string]any{"PersisterNapTimeMSec": 100},
		"scorchMergePlanOptions": map[string]any{
			"MaxSegmentsPerTier":   4,
			"MaxSegmentSize":       400_000,
			"TierGrowth":           10,
			"SegmentsPerMergeTask": 8,
			"FloorSegmentSize":     10_000,
			"ReclaimDeletesWeight": 2,
		},
	}
}

// openScorch opens what is in the directory, or makes a new index there. What
// happens in the background b is told.
func openScorch(path string, how tuning, b *background) (opened index.Index, queue *index.AnalysisQueue, err error) {
	enter()
	if err := tableWhole(path); err != nil {
		return nil, nil, err
	}
	var s index.Index // what b is told of, opened or not
	q := index.NewAnalysisQueue(runtime.NumCPU())
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, p)
		}
		if err != nil {
			b.end(path, s)
			q.Close()
		}
	}()
	config := map[string]any{"path": path}
	for k, v := range how {
		config[k] = v
	}
	s, err = scorch.NewScorch(scorch.Name, config, q)
	if err != nil {
		return nil, nil, err
	}
	b.watch(path, s)
	if err := s.Open(); err != nil {
		return nil, nil, opening(err)
	}
	return s, q, nil
}

// opening says what an error of opening means.
func opening(err error) error {
	switch {
	case err.Error() == "timeout":
		return ErrBusy
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EROFS):
		return err
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// reading changes nothing.
func reading() tuning { return tuning{"read_only": true, "bolt_timeout": "1s"} }

// openGeneration opens one that is there.
func openGeneration(path string, o Options, s schema, how tuning) (*generation, error) {
	b := newBackground(&o)
	sc, queue, err := openScorch(path, how, b)
	if err != nil {
		return nil, err
	}
	g := newGeneration(path, sc, queue, b, o, s)
	if err := g.checkVersion(o); err != nil {
		return nil, errors.Join(err, g.close())
	}
	return g, nil
}

func newGeneration(path string, sc index.Index, q *index.AnalysisQueue, b *background, o Options, s schema) *generation {
	g := &generation{
		path: path, scorch: sc, queue: q, behind: b, schema: s,
		flushed: make(chan struct{}, 1), done: make(chan struct{}),
		cache: newCache(o.CacheBytes),
	}
	g.users.Store(1)
	g.orders = newOrders(g, o)
	return g
}

func (g *generation) checkVersion(o Options) error {
	v, err := g.acquire()
	if err != nil {
		return err
	}
	defer v.release()
	kept := v.snap.Internal()
	switch version, ok := kept[keyVersion]; {
	case !ok:
		return fmt.Errorf("%w: it has no version", ErrCorrupt)
	case string(version) != o.version():
		return fmt.Errorf("%w: it has version %q, not %q", ErrVersion, version, o.version())
	}
	_, err = parsePosition(kept[keyPosition])
	return err
}

// write applies a batch and does not wait for the disk.
func (g *generation) write(b *index.Batch) error {
	g.pending.Add(1)
	b.SetPersistedCallback(func(error) {
		if g.pending.Add(-1) == 0 {
			select {
			case g.flushed <- struct{}{}:
			default:
			}
		}
	})
	err := g.batch(b)
	if err != nil {
		g.pending.Add(-1)
	}
	return err
}

// batch gives scorch a batch, in a goroutine that waits for ever if the one that
// takes batches has ended.
func (g *generation) batch(b *index.Batch) error {
	done := make(chan error, 1)
	go func() {
		var err error
		defer func() { done <- err }()
		turns.Last()
		defer recovered(&err)
		debug.SetPanicOnFault(true) // old segments are read
		err = g.scorch.Batch(b)
	}()
	select {
	case err := <-done:
		return err
	case <-g.behind.dead:
		return g.behind.failure()
	}
}

// flush waits until everything that was written is on disk, or the disk does not
// take it. Scorch does not see to that when it is closed.
func (g *generation) flush(ctx context.Context) error {
	select {
	case <-g.behind.last: // it may have passed
	default:
	}
	for g.pending.Load() > 0 {
		select {
		case <-g.flushed:
		case err := <-g.behind.last:
			return fmt.Errorf("waiting for the disk: %w", err)
		case <-g.behind.dead:
			return g.behind.failure()
		case <-ctx.Done():
			return fmt.Errorf("waiting for the disk: %w", ctx.Err())
		}
	}
	return nil
}

// position is the place in the log of the state that v shows.
func (v *view) position() (search.Position, error) {
	return parsePosition(v.snap.Internal()[keyPosition])
}

func (g *generation) retain() { g.users.Add(1) }

// release lets go of the generation.
func (g *generation) release() {
	if g.users.Add(-1) == 0 {
		go g.shut()
	}
}

func (g *generation) shut() {
	defer close(g.done)
	g.mu.Lock()
	if g.view != nil {
		g.view.unref()
		g.view = nil
	}
	g.mu.Unlock()
	g.behind.end(g.path, g.scorch)
	g.fault = g.scorch.Close()
	g.queue.Close()
}

// close is for the owner of the generation: it waits until all others have let
// go of it, and closes it. What is not on disk may be lost.
func (g *generation) close() error {
	g.orders.stop()
	g.release()
	<-g.done
	return g.fault
}
