package main

import (
	"context"
	"log/slog"
	"net"

	"issnd/metrics"
	"issnd/server"
)

// admin answers on the address for the operator alone, if there is one, until
// the returned function is called.
func admin(ctx context.Context, listen string, m *metrics.Metrics, ready server.Readiness, log *slog.Logger) (stop func(), err error) {
	if listen == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, err
	}
	log.Info("metrics and profiles", "url", "http://"+l.Addr().String()+"/metrics")
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.ServeAdmin(ctx, l, server.Admin(m, ready), log); err != nil {
			log.Error("there are no metrics", "error", err)
		}
	}()
	return func() {
		cancel()
		<-ended
	}, nil
}
