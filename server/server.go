// Package server assembles the HTTP server: the router with its mounts, what
// every request passes through, and the life of the process from the first
// connection to the last.
package server

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/metrics"
)

// Options are the limits of the server. Zero durations are no limit.
type Options struct {
	ReadTimeout     time.Duration // for a whole request to arrive
	WriteTimeout    time.Duration // for a response to leave
	IdleTimeout     time.Duration // of a connection between two requests
	ShutdownTimeout time.Duration // for requests in progress when the server stops
	MaxHeader       int           // bytes of a request's header, URL included
	Plain           []string      // beginnings of the paths that are answered at once
	MaxURL          int           // bytes of a request's URL, 0 for as many as the header may have
	AccessLog       func() bool   // whether requests are logged; nil is never
	Proxies         Proxies       // nil is that nobody is believed
	Limits          *Limits       // of what a client may ask for, nil for none
	Connections     *Connections  // at the same time, nil for any number
	Refusals        Refusals
	Certificate     *Certificate         // of HTTPS, nil for HTTP
	Strict          func() time.Duration // for which browsers use nothing but HTTPS; nil is none
	Log             *slog.Logger
	Ready           Readiness        // what /readyz tells; nil is ready at all times
	Metrics         *metrics.Metrics // nil counts nothing
}

// New is the handler that answers all requests. Each mount adds the routes of
// one protocol to the router.
func New(o Options, mounts ...func(*echo.Echo)) http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = errorHandler(o.Log)
	e.IPExtractor = o.Proxies.name
	if o.AccessLog == nil {
		o.AccessLog = func() bool { return false }
	}
	if o.Strict == nil {
		o.Strict = func() time.Duration { return 0 }
	}
	p := &passage{
		log: o.Log, access: o.AccessLog, maxURL: o.MaxURL, strict: o.Strict,
		limits: limiting{o.Limits, o.Proxies, &o.Refusals, o.Log, new(strangers)},
	}
	e.Use(p.through)
	for path, h := range map[string]http.Handler{"/healthz": http.HandlerFunc(health), "/readyz": o.Ready} {
		e.GET(path, echo.WrapHandler(h))
		e.HEAD(path, echo.WrapHandler(h))
	}
	for _, m := range mounts {
		m(e)
	}
	if o.Metrics != nil {
		p.requests = o.Metrics.NewRequests(otherClass, routes(e)...)
	}
	return e
}

// Drained is a context that ends a delay after another one. Meanwhile requests
// are still taken, from clients that have not heard yet that the server stops.
func Drained(ctx context.Context, delay func() time.Duration) context.Context {
	drained, end := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(delay(), end) })
	return drained
}

// maxStreams is how many requests of HTTP/2 a connection may have in progress: as
// many as a page needs.
const maxStreams = 32

// Serve answers requests on the listener until the context ends, then lets
// those in progress finish within the shutdown timeout.
func Serve(ctx context.Context, l net.Listener, h http.Handler, o Options) error {
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: o.ReadTimeout,
		ReadTimeout:       o.ReadTimeout,
		WriteTimeout:      o.WriteTimeout,
		IdleTimeout:       cmp.Or(o.IdleTimeout, -1), // to net/http, 0 is ReadTimeout
		MaxHeaderBytes:    o.MaxHeader,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	if o.Connections != nil {
		l = o.Connections.listen(l, o.Certificate != nil)
	}
	failed := make(chan error, 1)
	wait := func(context.Context) {}
	if o.Certificate != nil {
		s.TLSConfig = o.Certificate.config()
		go func() { failed <- s.ServeTLS(l, "", "") }()
	} else {
		p := newPlain(ctx, l, h, &o)
		defer p.cut()
		wait = p.wait
		go func() { failed <- s.Serve(p) }()
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.ShutdownTimeout)
	defer cancel()
	err := s.Shutdown(end)
	wait(end)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return s.Close()
}
