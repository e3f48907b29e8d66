package main

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"time"

	"issnd/config"
	"issnd/internal/turns"
	"issnd/register"
	"issnd/search"
	"issnd/search/bleveindex"
)

// indexing keeps the search index of a store level with its change log.
type indexing struct {
	dir   string
	store register.Store
	table *search.Table
	usual int64 // memory that a server takes when it makes no index
	log   *slog.Logger

	late     search.Late   // what searches use
	off      bool          // there is none to wait for
	failed   atomic.Bool   // there is none yet, since it could not be opened or made
	building atomic.Bool   // one is being made
	pause    time.Duration // before what failed is tried again
	behind   atomic.Bool   // the disk does not take what is new
	index    *bleveindex.Index
	again    chan *rebuilding
	damage   chan error // that searches come upon
	next     time.Time  // before it, damage does not make the index anew again
	ill      error      // damage that waits for that
}

// rebuilding asks for the index to be made anew.
type rebuilding struct {
	progress func(done, total uint64)
	done     chan error
}

func newIndexing(cfg *config.Config, s register.Store, log *slog.Logger) (*indexing, error) {
	t, err := search.DefaultTable()
	if err != nil {
		return nil, err
	}
	return &indexing{
		dir: filepath.Join(cfg.Data, "index"), store: s, table: t, usual: usualMemory(cfg), log: log,
		again: make(chan *rebuilding), damage: make(chan error, 1), pause: failRespite,
	}, nil
}

func (x *indexing) options() bleveindex.Options {
	orders, facets := x.table.Usual()
	return bleveindex.Options{
		Fields: x.table.Fields(), Version: x.table.Version(), Log: x.log, Troubled: x.troubled,
		Orders: orders, Facets: facets,
	}
}

// run opens the index, or makes it where there is none that can be used, and
// follows the change log until the context ends. Searches can use the index
// from when it is open.
func (x *indexing) run(ctx context.Context) {
	turns.Last()
	if !x.begin(ctx) {
		return
	}
	defer func() {
		if err := x.index.Close(); err != nil {
			x.log.Error("closing the index", "error", err)
		}
	}()
	// A look at the generation costs next to nothing.
	const (
		often   = 20 * time.Millisecond
		respite = 5 * time.Second // after a failure
	)
	tick := time.NewTicker(often)
	defer tick.Stop()
	var seen uint64
	var failed time.Time
	for first := true; ; first = false {
		if g := x.store.Generation(); (first || g != seen) && time.Since(failed) > respite {
			seen = g
			err := search.Follow(ctx, x.store, x.index, x.table, nil)
			if err != nil && ctx.Err() == nil && !(curable(err) && x.heal(ctx, err)) {
				x.log.Error("the index does not follow the register", "error", err)
				seen, failed = g-1, time.Now()
			}
		}
		select {
		case <-ctx.Done():
			return
		case err := <-x.damage:
			x.heal(ctx, err)
		case r := <-x.again:
			r.done <- x.rebuild(ctx, r.progress)
		case <-tick.C:
			if x.ill != nil {
				x.heal(ctx, x.ill)
			}
		}
	}
}

// reindex has run make the index anew and waits for it.
func (x *indexing) reindex(ctx context.Context, _ string, progress func(done, total uint64)) error {
	r := &rebuilding{progress, make(chan error, 1)}
	select {
	case x.again <- r:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin opens the index, as often as it takes: what is in the way, such as a full
// disk, may pass. Who asks for the index to be made anew has it tried at once.
// It is false if the context ended before.
func (x *indexing) begin(ctx context.Context) bool {
	err := x.open(ctx)
	for err != nil && ctx.Err() == nil {
		x.failed.Store(true)
		x.behind.Store(false)
		x.log.Error("there is no search", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(x.pause):
			err = x.open(ctx)
		case r := <-x.again:
			if err = x.build(ctx, r.progress); err == nil {
				err = x.open(ctx)
			}
			r.done <- err
		}
	}
	if err != nil {
		return false
	}
	if x.failed.Swap(false) {
		x.log.Info("there is search again")
	}
	return true
}

// open opens the index. One that is empty, damaged or of another version is
// made anew first.
func (x *indexing) open(ctx context.Context) (err error) {
	x.index, err = bleveindex.Open(x.dir, x.options())
	if errors.Is(err, bleveindex.ErrVersion) || errors.Is(err, bleveindex.ErrCorrupt) {
		x.log.Warn("the index is made anew", "reason", err)
		if err = x.build(ctx, nil); err == nil {
			x.index, err = bleveindex.Open(x.dir, x.options())
		}
	}
	if err != nil {
		return err
	}
	at, err := x.index.Position(ctx)
	if err == nil && at == (search.Position{}) {
		err = x.rebuild(ctx, nil)
	}
	if err != nil {
		return errors.Join(err, x.index.Close())
	}
	x.late.Set(&watched{x.index, x.damage})
	return nil
}

// rebuild makes the index anew while searches go on in the old one.
func (x *indexing) rebuild(ctx context.Context, progress func(done, total uint64)) error {
	if err := x.build(ctx, progress); err != nil {
		return err
	}
	x.behind.Store(false) // nobody else tells that what ailed the old one has passed
	return x.index.Reopen()
}

// build makes an index of the whole store beside the one that there is and puts
// it in its place.
func (x *indexing) build(ctx context.Context, progress func(done, total uint64)) error {
	x.building.Store(true)
	defer x.building.Store(false)
	st, err := x.store.Stats(ctx)
	if err != nil {
		return err
	}
	o := x.options()
	o.Troubled = nil // it is not in use
	o.Memory = memoryToBuild(memory(), x.usual)
	defer roomForBuilding(x.usual + o.Memory)()
	start := time.Now()
	at := st.Position()
	total := st.Records - st.Deleted
	err = bleveindex.Build(ctx, x.dir, o, x.documents(ctx, at.Seq), at, func(done uint64) {
		if progress != nil {
			progress(min(done, total), total)
		}
	})
	if err == nil {
		x.log.Info("index built", "records", total, "time", time.Since(start).Round(time.Millisecond))
	}
	return err
}

// roomForBuilding has the collector work early, and near a limit harder, until the
// returned function is called: a build may hold gigabytes for a while, which the
// settings of a server would either let grow without need or grind to a halt, and
// which have no pointers that would make a collection dear.
func roomForBuilding(limit int64) (restore func()) {
	percent, before := debug.SetGCPercent(40), debug.SetMemoryLimit(limit)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(before)
		debug.FreeOSMemory()
	}
}

// documents yields what is indexed of the records that have not changed after
// the sequence number, each once. The others are for who follows the log.
func (x *indexing) documents(ctx context.Context, through uint64) iter.Seq2[search.Document, error] {
	const page = 1000
	return func(yield func(search.Document, error) bool) {
		for after := uint64(0); after < through; {
			recs, err := x.store.Changes(ctx, after, page)
			if err != nil {
				yield(search.Document{}, err)
				return
			}
			for _, r := range recs {
				if after = r.Seq; after > through {
					return
				}
				if d := x.table.Document(r); !d.Gone && !yield(d, nil) {
					return
				}
			}
			if len(recs) < page {
				return
			}
		}
	}
}
