package main

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"issnd/config"
	"issnd/format"
	"issnd/store"
	"issnd/store/remote"
)

// work does what goes on beside serving, until the returned function is called,
// which waits for its end, though not long: the index follows the change log,
// other commands on this machine use the store, and after a change of the
// crosswalks, or when a copy was restored, harvesters are told to read everything
// again.
func (p *program) work(ctx context.Context, cfg *config.Config, s *store.Store, x *indexing, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	socket, unreachable := remote.Listen(socketPath(cfg)) // before the first request is answered
	var all sync.WaitGroup
	if cfg.Server.Search {
		all.Go(func() { x.run(ctx) })
	}
	for what, run := range map[string]func() error{
		"the clock is not watched": func() error { return keepTime(ctx, s, log) },
		"other commands cannot use the register": func() error {
			if unreachable != nil {
				return unreachable
			}
			return share(ctx, cfg, socket, s, x, &p.copied)
		},
		"harvesters are not told of all records": func() error {
			return s.Renew(ctx, format.Rendition, func(done, total uint64) {
				log.Info("harvesters read everything again", "done", done, "total", total)
			})
		},
	} {
		all.Go(func() {
			if err := run(); err != nil && ctx.Err() == nil {
				log.Error(what, "error", err)
			}
		})
	}
	return func() {
		cancel()
		done := make(chan struct{})
		go func() {
			defer close(done)
			all.Wait()
		}()
		awaitEnd(done, x.building.Load, log)
	}
}

// How long a server waits at its end. A build that cannot be left at once leaves
// nothing that would be used, but what is being brought to disk need not be
// followed again.
const (
	leaveTime = 10 * time.Second
	flushTime = time.Minute // in which the index gives up by itself
)

// awaitEnd waits until what goes on beside serving has ended, though not long.
func awaitEnd(done <-chan struct{}, building func() bool, log *slog.Logger) {
	select {
	case <-done:
		return
	case <-time.After(leaveTime):
	}
	if building() {
		log.Warn("ending in the middle of building the index")
		return
	}
	select {
	case <-done:
	case <-time.After(flushTime):
		log.Warn("ending before the index is on disk")
	}
}

// share lets other commands on this machine use the store and the index. It
// notes when they have copied the store.
func share(ctx context.Context, cfg *config.Config, socket *remote.Socket, s *store.Store, x *indexing, copied *atomic.Int64) error {
	jobs := remote.Jobs{copiedJob: func(context.Context, string, func(done, total uint64)) error {
		copied.Store(time.Now().Unix())
		return nil
	}}
	if cfg.Server.Search {
		jobs[reindexJob] = x.reindex
	}
	rules, err := cfg.Rules()
	if err != nil {
		return err
	}
	return socket.Serve(ctx, s, rules, jobs)
}
