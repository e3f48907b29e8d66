package crawler

import (
	"context"
	"sort"
	"strconv"
	"time"

	"issnd/register"
)

// width is how many places of the change log one sitemap is for. It is less
// than the 50,000 addresses that one may have, and divides the parts in which
// the store keeps its lists.
const width = 1 << 15

// part is a part of the change log, from 1.
type part uint64

// bounds are the sequence numbers of the part: after the first up to the second.
func (p part) bounds() (after, through uint64) {
	return (uint64(p) - 1) * width, uint64(p) * width
}

// parsePart reads the name of a sitemap of records.
func parsePart(name string) (part, bool) {
	n, err := strconv.ParseUint(name, 10, 32)
	if err != nil || n == 0 || name[0] == '0' || name[0] == '+' {
		return 0, false
	}
	return part(n), true
}

// state is all that the content of a sitemap hangs on: a record leaves its part
// when it changes and comes to the end of the last one.
type state struct {
	count   uint64 // of the records in it, those that are no longer public included
	last    uint64 // latest sequence number
	updated time.Time
}

// state looks up a part without reading it. It is zero where nothing is in it.
func (s *Service) state(ctx context.Context, p part) (st state, err error) {
	after, through := p.bounds()
	count := func(after uint64) (n uint64) {
		if err == nil {
			n, err = s.register.HarvestSize(ctx, register.Viewer{}, "", after, through)
		}
		return n
	}
	if st.count = count(after); st.count == 0 || err != nil {
		return state{}, err
	}
	st.last = after + uint64(sort.Search(width, func(i int) bool { return count(after+uint64(i)) == 0 }))
	if err != nil {
		return state{}, err
	}
	st.updated, err = s.updated(ctx, after, st.last)
	return st, err
}

// updated is the datestamp of the latest of the records after a place up to
// another that are public, zero if none is. It looks at the end first.
func (s *Service) updated(ctx context.Context, after, last uint64) (t time.Time, err error) {
	for back := uint64(64); ; back *= 8 {
		from := after
		if last-after > back {
			from = last - back
		}
		for h, err := range s.register.PublicHeads(ctx, from, last) {
			if err != nil {
				return t, err
			}
			t = h.Updated
		}
		if !t.IsZero() || from == after {
			return t, nil
		}
	}
}
