package metrics

import (
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"issnd/internal/access"
	"issnd/register"
)

// Route is a path pattern of the router and the class of what it answers.
type Route struct{ Path, Class string }

// Requests counts requests. To count one takes no allocation and no lock.
type Requests struct {
	routes   []Route // the first one is that of paths that no other route has
	byPath   map[string]int
	classes  []*class // by route
	total    *prometheus.CounterVec
	inFlight atomic.Int64
	panics   prometheus.Counter

	// Those that have occurred, by number. It is replaced and never changed.
	counters atomic.Pointer[map[number]prometheus.Counter]
	adding   sync.Mutex
}

// class are the metrics of the requests of one class.
type class struct {
	seconds prometheus.Observer
	bytes   prometheus.Counter
	failed  prometheus.Counter
	cache   [access.Hit + 1]prometheus.Counter // nil for access.Unused
}

// number names what a request is counted as.
type number struct {
	route  uint16
	status uint16
	format string
	tier   register.Tier
}

// bounds of the classes of duration, in seconds.
var bounds = []float64{
	.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60,
}

// NewRequests counts the requests of a server with these routes; other is the
// class of what none of them answers.
func (m *Metrics) NewRequests(other string, routes ...Route) *Requests {
	q := &Requests{
		routes: append([]Route{{"", other}}, routes...), byPath: map[string]int{},
		total: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "issnd_requests_total", Help: "Requests answered.",
		}, []string{"class", "route", "format", "tier", "status"}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "issnd_panics_total", Help: "Requests that met an error of the program.",
		}),
	}
	q.counters.Store(&map[number]prometheus.Counter{})
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "issnd_request_duration_seconds", Help: "Time from the header of a request to the end of its answer.", Buckets: bounds,
	}, []string{"class"})
	bytes := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "issnd_response_bytes_total", Help: "Bytes of the bodies of answers.",
	}, []string{"class"})
	failed := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "issnd_failures_total", Help: "Requests answered without what was asked for, by an error that is in the log.",
	}, []string{"class"})
	cache := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "issnd_cache_requests_total", Help: "Answers looked for in the cache, by whether they were there.",
	}, []string{"class", "result"})
	byName := map[string]*class{}
	for i, r := range q.routes {
		q.byPath[r.Path] = i
		c := byName[r.Class]
		if c == nil {
			c = &class{seconds: seconds.WithLabelValues(r.Class), bytes: bytes.WithLabelValues(r.Class), failed: failed.WithLabelValues(r.Class)}
			for result := access.Miss; result <= access.Hit; result++ {
				c.cache[result] = cache.WithLabelValues(r.Class, result.String())
			}
			byName[r.Class] = c
		}
		q.classes = append(q.classes, c)
	}
	m.registry.MustRegister(q.total, seconds, bytes, failed, cache, q.panics,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "issnd_requests_in_flight", Help: "Requests being answered.",
		}, func() float64 { return float64(q.inFlight.Load()) }))
	return q
}

// Begin counts a request that is being answered until End is called.
func (q *Requests) Begin() { q.inFlight.Add(1) }

// Result is what became of a request.
type Result struct {
	Route    string // pattern of the router, "" where there was none
	Status   int
	Bytes    int64 // of the body
	Duration time.Duration
}

// End counts a request that has been answered.
func (q *Requests) End(r *Result, n *access.Note) {
	q.inFlight.Add(-1)
	route := q.byPath[r.Route]
	c := q.classes[route]
	q.counter(number{uint16(route), uint16(r.Status), n.Format, n.Tier}).Inc()
	c.seconds.Observe(r.Duration.Seconds())
	if r.Bytes > 0 {
		c.bytes.Add(float64(r.Bytes))
	}
	if n.Failed {
		c.failed.Inc()
	}
	if hits := c.cache[n.Cache]; hits != nil {
		hits.Inc()
	}
}

// Panic counts an error of the program.
func (q *Requests) Panic() { q.panics.Inc() }

// counter is the counter of a number, which is made when it first occurs.
func (q *Requests) counter(n number) prometheus.Counter {
	if c := (*q.counters.Load())[n]; c != nil {
		return c
	}
	q.adding.Lock()
	defer q.adding.Unlock()
	old := *q.counters.Load()
	if c := old[n]; c != nil {
		return c
	}
	all := make(map[number]prometheus.Counter, len(old)+1)
	for k, c := range old {
		all[k] = c
	}
	r := q.routes[n.route]
	all[n] = q.total.WithLabelValues(r.Class, r.Path, n.format, n.tier.String(), strconv.Itoa(int(n.status)))
	q.counters.Store(&all)
	return all[n]
}
