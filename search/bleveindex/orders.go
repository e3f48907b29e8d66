package bleveindex

import (
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// orders keeps a column of labels for each segment and each field that is
// sorted by. Columns are made by one goroutine, and what it has begun it ends:
// a search that cannot wait for it leaves something for the next.
type orders struct {
	gen *generation
	log *slog.Logger

	mu      sync.Mutex
	labels  labels
	columns map[columnID]column
	fields  []string       // that have been asked for
	pinned  map[uint64]int // by shard, how many searches need its columns

	wake    chan struct{}
	quit    chan struct{}
	ended   chan struct{}
	waiting []chan struct{} // closed when the goroutine has nothing left to do
	fault   error           // of the last round
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

// warm has columns made for fields.
func (r *orders) warm(fields []string) {
	r.mu.Lock()
	for _, f := range fields {
		r.want(f)
	}
	r.mu.Unlock()
	r.refresh()
}

func (r *orders) want(field string) {
	if !slices.Contains(r.fields, field) {
		r.fields = append(r.fields, field)
	}
}

func (r *orders) work() {
	defer close(r.ended)
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
	fields, waiting := slices.Clone(r.fields), r.waiting
	r.waiting = nil
	r.mu.Unlock()
	var err error
	if len(fields) > 0 {
		err = r.makeAll(fields)
	}
	if err != nil {
		r.log.Error("making an order", "error", err)
	}
	r.mu.Lock()
	r.fault = err
	r.mu.Unlock()
	for _, w := range waiting {
		close(w)
	}
}

func (r *orders) makeAll(fields []string) (err error) {
	v, err := r.gen.acquire()
	if err != nil {
		return err
	}
	defer v.release()
	defer recovered(&err)
	r.forget(v)
	for _, s := range v.segs {
		for _, f := range fields {
			select {
			case <-r.quit:
				return ErrClosed
			default:
			}
			if err := r.make(s, f); err != nil {
				return err
			}
		}
	}
	return nil
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
	r.mu.Lock()
	defer r.mu.Unlock()
	given, renumber := r.labels.assign(terms)
	for doc, n := range col {
		if n > 0 {
			col[doc] = given[n-1]
		}
	}
	if renumber != nil {
		for other, c := range r.columns {
			r.columns[other] = renumber.apply(c)
		}
	}
	r.columns[id] = col
	return nil
}
