package bleveindex

import (
	"context"
	"runtime/debug"
	"slices"

	"issnd/internal/turns"
	"issnd/search"
)

// Terms lists terms around a place in the dictionaries of fields. A term is
// counted once for each document that has it in any of the fields.
func (ix *Index) Terms(ctx context.Context, r search.TermsRequest) (t search.Terms, err error) {
	if err := ctx.Err(); err != nil {
		return t, explained(err)
	}
	turn := turns.Turn{Of: ix.turns}
	defer turn.End()
	if err := turn.Take(ctx); err != nil {
		return t, explained(err)
	}
	ix.work(func() { t, err = ix.terms(ctx, r) })
	return t, err
}

// terms is Terms in a turn.
func (ix *Index) terms(ctx context.Context, r search.TermsRequest) (t search.Terms, err error) {
	v, err := ix.acquire()
	if err != nil {
		return t, err
	}
	defer v.release()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer damaged(&err)
	sc, err := newScan(ctx, v, r)
	if err != nil {
		return t, err
	}
	place := max(r.From, r.Prefix)
	if sc.end != nil && place > string(sc.end) {
		place = string(sc.end)
	}
	if t.After, t.Last, err = sc.forward(place, r.After); err != nil {
		return search.Terms{}, explained(err)
	}
	if t.Before, t.First, err = sc.backward(place, r.Before); err != nil {
		return search.Terms{}, explained(err)
	}
	return t, nil
}

// scan looks at several dictionaries as if they were one.
type scan struct {
	ctx   context.Context
	dicts []*dictionary
	start string // the first term that may be listed
	end   []byte // what comes after the last, nil for nothing
	steps int
}

func newScan(ctx context.Context, v *view, r search.TermsRequest) (*scan, error) {
	sc := &scan{ctx: ctx, start: r.Prefix, end: prefixEnd(r.Prefix)}
	for _, s := range v.segs {
		for _, f := range r.Fields {
			d, err := s.data.Dictionary(f)
			if err != nil {
				return nil, err
			}
			if d.Cardinality() > 0 {
				sc.dicts = append(sc.dicts, &dictionary{TermDictionary: d, seg: s, field: f, public: r.Public})
			}
		}
	}
	return sc, nil
}

// forward lists at most n terms from a place on, and says whether there are no
// more.
func (sc *scan) forward(place string, n int) (list []search.TermCount, last bool, err error) {
	last = true
	err = sc.merged(place, sc.end, func(e entry) (bool, error) {
		c, err := e.count()
		if err != nil || c == 0 {
			return true, err
		}
		if len(list) >= n {
			last = false
			return false, nil
		}
		list = append(list, search.TermCount{Term: e.term, Count: c})
		return true, nil
	})
	return list, last, err
}

// backward lists at most n terms before a place, in order, and says whether
// there are none before them.
func (sc *scan) backward(place string, n int) (list []search.TermCount, first bool, err error) {
	if place <= sc.start {
		return nil, true, nil
	}
	for {
		from, err := sc.back(place)
		if err != nil {
			return nil, false, err
		}
		var block []entry
		err = sc.merged(from, []byte(place), func(e entry) (bool, error) {
			block = append(block, e)
			return true, nil
		})
		if err != nil {
			return nil, false, err
		}
		for _, e := range slices.Backward(block) {
			c, err := e.count()
			if err != nil {
				return nil, false, err
			}
			if c == 0 {
				continue
			}
			if len(list) >= n {
				slices.Reverse(list)
				return list, false, nil
			}
			list = append(list, search.TermCount{Term: e.term, Count: c})
		}
		if from <= sc.start {
			slices.Reverse(list)
			return list, true, nil
		}
		place = from
	}
}

// back is a place some terms before the given one, or the start.
func (sc *scan) back(place string) (string, error) {
	from := sc.start
	for _, d := range sc.dicts {
		samples, err := d.samples(sc.ctx)
		if err != nil {
			return "", err
		}
		i, _ := slices.BinarySearch(samples, place)
		if i >= 2 {
			from = max(from, samples[i-2])
		}
	}
	return from, nil
}
