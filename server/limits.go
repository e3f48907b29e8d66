package server

import (
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/internal/deadline"
	"issnd/limit"
)

// Limits keep each client from what others need. All of them may change while
// the server runs.
type Limits struct {
	Limiter *limit.Limiter
	// On is whether there are any.
	On func() bool
	// Account is the name of the account whose key a request has, or "".
	Account func(*http.Request) string
	// MaxBody is how long a body any handler takes, in bytes.
	MaxBody int64
	// Time is how long the work on a request may take that is done at places,
	// downloads excepted; 0 is no limit.
	Time func() time.Duration
}

// limiting is what the limits need to be asked of a request.
type limiting struct {
	*Limits
	proxies   Proxies
	refusals  *Refusals
	log       *slog.Logger
	strangers *strangers
}

// known is the part of a request whose answer the client had already, or the
// server has made before, that is not charged.
const known = 0.75

// serve answers a request if its client has a budget for it and there is a
// place to work on it.
func (l *limiting) serve(next echo.HandlerFunc, c echo.Context) error {
	if l.Limits == nil || !l.On() {
		return next(c)
	}
	class := classify(c.Request(), l.MaxBody).Class()
	who := l.client(c.Request())
	if class == limit.Free {
		return l.counted(next, c, who, class)
	}
	budget := l.Limiter.Take(who, class)
	if !budget.Allowed {
		l.strangers.warn(l.log, l.proxies, c.Request())
		tell(c, class, &budget)
		return l.refusals.refuse(c, limited(class, &budget))
	}
	if class != limit.Record || budget.Low() {
		tell(c, class, &budget)
	}
	return l.charge(next, c, who, class)
}

// charge answers a request, and gives back what is not charged.
func (l *limiting) charge(next echo.HandlerFunc, c echo.Context, who limit.Client, class limit.Class) error {
	w := c.Response()
	n := access.Of(w)
	if n == nil { // nobody else wants to know
		noted := notes.Get().(*access.Writer)
		*noted = access.Writer{ResponseWriter: w.Writer}
		w.Writer, n = noted, &noted.Note
		defer func() {
			w.Writer = noted.ResponseWriter
			*noted = access.Writer{}
			notes.Put(noted)
		}()
	}
	var err error
	if class == limit.Record { // which is done in no time
		err = l.counted(next, c, who, class)
	} else {
		err = l.atPlace(next, c, who, class)
	}
	if w.Status == http.StatusNotModified && !class.Worked() || n.Cache == access.Hit {
		l.Limiter.GiveBack(who, class, known)
	}
	return err
}

var notes = sync.Pool{New: func() any { return new(access.Writer) }}

// client is to whom the request is put down.
func (l *limiting) client(r *http.Request) limit.Client {
	if l.Account != nil && (r.Header["Authorization"] != nil || r.Header["X-Api-Key"] != nil) {
		if name := l.Account(r); name != "" {
			return l.Limiter.Account(name)
		}
	}
	return l.Limiter.Address(l.proxies.client(r))
}

// atPlace answers a request at a place of its class. Unless it is a download, the
// place is free, and the time over, when the sending begins, so that a client
// that reads slowly keeps none and is sent all.
func (l *limiting) atPlace(next echo.HandlerFunc, c echo.Context, who limit.Client, class limit.Class) error {
	r := c.Request()
	if !l.Limiter.Enter(r.Context(), who, class) {
		l.strangers.warn(l.log, l.proxies, r)
		return l.refusals.refuse(c, shed(class))
	}
	working := true
	leave := func() {
		if working {
			working = false
			l.Limiter.Leave(who, class)
		}
	}
	defer leave()
	if class == limit.Download {
		return next(c)
	}
	c.Response().Before(leave)
	if d := l.Time(); d > 0 {
		ctx := deadline.New(r.Context(), d)
		defer ctx.Release()
		c.Response().Before(ctx.Lift)
		c.SetRequest(r.WithContext(ctx))
	}
	return l.counted(next, c, who, class)
}

// tell adds the RateLimit fields.
func tell(c echo.Context, class limit.Class, b *limit.Budget) {
	if policy := b.Policy(class); policy != "" {
		h := c.Response().Header()
		h.Set("RateLimit-Policy", policy)
		h.Set("RateLimit", b.Left(class))
	}
}

func limited(class limit.Class, b *limit.Budget) *Refusal {
	return &Refusal{
		Status: http.StatusTooManyRequests, Type: quotaExceeded, Title: "Too many requests",
		Detail: fmt.Sprintf("You have asked for more at once than the limit %q allows; please go on in %d s.", class, limit.Seconds(b.Retry)),
		Policy: class.String(), Retry: b.Retry,
	}
}

// shedRetry is after what time to come again when there was no place.
const shedRetry = 5 * time.Second

func shed(class limit.Class) *Refusal {
	return &Refusal{
		Status: http.StatusServiceUnavailable, Type: reducedCapacity, Title: "Busy",
		Detail: fmt.Sprintf("The server has too many requests of the kind %q at this moment, from you or from others; please try again in %d s. "+
			"Records can be read meanwhile.", class, limit.Seconds(shedRetry)),
		Retry: shedRetry,
	}
}

// classify is what the class of a request hangs on. Where parameters come in a
// body, all of it arrives before the request has a place, so that a client that
// sends slowly keeps none.
func classify(r *http.Request, maxBody int64) limit.Request {
	q := limit.Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Accept: r.Header["Accept"]}
	if r.Method == http.MethodPost && r.ContentLength != 0 && (strings.HasPrefix(q.Path, "/sru") || strings.HasPrefix(q.Path, "/oai")) {
		form, whole := peek(r, maxBody)
		q.Query += "&" + form
		q.Opaque = !whole
	}
	return q
}

// peek reads so many bytes of the body of a request, which can still be read, and
// is the form in it. The second result is false where something else is in it, or
// there is more.
func peek(r *http.Request, most int64) (string, bool) {
	start, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	rest := io.Reader(r.Body)
	if err != nil {
		rest = failing{err}
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(strings.NewReader(string(start)), rest), r.Body}
	if t, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); t != "application/x-www-form-urlencoded" || err != nil || int64(len(start)) > most {
		return "", false
	}
	return string(start), true
}

// failing is the rest of a body that could not be read.
type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
