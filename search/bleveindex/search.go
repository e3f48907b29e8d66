package bleveindex

import (
	"context"
	"errors"
	"runtime/debug"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/diagnostic"
	"issnd/internal/turns"
	"issnd/issn"
	"issnd/search"
)

// result is what a plan finds in a view.
type result struct {
	docs  []*roaring.Bitmap // by segment; owned where the result is kept
	total uint64
	only  []issn.ISSN // the record if it is the only one
	// groups are the documents by rank, those that come first first; of one that
	// has no rank, all.
	groups [][]*roaring.Bitmap
}

// Search finds what a plan asks for. A deadline that passes before the total is
// known is a diagnostic that says so (errors.Is finds context.DeadlineExceeded);
// one that passes later makes the hits partial: they are without facets, or in
// the order of ISSNs.
func (ix *Index) Search(ctx context.Context, p *search.Plan, w search.Window) (h *search.Hits, err error) {
	if err := ctx.Err(); err != nil {
		return nil, explained(err)
	}
	if brief(p) {
		if h, err = ix.search(ctx, p, w, nil); h != nil || err != nil {
			return h, err
		}
	}
	t := turns.Turn{Of: ix.turns}
	defer t.End()
	if err := t.Take(ctx); err != nil {
		return nil, explained(err)
	}
	ix.work(func() { h, err = ix.search(ctx, p, w, &t) })
	return h, err
}

// lengthy is how many documents an index has of which a search takes so long that
// it is worth handing it to a thread that comes last, a tenth of a millisecond.
const lengthy = 500_000

// work does the work of a search that has a turn.
func (ix *Index) work(search func()) {
	ix.mu.RLock()
	n := ix.gen.documents.Load()
	ix.mu.RUnlock()
	if n < ix.lengthy {
		search()
	} else {
		turns.DoLast(search)
	}
}

// search is Search in a turn. Without one, nil, there are no hits if there would be
// more than one.
func (ix *Index) search(ctx context.Context, p *search.Plan, w search.Window, t *turns.Turn) (h *search.Hits, err error) {
	v, err := ix.acquire()
	if err != nil {
		return nil, err
	}
	defer v.release()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer damaged(&err)
	r, err := ix.result(ctx, v, p)
	if err != nil {
		return nil, explained(err)
	}
	if t == nil && r.total > 1 {
		return nil, nil
	}
	h = &search.Hits{Total: r.total}
	if err := v.addFacets(ctx, h, r, w.Facets); err != nil {
		return nil, err
	}
	if w.Limit > 0 && r.total > 1 {
		v.awaitOrder(ctx, t, p.Sort)
	}
	if err := v.addPage(ctx, h, r, p.Sort, w); err != nil {
		return nil, err
	}
	return h, nil
}

// awaitOrder waits until an order is ready without keeping the turn from others,
// which may be seconds after the index was opened. Where that fails, it does so
// again when the page is sorted, without a turn.
func (v *view) awaitOrder(ctx context.Context, t *turns.Turn, by []search.SortField) {
	if _, ok := v.gen.orders.ready(v, by); ok {
		return
	}
	t.End()
	if _, err := v.gen.orders.sortKeys(ctx, v, by); err == nil {
		_ = t.Take(ctx) // or the time is over, and the page in the order of ISSNs
	}
}

// result is that of a plan, perhaps from before.
func (ix *Index) result(ctx context.Context, v *view, p *search.Plan) (*result, error) {
	key, ok := planKey(p)
	if ok {
		if r := v.gen.cache.get(v, key); r != nil {
			return r, nil
		}
	}
	r, err := ix.find(ctx, v, p)
	if err == nil && r.total == 1 {
		r.only, err = v.appendOnly(nil, r.docs)
	}
	if err == nil && ok {
		v.gen.cache.put(v, key, r)
	}
	return r, err
}

func (ix *Index) find(ctx context.Context, v *view, p *search.Plan) (*result, error) {
	e := &evaluation{
		ctx: ctx, o: &ix.o, fuzzy: ix.fuzzy, view: v, public: p.Public,
		filtered: map[*search.Filter]*filtered{}, matchers: map[string]*matcher{},
	}
	docs, err := e.query(p.Query)
	if err != nil {
		return nil, err
	}
	if docs, err = v.complete(ctx, docs, p.Sort); err != nil {
		return nil, err
	}
	r := &result{docs: docs, total: count(docs)}
	r.groups, err = e.rank(docs, p.Rank)
	return r, err
}

