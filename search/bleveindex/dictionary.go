package bleveindex

import (
	"context"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// dictionary is that of a field in a segment.
type dictionary struct {
	segment.TermDictionary
	seg    *seg
	field  string
	public bool
}

// entry is a term and the dictionaries that have it, which are in the order of
// segments.
type entry struct {
	term string
	in   []*dictionary
}

// merged visits the terms from the first bound to before the second, in order,
// until visit is false.
func (sc *scan) merged(from string, before []byte, visit func(entry) (bool, error)) error {
	type cursor struct {
		d    *dictionary
		it   segment.DictionaryIterator
		term string
	}
	var open []*cursor
	advance := func(c *cursor) (bool, error) {
		e, err := c.it.Next()
		if err != nil || e == nil {
			return false, err
		}
		c.term = e.Term
		return true, nil
	}
	if before != nil && from >= string(before) {
		return nil
	}
	for _, d := range sc.dicts {
		c := &cursor{d: d, it: terms(d.TermDictionary, nil, []byte(from), before)}
		if ok, err := advance(c); err != nil {
			return err
		} else if ok {
			open = append(open, c)
		}
	}
	for len(open) > 0 {
		if sc.steps++; sc.steps&0x3f == 0 && sc.ctx.Err() != nil {
			return sc.ctx.Err()
		}
		e := entry{term: open[0].term}
		for _, c := range open[1:] {
			e.term = min(e.term, c.term)
		}
		rest := open[:0]
		for _, c := range open {
			if c.term == e.term {
				e.in = append(e.in, c.d)
				if ok, err := advance(c); err != nil {
					return err
				} else if !ok {
					continue
				}
			}
			rest = append(rest, c)
		}
		open = rest
		if more, err := visit(e); err != nil || !more {
			return err
		}
	}
	return nil
}

// count is how many documents have the term that may be found.
func (e *entry) count() (uint64, error) {
	var n uint64
	for in := e.in; len(in) > 0; {
		same := 1
		for same < len(in) && in[same].seg == in[0].seg {
			same++
		}
		c, err := in[0].seg.countIn(in[:same], e.term)
		if err != nil {
			return 0, err
		}
		n += c
		in = in[same:]
	}
	return n, nil
}

// countIn is the count in dictionaries of one segment.
func (s *seg) countIn(dicts []*dictionary, term string) (uint64, error) {
	scope, err := s.scope(dicts[0].public)
	if err != nil {
		return 0, err
	}
	if len(dicts) == 1 {
		list, err := dicts[0].PostingsList([]byte(term), nil, nil)
		if err != nil {
			return 0, err
		}
		return postings(list).AndCardinality(scope), nil
	}
	u := newUnion(s.docs)
	for _, d := range dicts {
		if err := u.add(d, term); err != nil {
			return 0, err
		}
	}
	return u.bitmap().AndCardinality(scope), nil
}

// sampleEvery is how far apart samples of a dictionary are. A dictionary can be
// read forwards only: what comes before a place is read from a sample on.
const sampleEvery = 64

// samples is every so many-th term of the dictionary, the first among them. They
// are kept when all of the dictionary has been read.
func (d *dictionary) samples(ctx context.Context) ([]string, error) {
	return d.seg.shard.samples.get(d.field, func() ([]string, error) { return d.readSamples(ctx) })
}

func (d *dictionary) readSamples(ctx context.Context) ([]string, error) {
	const look = 4096 // how many terms are read between two looks at the time
	var out []string
	it := terms(d.TermDictionary, nil, nil, nil)
	for i := 0; ; i++ {
		if i%look == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e, err := it.Next()
		if err != nil || e == nil {
			return out, err
		}
		if i%sampleEvery == 0 {
			out = append(out, e.Term)
		}
	}
}
