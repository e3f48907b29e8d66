package server

import (
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
)

// logAccess writes one line a request. Keys are in headers, which are not
// logged, and what is taken for a key in an address is taken out. A handler of
// log/slog writes control characters of a client so that they end no line.
func (p *passage) logAccess(c echo.Context, n *access.Note, took time.Duration) {
	r, w := c.Request(), c.Response()
	if !p.log.Enabled(r.Context(), slog.LevelInfo) {
		return
	}
	p.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("request", w.Header().Get(requestIDHeader)),
		slog.String("client", c.RealIP()), slog.String("account", n.Account),
		slog.String("sender", sender(r.Header)),
		slog.String("method", r.Method), slog.String("uri", redact(r.URL.RequestURI())),
		slog.String("class", classOf(c.Path())), slog.String("format", n.Format),
		slog.String("tier", n.Tier.String()), slog.String("cache", n.Cache.String()),
		slog.Int("status", w.Status), slog.Int64("bytes", w.Size), slog.Duration("time", took),
		slog.String("referrer", redact(r.Referer())), slog.String("agent", r.UserAgent()))
}
