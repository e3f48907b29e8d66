package server

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// FailureKey is the key in the router's context under which a handler leaves
// an error that it has answered without detail, to be logged.
const FailureKey = "error"

const requestIDHeader = "X-Request-Id"

// requestID names each request, so that what a user reports can be found in
// the log. A name that a proxy gave is kept if it is short and plain.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		given := c.Request().Header[requestIDHeader]
		if len(given) != 1 || !plain(given[0]) {
			given = []string{strconv.FormatUint(rand.Uint64(), 36)}
		}
		c.Response().Header()[requestIDHeader] = given
		return next(c)
	}
}

// plain reports whether a request name from outside is safe to repeat.
func plain(id string) bool {
	for i := 0; i < len(id); i++ {
		c := id[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	return id != "" && len(id) <= 64
}

// typed tells browsers not to guess at types: what is served as data is never
// run as a page.
func typed(next echo.HandlerFunc) echo.HandlerFunc {
	nosniff := []string{"nosniff"}
	return func(c echo.Context) error {
		c.Response().Header()["X-Content-Type-Options"] = nosniff
		return next(c)
	}
}

// answered turns a panic or an error that no handler has answered into an
// answer, so that one request cannot end the process and what is logged of a
// request is what the client got. A response that has begun is cut off, since
// nothing else would tell the client that it is not whole.
func answered(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) (err error) {
			defer func() {
				if p := recover(); p != nil {
					if p == http.ErrAbortHandler {
						panic(p)
					}
					log.Error("panic", "request", c.Response().Header().Get(requestIDHeader),
						"method", c.Request().Method, "path", c.Request().URL.Path,
						"value", fmt.Sprint(p), "stack", string(debug.Stack()))
					if c.Response().Committed {
						panic(http.ErrAbortHandler)
					}
					answer(c, http.StatusInternalServerError)
					err = nil
				}
			}()
			if err := next(c); err != nil {
				c.Error(err)
			}
			return nil
		}
	}
}

// failures logs the errors that handlers have answered with a bare 500.
func failures(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			err := next(c)
			if failure, ok := c.Get(FailureKey).(error); ok {
				logFailure(log, c, failure)
			}
			return err
		}
	}
}

func logFailure(log *slog.Logger, c echo.Context, err error) {
	log.Error("request failed", "request", c.Response().Header().Get(requestIDHeader),
		"method", c.Request().Method, "path", c.Request().URL.Path, "error", err)
}

// accessLog writes one line a request, also for one that is cut off. Keys are
// in headers, which are not logged.
func accessLog(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			defer func() {
				r, w := c.Request(), c.Response()
				log.LogAttrs(r.Context(), slog.LevelInfo, "request",
					slog.String("request", w.Header().Get(requestIDHeader)),
					slog.String("client", c.RealIP()), slog.String("method", r.Method),
					slog.String("uri", r.URL.RequestURI()), slog.Int("status", w.Status),
					slog.Int64("bytes", w.Size), slog.Duration("time", time.Since(start)),
					slog.String("agent", r.UserAgent()))
			}()
			return next(c)
		}
	}
}

// errorHandler answers what no handler has: the router's own errors, and
// errors of writing to a client that is gone, which are nobody's fault.
func errorHandler(log *slog.Logger) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		var he *echo.HTTPError
		if errors.As(err, &he) {
			answer(c, he.Code)
			return
		}
		logFailure(log, c, err)
		answer(c, http.StatusInternalServerError)
	}
}

// answer sends a bare problem (RFC 9457) in place of whatever a handler was
// about to send.
func answer(c echo.Context, status int) {
	h := c.Response().Header()
	for _, name := range []string{
		"Content-Disposition", "Content-Encoding", "Content-Location", "Etag", "Last-Modified", "Link", "X-Data-Tier",
	} {
		delete(h, name)
	}
	body := fmt.Appendf(nil, "{\n  \"status\": %d,\n  \"title\": %q\n}\n", status, http.StatusText(status))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_ = c.Blob(status, "application/problem+json", body) // a client that is gone needs no answer
}
