package server

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/labstack/echo/v4"

	"issnd/limit"
)

// What an answer counts that waits for its client, in bytes.
const (
	uncounted = 32 << 10  // an answer up to here counts nothing: connections are bounded
	streamed  = 256 << 10 // one that is sent in pieces
	stream    = 16 << 10  // the least over HTTP/2, where a connection has many
)

// untaken is a response that counts until its client has it, so that those who
// ask and do not read fill no memory. Where there is none left a refusal is sent
// in its place.
type untaken struct {
	http.ResponseWriter
	limits  *limiting
	c       echo.Context
	who     limit.Client
	class   limit.Class
	held    int   // bytes
	refused bool  // the handler writes in vain
	sent    int64 // bytes of the refusal
}

// untakens lends room for what is counted.
var untakens = sync.Pool{New: func() any { return new(untaken) }}

// counted answers a request, and counts the answer until it is taken.
func (l *limiting) counted(next echo.HandlerFunc, c echo.Context, who limit.Client, class limit.Class) error {
	w := c.Response()
	u := untakens.Get().(*untaken)
	*u = untaken{ResponseWriter: w.Writer, limits: l, c: c, who: who, class: class}
	w.Writer = u
	defer u.end(w)
	return next(c)
}

// end ends the use of the writer, and the counting when the answer has left.
func (u *untaken) end(w *echo.Response) {
	w.Writer = u.ResponseWriter
	if u.held > 0 {
		limiter, who, held := u.limits.Limiter, u.who, u.held
		if p := plainOf(u.ResponseWriter); p != nil { // it leaves later
			p.left = func() { limiter.Release(who, held) }
		} else {
			limiter.Release(who, held)
		}
	}
	refused := u.refused
	if refused {
		w.Size = u.sent
	}
	*u = untaken{}
	untakens.Put(u)
	if refused {
		if v := recover(); v != nil && v != http.ErrAbortHandler { // which a handler calls for that is not read
			panic(v)
		}
	}
}

// Unwrap is for http.ResponseController.
func (u *untaken) Unwrap() http.ResponseWriter { return u.ResponseWriter }

// WriteHeader implements http.ResponseWriter.
func (u *untaken) WriteHeader(status int) {
	if n := u.size(status); n > 0 && !u.refused {
		if !u.limits.Limiter.Hold(u.who, u.class, n) {
			u.refuse()
			return
		}
		u.held = n
	}
	u.ResponseWriter.WriteHeader(status)
}

// size is what the answer counts.
func (u *untaken) size(status int) int {
	n := 0
	if u.c.Request().Method != http.MethodHead && status != http.StatusNoContent && status != http.StatusNotModified {
		n = streamed
		if given := u.Header()["Content-Length"]; len(given) == 1 {
			n, _ = strconv.Atoi(given[0])
		}
	}
	if u.c.Request().ProtoMajor >= 2 {
		return max(n, stream)
	}
	if n <= uncounted {
		return 0
	}
	return n
}

// ofEvery are the fields that answers have whatever is in them.
var ofEvery = []string{requestIDHeader, "X-Content-Type-Options", "Strict-Transport-Security", "Ratelimit-Policy", "Ratelimit", "Connection"}

// refuse answers that there is no memory left, and nothing of what the handler
// has made.
func (u *untaken) refuse() {
	h := u.Header()
	maps.DeleteFunc(h, func(name string, _ []string) bool { return !slices.Contains(ofEvery, name) })
	if p := plainOf(u.ResponseWriter); p != nil {
		p.added = p.added[:0]
	}
	u.refused = true
	u.limits.strangers.warn(u.limits.log, u.limits.proxies, u.c.Request())
	w := u.c.Response()
	w.Writer = u.ResponseWriter
	_ = u.limits.refusals.refuse(u.c, unread()) // who does not read that has gone
	u.sent, w.Writer = w.Size, u
}

// errUnread tells a handler that nobody reads what it writes.
var errUnread = errors.New("another answer has been sent, as the client does not read those that it has")

// Write implements http.ResponseWriter.
func (u *untaken) Write(b []byte) (int, error) {
	if u.refused {
		return 0, errUnread
	}
	return u.ResponseWriter.Write(b)
}

// unread refuses a request whose answer there is no memory for.
func unread() *Refusal {
	return &Refusal{
		Status: http.StatusServiceUnavailable, Type: reducedCapacity, Title: "Answers wait to be read",
		Detail: "The server holds many answers that clients, you or others, have asked for and not read yet; please read what you get, and try again in " +
			strconv.Itoa(limit.Seconds(shedRetry)) + " s.",
		Retry: shedRetry,
	}
}
