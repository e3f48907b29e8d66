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

	"issnd/internal/access"
	"issnd/internal/problem"
	"issnd/metrics"
)

const requestIDHeader = "X-Request-Id"

// passage is what every request passes through, in one step: the router makes
// a function for each step of each request.
type passage struct {
	log      *slog.Logger
	access   func() bool
	requests *metrics.Requests // nil where nothing is counted
	maxURL   int
	strict   func() time.Duration
	limits   limiting
}

// nosniff tells browsers not to guess at types: what is served as data is never
// run as a page.
var nosniff = []string{"nosniff"}

func (p *passage) through(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		nameRequest(c)
		if len(c.Request().TransferEncoding) > 0 {
			// The request may have had a length too, by which others have read
			// it. What follows it is not read (RFC 9112 §6.1).
			c.Response().Header().Set("Connection", "close")
		}
		if p.requests != nil || p.access() {
			defer p.end(p.begin(c))
		}
		p.answered(next, c)
		if failure, ok := c.Get(access.FailureKey).(error); ok {
			logFailure(p.log, c, failure)
		}
		return nil
	}
}

// nameRequest names each request, so that what a user reports can be found in
// the log. A name that a proxy gave is kept if it is short and plain.
func nameRequest(c echo.Context) {
	given := c.Request().Header[requestIDHeader]
	if len(given) != 1 || !plain(given[0]) {
		given = []string{strconv.FormatUint(rand.Uint64(), 36)}
	}
	c.Response().Header()[requestIDHeader] = given
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

// answered turns a panic or an error that no handler has answered into an
// answer, so that one request cannot end the process and what is logged of a
// request is what the client got. A response that has begun is cut off, since
// nothing else would tell the client that it is not whole.
func (p *passage) answered(next echo.HandlerFunc, c echo.Context) {
	defer func() {
		if v := recover(); v != nil {
			if v == http.ErrAbortHandler {
				panic(v)
			}
			access.Of(c.Response()).Fail()
			if p.requests != nil {
				p.requests.Panic()
			}
			p.log.Error("panic", "request", c.Response().Header().Get(requestIDHeader),
				"method", c.Request().Method, "path", c.Request().URL.Path,
				"value", fmt.Sprint(v), "stack", string(debug.Stack()))
			if c.Response().Committed {
				panic(http.ErrAbortHandler)
			}
			answer(c, http.StatusInternalServerError)
		}
	}()
	c.Response().Header()["X-Content-Type-Options"] = nosniff
	p.secure(c)
	if n := p.maxURL; n > 0 && len(c.Request().RequestURI) > n {
		next = p.tooLong
	}
	if err := p.limits.serve(next, c); err != nil {
		c.Error(err)
	}
}

// secure tells browsers that have come by TLS to do so from now on (RFC 6797 §7.1).
// Over HTTP it must not be said (§7.2).
func (p *passage) secure(c echo.Context) {
	if c.Request().TLS == nil {
		return
	}
	if d := p.strict(); d > 0 {
		c.Response().Header().Set("Strict-Transport-Security", "max-age="+strconv.FormatInt(int64(d/time.Second), 10))
	}
}

// tooLong answers where an address is longer than anything that is served.
func (p *passage) tooLong(c echo.Context) error {
	return p.limits.refusals.refuse(c, &Refusal{
		Status: http.StatusRequestURITooLong, Title: "The address is too long",
		Detail: fmt.Sprintf("The address of a request has no more than %d bytes. A long query can be posted to /sru.", p.maxURL),
	})
}

func logFailure(log *slog.Logger, c echo.Context, err error) {
	access.Of(c.Response()).Fail()
	log.Error("request failed", "request", c.Response().Header().Get(requestIDHeader),
		"method", c.Request().Method, "path", c.Request().URL.Path, "error", err)
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
	body := problem.Document(status, "", "")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_ = c.Blob(status, problem.MediaType, body) // a client that is gone needs no answer
}
