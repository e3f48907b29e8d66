package bleveindex

import (
	"errors"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"issnd/internal/turns"
)

// orders keeps a column of labels for each segment and each field that is
// sorted by. Columns are made by one goroutine, and what it has begun it ends:
// a search that cannot wait for it leaves something for the next.
type orders struct {
	gen *generation
	log *slog.Logger

	making sync.Mutex // held while labels are given; taken before mu
	labels labels

	mu      sync.Mutex // never held for long
	columns map[columnID]column
	fields  []string       // to sort by that have been asked for
	facets  [][]string     // that have been
	pinned  map[uint64]int // by shard, how many searches need its columns

	wake    chan struct{}
	quit    chan struct{}
	ended   chan struct{}
	waiting []chan struct{} // closed when the goroutine has nothing left to do
	fault   error           // of the last round; the goroutine's own
}

type columnID struct {
	shard uint64
	field string
}

// freshen is how often columns are made for segments that merges have made.
const freshen = time.Second

func newOrders(g *generation, o Options) *orders {
	r := &orders{
		gen: g, log: o.Log, columns: map[columnID]column{}, pinned: map[uint64]int{},
		wake: make(chan struct{}, 1), quit: make(chan struct{}), ended: make(chan struct{}),
	}
	go r.work()
	return r
}

// stop ends the goroutine.
func (r *orders) stop() {
	close(r.quit)
	<-r.ended
}

// refresh tells the goroutine that there may be new segments.
func (r *orders) refresh() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// warm has made what searches will ask for.
func (r *orders) warm(o *Options) {
	for _, fields := range o.Facets {
		r.follow(fields)
	}
	r.mu.Lock()
	for _, f := range o.Orders {
		r.want(f)
	}
	r.mu.Unlock()
	r.refresh()
}

// follow has the bitmaps of a facet made for new segments.
func (r *orders) follow(facet []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	same := func(f []string) bool { return slices.Equal(f, facet) }
	if !slices.ContainsFunc(r.facets, same) {
		r.facets = append(r.facets, slices.Clone(facet))
	}
}

func (r *orders) want(field string) {
	if !slices.Contains(r.fields, field) {
		r.fields = append(r.fields, field)
	}
}

func (r *orders) work() {
	defer close(r.ended)
	turns.Last()
	debug.SetPanicOnFault(true) // files are read through memory
	tick := time.NewTicker(freshen)
	defer tick.Stop()
	for {
		select {
		case <-r.quit:
			return
		case <-r.wake:
		case <-tick.C:
		}
		r.round()
	}
}

// round makes what is missing for the newest state.
func (r *orders) round() {
	r.mu.Lock()
	fields, facets, waiting := slices.Clone(r.fields), slices.Clone(r.facets), r.waiting
	r.waiting = nil
	r.mu.Unlock()
	err := r.makeAll(fields, facets)
	if err != nil && !errors.Is(err, ErrClosed) && (r.fault == nil || err.Error() != r.fault.Error()) {
		r.log.Error("making an order", "error", err)
	}
	r.fault = err
	for _, w := range waiting {
		close(w)
	}
}

func (r *orders) makeAll(fields []string, facets [][]string) (err error) {
	if len(fields) == 0 && len(facets) == 0 {
		return nil
	}
	v, err := r.gen.acquire()
	if err != nil {
		return err
	}
	defer v.release()
	defer recovered(&err)
	r.forget(v)
	for _, s := range v.segs {
		if _, err := s.numbers(); err != nil {
			return err
		}
		for _, f := range facets {
			if r.quits() {
				return ErrClosed
			}
			if _, err := s.facetTerms(f); err != nil {
				return err
			}
		}
	}
	for _, s := range v.segs {
		for _, f := range fields {
			if r.quits() {
				return ErrClosed
			}
			if err := r.make(s, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *orders) quits() bool {
	select {
	case <-r.quit:
		return true
	default:
		return false
	}
}

// forget drops the columns of segments that are no more.
func (r *orders) forget(v *view) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id := range r.columns {
		here := slices.ContainsFunc(v.segs, func(s *seg) bool { return s.id == id.shard })
		if !here && r.pinned[id.shard] == 0 {
			delete(r.columns, id)
		}
	}
}

// make makes one column, unless it is there.
func (r *orders) make(s *seg, field string) error {
	id := columnID{shard: s.id, field: field}
	r.mu.Lock()
	_, there := r.columns[id]
	r.mu.Unlock()
	if there {
		return nil
	}
	terms, col, err := s.ordinals(field)
	if err != nil {
		return err
	}
	r.making.Lock()
	defer r.making.Unlock()
	given, renumber := r.labels.assign(terms)
	for doc, n := range col.labels {
		if n > 0 {
			col.labels[doc] = given[n-1]
		}
	}
	r.mu.Lock()
	columns := maps.Clone(r.columns)
	r.mu.Unlock()
	if renumber != nil {
		for other, c := range columns {
			columns[other] = renumber.apply(c)
		}
	}
	columns[id] = col
	r.mu.Lock()
	defer r.mu.Unlock()
	r.columns = columns
	return nil
}
