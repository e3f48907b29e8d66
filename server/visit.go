package server

import (
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/metrics"
)

// visit is a request that is counted or logged: its response takes a note.
type visit struct {
	access.Writer
	c     echo.Context
	start time.Time
}

var visits = sync.Pool{New: func() any { return new(visit) }}

// begin has the response of a request take a note.
func (p *passage) begin(c echo.Context) *visit {
	v := visits.Get().(*visit)
	w := c.Response()
	*v = visit{access.Writer{ResponseWriter: w.Writer}, c, time.Now()}
	w.Writer = &v.Writer
	if p.requests != nil {
		p.requests.Begin()
	}
	return v
}

// end counts and logs a request, also one that is cut off.
func (p *passage) end(v *visit) {
	w := v.c.Response()
	w.Writer = v.ResponseWriter
	took := time.Since(v.start)
	if p.requests != nil {
		p.requests.End(&metrics.Result{Route: v.c.Path(), Status: w.Status, Bytes: w.Size, Duration: took}, &v.Note)
	}
	if p.access() {
		p.logAccess(v.c, &v.Note, took)
	}
	*v = visit{}
	visits.Put(v)
}
