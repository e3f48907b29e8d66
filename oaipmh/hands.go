package oaipmh

import (
	"sync"
	"sync/atomic"

	"issnd/format"
	"issnd/internal/turns"
	"issnd/internal/xmlw"
	"issnd/register"
)

// mostBytes is the length from which on a page of records takes no more, so
// that a few very long records do not make an answer that nobody can hold.
const mostBytes = 8 << 20

// stretch is how many records are read, made and sent at a time: enough for
// handing over to cost little. The first ones are fewer, so that the client
// begins to read, and the other hand to work, all the sooner.
const (
	firstStretch = 16
	stretch      = 32
)

// hands make the records of a page, two where a processor is free. Each reads a
// stretch of the list, makes its records and sends them, and goes on with the
// next stretch that nobody has. Only one at a time reads, and only one sends:
// they tell each other when, so that stretches keep their order, while one makes
// records as the other reads, makes or sends.
type hands struct {
	as      *format.Format
	reading *reading    // of who may read
	over    atomic.Bool // the rest is not wanted: the page is full, or something failed

	// Of who may send.
	made  made
	bytes int
	full  bool
	kept  *hand // has the end of the page, which goes with what closes the list
}

// hand is one of them, and has an exchange of its own to write to.
type hand struct {
	*hands
	*exchange
	turn       *turns.Turn
	read, send chan struct{} // closed when the other hand has left
	other      *hand         // or the hand itself, if it is alone
	last       bool          // what has been read is the end of the page
	ends       [stretch]int  // of records in what is written to
	err        error
	thrown     any // by a panic
}

func (p *hands) hand(x *exchange, t *turns.Turn) *hand {
	h := &hand{hands: p, exchange: x, turn: t, read: make(chan struct{}, 1), send: make(chan struct{}, 1)}
	h.other = h
	return h
}

// records writes what fits on one page. The first of its items have been read in
// a turn, which it ends.
func (x *exchange) records(f *format.Format, r *reading, first []register.Item, t *turns.Turn) (made, error) {
	page := &hands{as: f, reading: r}
	a := page.hand(x, t)
	a.last = r.left == 0
	a.send <- struct{}{}
	var err error
	if x.drain != nil && r.left > 0 && x.turns.Spare() {
		err = page.both(a, first)
	} else {
		a.read <- struct{}{}
		a.work(first)
		err = a.result()
	}
	if err != nil {
		return made{}, err
	}
	page.made.more = r.more
	if page.full { // more may have been read than written
		rest, err := x.register.Harvest(x.ctx, x.viewer, r.set, page.made.last, r.through, 1, nil)
		page.made.more = len(rest) > 0
		return page.made, err
	}
	return page.made, nil
}

// both has another hand work with the first one.
func (p *hands) both(a *hand, first []register.Item) error {
	ahead := buffers.Get().(*buffer)
	defer ahead.release()
	x := *a.exchange
	x.out, x.room = xmlw.Writer{Buf: ahead.response[:0]}, &ahead.room
	b := p.hand(&x, &turns.Turn{Of: x.turns})
	a.other, b.other = b, a
	b.read <- struct{}{}
	var done sync.WaitGroup
	done.Go(func() { b.work(nil) })
	a.work(first)
	done.Wait()
	ahead.response = x.out.Buf
	if p.kept == b {
		a.out.Buf, ahead.response = ahead.response, a.out.Buf
	}
	if err := a.result(); err != nil {
		return err
	}
	return b.result()
}

// result is how the work has ended. A panic goes on in the goroutine that
// answers for it.
func (h *hand) result() error {
	if h.thrown != nil {
		panic(h.thrown)
	}
	return h.err
}

// work goes on until the page is written, and begins with items if there are
// some that have been read.
func (h *hand) work(items []register.Item) {
	defer h.leave()
	for {
		if items == nil {
			if items, h.err = h.next(); len(items) == 0 {
				return
			}
		}
		start := len(h.out.Buf)
		made, err := h.make(items)
		if h.err = err; err != nil {
			return
		}
		h.turn.End()
		if <-h.send; h.over.Load() {
			return
		}
		if h.err = h.take(items[:made], start); h.err != nil || h.full {
			h.over.Store(true)
			return
		}
		h.other.send <- struct{}{}
		items = nil
	}
}

// leave tells the other hand that it has not to wait any more.
func (h *hand) leave() {
	h.thrown = recover()
	h.turn.End()
	if h.err != nil || h.thrown != nil {
		h.over.Store(true)
	}
	close(h.other.read)
	close(h.other.send)
}

// next reads a stretch, none at the end.
func (h *hand) next() ([]register.Item, error) {
	if <-h.read; h.over.Load() {
		return nil, nil
	}
	if err := h.turn.Take(h.ctx); err != nil {
		return nil, err
	}
	items, err := h.reading.next(stretch, h.room)
	h.last = h.reading.left == 0
	if err == nil && len(items) > 0 {
		h.other.read <- struct{}{}
	}
	return items, err
}

// make writes the records of items, or of as many as fill a page, and tells how
// many.
func (h *hand) make(items []register.Item) (n int, err error) {
	start := len(h.out.Buf)
	for n < len(items) && len(h.out.Buf)-start < mostBytes {
		if err := h.record(h.as, &items[n]); err != nil {
			return n, err
		}
		h.ends[n] = len(h.out.Buf)
		n++
	}
	return n, nil
}

// take sends what has been made of items, up to the record that fills the page.
func (h *hand) take(items []register.Item, start int) error {
	n := 0
	for n < len(items) && !h.full {
		h.full = h.bytes+h.ends[n]-start >= mostBytes
		n++
	}
	end := h.ends[n-1]
	h.out.Buf = h.out.Buf[:end]
	h.bytes += end - start
	h.made.items += n
	h.made.last = items[n-1].Head.Seq
	if h.drain == nil {
		return nil
	}
	if h.last {
		h.kept = h
		return nil
	}
	var err error
	h.out.Buf, err = h.drain(h.out.Buf)
	return err
}
