package bleveindex

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"issnd/search"
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

// column is the label of each document of a segment, 0 for those without a
// term; nil if none has one. It never changes.
type column []uint32

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

// ordinals is the terms of a field, and for each document the place of its
// term among them, from 1.
func (s *seg) ordinals(field string) (*keys, column, error) {
	terms := &keys{}
	var col column
	var lists lister
	err := s.walk(field, nil, nil, nil, func(t *index.DictEntry, d segment.TermDictionary) error {
		if col == nil {
			col = make(column, s.docs)
		}
		terms.push([]byte(t.Term))
		n := uint32(terms.len())
		doc, one, many, err := lists.read(d, t.Term)
		if one {
			col[doc] = n
		} else if many != nil {
			many.Iterate(func(doc uint32) bool {
				col[doc] = n
				return true
			})
		}
		return err
	})
	return terms, col, err
}

// sortKeys is what documents are sorted by, for the segments of a view. It
// waits until the columns are there.
func (r *orders) sortKeys(ctx context.Context, v *view, by []search.SortField) ([]*labelKey, error) {
	if len(by) == 0 {
		return nil, nil
	}
	r.pin(v, 1)
	defer r.pin(v, -1)
	for {
		r.mu.Lock()
		out, ok := r.ready(v, by)
		if ok {
			r.mu.Unlock()
			return out, nil
		}
		for _, b := range by {
			for _, f := range b.Fields {
				r.want(f)
			}
		}
		done := make(chan struct{})
		r.waiting = append(r.waiting, done)
		r.mu.Unlock()
		r.refresh()
		select {
		case <-done:
		case <-r.ended:
			return nil, ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// The newest state may not be the one that is sorted: what that lacks is made
		// here.
		if err := r.complete(v, by); err != nil {
			return nil, err
		}
	}
}

// pin keeps the columns of a state, or no longer.
func (r *orders) pin(v *view, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range v.segs {
		if r.pinned[s.id] += n; r.pinned[s.id] == 0 {
			delete(r.pinned, s.id)
		}
	}
}

// complete makes what a state lacks.
func (r *orders) complete(v *view, by []search.SortField) error {
	for _, s := range v.segs {
		for _, b := range by {
			for _, f := range b.Fields {
				if err := r.make(s, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// ready is sortKeys if every column is there.
func (r *orders) ready(v *view, by []search.SortField) ([]*labelKey, bool) {
	var out []*labelKey
	for _, b := range by {
		k := &labelKey{missing: r.missing(b), descending: b.Descending, columns: make([][]column, len(v.segs))}
		for i, s := range v.segs {
			for _, f := range slices.Backward(b.Fields) {
				c, ok := r.columns[columnID{shard: s.id, field: f}]
				if !ok {
					return nil, false
				}
				if c != nil {
					k.columns[i] = append(k.columns[i], c)
				}
			}
		}
		out = append(out, k)
	}
	return out, true
}

// missing is where documents without a term stand, as labels.place has it.
func (r *orders) missing(b search.SortField) uint64 {
	switch b.Missing {
	case search.MissingLow:
		return 0
	case search.MissingValue:
		return r.labels.place(b.Value)
	}
	return highest
}