// rank divides documents by the first of the nodes that they match. A node that
// stands for too many terms ranks nothing: what is found does not hang on it.
func (e *evaluation) rank(docs []*roaring.Bitmap, nodes []search.Node) ([][]*roaring.Bitmap, error) {
	var groups [][]*roaring.Bitmap
	for _, n := range nodes {
		if count(docs) == 0 {
			break
		}
		group, rest, err := e.divide(docs, n)
		if errors.Is(err, diagnostic.New(diagnostic.TooManyMasks, "")) {
			continue
		}
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
		docs = rest
	}
	return append(groups, docs), nil
}

// divide is the documents that match a node, and the rest.
func (e *evaluation) divide(docs []*roaring.Bitmap, n search.Node) (group, rest []*roaring.Bitmap, err error) {
	group, rest = make([]*roaring.Bitmap, len(docs)), make([]*roaring.Bitmap, len(docs))
	for i, s := range e.view.segs {
		if docs[i].IsEmpty() {
			group[i], rest[i] = docs[i], docs[i]
			continue
		}
		b, err := e.eval(n, s, docs[i])
		if err != nil {
			return nil, nil, err
		}
		group[i] = roaring.And(docs[i], b)
		rest[i] = roaring.AndNot(docs[i], group[i])
	}
	return group, rest, nil
}

// addPage adds the records of the window.
func (v *view) addPage(ctx context.Context, h *search.Hits, r *result, by []search.SortField, w search.Window) error {
	if w.Limit <= 0 || w.Offset >= r.total {
		return nil
	}
	if r.total == 1 {
		h.ISSNs = r.only
		return nil
	}
	ids, err := v.page(ctx, r.groups, by, w)
	if errors.Is(err, context.DeadlineExceeded) {
		h.Partial = true
		// The order of ISSNs takes some milliseconds, however many there are.
		ids, err = v.page(context.WithoutCancel(ctx), [][]*roaring.Bitmap{r.docs}, nil, w)
	}
	h.ISSNs = ids
	return err
}

func (v *view) page(ctx context.Context, groups [][]*roaring.Bitmap, by []search.SortField, w search.Window) ([]issn.ISSN, error) {
	var keys []sortKey
	lo := int(w.Offset)
	hi := lo + w.Limit
	var out []issn.ISSN
	for _, docs := range groups {
		n := int(count(docs))
		if from, to := max(lo, 0), min(hi, n); from < to {
			var err error
			if n > 1 && keys == nil {
				if keys, err = v.sortKeys(ctx, by); err != nil {
					return nil, err
				}
			}
			if n == 1 {
				out, err = v.appendOnly(out, docs)
			} else {
				out, err = v.appendPlaces(ctx, out, docs, keys, from, to)
			}
			if err != nil {
				return nil, err
			}
		}
		lo, hi = lo-n, hi-n
		if hi <= 0 {
			break
		}
	}
	return out, nil
}

// sortKeys is what documents are sorted by before their ISSNs. It is not nil.
func (v *view) sortKeys(ctx context.Context, by []search.SortField) ([]sortKey, error) {
	labels, err := v.gen.orders.sortKeys(ctx, v, by)
	keys := make([]sortKey, 0, len(labels)+1)
	for _, k := range labels {
		keys = append(keys, k)
	}
	return keys, err
}

// appendOnly appends the document that is the only one, which is in any order.
func (v *view) appendOnly(dst []issn.ISSN, docs []*roaring.Bitmap) ([]issn.ISSN, error) {
	for i, s := range v.segs {
		if docs[i].IsEmpty() {
			continue
		}
		numbers, err := s.numbers()
		if err != nil {
			return nil, err
		}
		dst = append(dst, numbers[docs[i].Minimum()])
	}
	return dst, nil
}

// appendPlaces appends the documents at the places from lo to before hi of an
// order.
func (v *view) appendPlaces(ctx context.Context, dst []issn.ISSN, docs []*roaring.Bitmap, by []sortKey, lo, hi int) ([]issn.ISSN, error) {
	numbers, err := v.numberKey(docs)
	if err != nil {
		return nil, err
	}
	s := newSelector(ctx, append(by[:len(by):len(by)], numbers))
	defer s.release()
	if err := s.page(docs, lo, hi); err != nil {
		return nil, err
	}
	return s.appendISSNs(dst, numbers), nil
}

// brief reports whether what a plan finds is read from a dictionary, which
// takes no turn.
func brief(p *search.Plan) bool {
	_, term := p.Query.(*search.Term)
	return term && len(p.Rank) == 0
}
