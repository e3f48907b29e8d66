package oaipmh

import (
	"issnd/format"
	"issnd/internal/turns"
	"issnd/register"
)

// mostBytes is the length from which on a page of records takes no more, so
// that a few very long records do not make an answer that nobody can hold.
const mostBytes = 8 << 20

// stretch is how many records are read, made and sent at a time: few, so that the
// client reads them while the next ones are made, and enough for sending to cost
// little. A second goroutine for every other stretch would gain nothing where
// the client has a processor to itself: what the two save they lose in waking
// each other.
const stretch = 32

// records writes what fits on one page, and sends all of it but the end, which
// goes with what closes the list. The first of its items have been read in a
// turn, which it ends.
func (x *exchange) records(f *format.Format, r *reading, items []register.Item, t *turns.Turn) (m made, err error) {
	for bytes := 0; len(items) > 0; {
		for i := range items {
			start := len(x.out.Buf)
			if err := x.record(f, &items[i]); err != nil {
				return m, err
			}
			m.items++
			m.last = items[i].Head.Seq
			if bytes += len(x.out.Buf) - start; bytes >= mostBytes {
				return x.full(r, m)
			}
		}
		t.End()
		if r.left == 0 {
			break
		}
		if err := x.send(); err != nil {
			return m, err
		}
		if err := t.Take(x.ctx); err != nil {
			return m, err
		}
		if items, err = r.next(stretch, x.room); err != nil {
			return m, err
		}
	}
	m.more = r.more
	return m, nil
}

// full is what is on a page that takes no more, though more may have been read.
func (x *exchange) full(r *reading, m made) (made, error) {
	rest, err := x.register.Harvest(x.ctx, x.viewer, r.set, m.last, r.through, 1, nil)
	m.more = len(rest) > 0
	return m, err
}

// send sends what has been written, unless the answer is to be whole.
func (x *exchange) send() (err error) {
	if x.drain != nil {
		x.out.Buf, err = x.drain(x.out.Buf)
	}
	return err
}
