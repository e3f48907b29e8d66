package main

import (
	"context"
	"log/slog"

	"issnd/config"
	"issnd/register"
	"issnd/store/remote"
)

// share lets other commands on this machine use the store until the returned
// function is called, which waits for those that do.
func (p *program) share(ctx context.Context, cfg *config.Config, s register.Store, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := remote.Serve(ctx, socketPath(cfg), s, nil); err != nil {
			log.Error("other commands cannot use the register while it is served", "error", err)
		}
	}()
	return func() {
		cancel()
		<-done
	}
}
