// Package soak loads a server with what bots send, and tallies what it
// answers: records in all formats, searches, mistakes, slow clients and those
// that go away.
package soak

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"issnd/bench/generate"
)

// Load is a number of requests, drawn from a seed.
type Load struct {
	Address  string // host and port of the server
	Register *generate.Generator
	Requests int
	Clients  int // requests at the same time
	Rate     int // requests a second, 0 for as many as there can be
	Seed     uint64
	Sample   int  // one answer of so many is kept if it is a record; none if it is 0
	Away     bool // the server may be away for a while: what it does not answer is sent again

	Done atomic.Int64 // requests that are over
}

// Report is what was answered.
type Report struct {
	Statuses   map[string]map[int]int // requests by kind and status; status 0 is no answer
	Wrong      int                    // answers of a status that the kind does not have, and requests that failed
	Unexpected []string               // the first few of them
	Failures   int                    // of these, answers 5xx but 503
	Resent     int                    // requests that were sent again
	Samples    []Sample
	Elapsed    time.Duration
}

// load is a Load that is under way.
type load struct {
	*Load
	ctx    context.Context
	client *http.Client

	sync.Mutex
	report Report
}

// Run sends the requests and ends when all are answered or the context does.
func (l *Load) Run(ctx context.Context) (*Report, error) {
	r := &load{Load: l, ctx: ctx, client: newClient(l.Clients), report: Report{Statuses: map[string]map[int]int{}}}
	defer r.client.CloseIdleConnections()
	start := time.Now()
	var next atomic.Int64
	var clients sync.WaitGroup
	for c := range l.Clients {
		clients.Go(func() {
			d := newDrawing(l.Register, l.Seed, uint64(c))
			for k := next.Add(1); k <= int64(l.Requests) && ctx.Err() == nil; k = next.Add(1) {
				r.await(start, k)
				r.one(d, k)
				l.Done.Add(1)
			}
		})
	}
	clients.Wait()
	r.report.Elapsed = time.Since(start)
	return &r.report, ctx.Err()
}

func newClient(connections int) *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: connections},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       time.Minute,
	}
}

// await waits until request k is due.
func (l *load) await(start time.Time, k int64) {
	if l.Rate == 0 {
		return
	}
	select {
	case <-l.ctx.Done():
	case <-time.After(time.Until(start.Add(time.Duration(k) * time.Second / time.Duration(l.Rate)))):
	}
}

// one sends one request and tallies its answer.
func (l *load) one(d *drawing, k int64) {
	r := d.next()
	a, err := r.kind.send(l, &r)
	resent := 0
	for ; err != nil && l.Away && l.ctx.Err() == nil; resent++ {
		time.Sleep(50 * time.Millisecond)
		a, err = r.kind.send(l, &r)
	}
	if l.ctx.Err() != nil {
		return
	}
	if err != nil {
		a = &answer{}
	}
	if a.status == http.StatusOK && a.etag != "" && !r.id.IsZero() && r.header.Get("If-None-Match") == "" {
		d.remember(&r, a.etag)
	}
	l.tally(&r, a, err, resent, k)
}

func (l *load) tally(r *request, a *answer, err error, resent int, k int64) {
	l.Lock()
	defer l.Unlock()
	t := &l.report
	if t.Statuses[r.kind.name] == nil {
		t.Statuses[r.kind.name] = map[int]int{}
	}
	t.Statuses[r.kind.name][a.status]++
	t.Resent += resent
	if err != nil || !l.expects(r, a.status) {
		t.Wrong++
		if a.status >= 500 && a.status != http.StatusServiceUnavailable {
			t.Failures++
		}
		if len(t.Unexpected) < 20 {
			t.Unexpected = append(t.Unexpected, fmt.Sprintf("%s: %s %s%.40q: %d, error %v", r.kind.name, r.method, r.path, r.raw, a.status, err))
		}
	}
	if l.Sample > 0 && k%int64(l.Sample) == 0 && !r.id.IsZero() && r.method == http.MethodGet && a.body != nil {
		t.Samples = append(t.Samples, Sample{r.id, r.path, a.status, a.etag, a.body, r.header})
	}
}

// expects reports whether a request may have an answer of the status. A server
// that has been away serves records before its index has been opened, and until
// then answers searches 503.
func (l *load) expects(r *request, status int) bool {
	return slices.Contains(r.kind.want, status) || l.Away && status == http.StatusServiceUnavailable && r.id.IsZero()
}
