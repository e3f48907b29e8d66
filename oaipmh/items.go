package oaipmh

import (
	"issnd/format"
	"issnd/internal/xmlw"
	"issnd/register"
)

// mostBytes is the length from which on a page of records takes no more, so
// that a few very long records do not make an answer that nobody can hold.
const mostBytes = 8 << 20

// stretch is how many records are made at a time, by each of two cores: enough
// for starting to cost little, and little enough for the client to have begun
// reading long before the end.
const stretch = 16

// items writes what fits on one page, at least one, and tells how many.
func (x *exchange) items(v Verb, f *format.Format, items []register.Item) (n int, err error) {
	if v == ListIdentifiers {
		for i := range items {
			x.out.Buf = append(x.appendHeader(x.out.Buf, &items[i]), '\n')
		}
		return len(items), nil
	}
	ahead := buffers.Get().(*buffer)
	var done <-chan struct{}
	defer func() {
		if done != nil {
			<-done // also after a panic: nobody else may get the memory before
		}
		ahead.release()
	}()
	start, sent := len(x.out.Buf), 0
	length := func() int { return sent + len(x.out.Buf) - start }
	for n < len(items) {
		first := items[n:min(n+stretch, len(items))]
		second := items[n+len(first) : min(n+2*stretch, len(items))]
		var wait func() ([]byte, error)
		wait, done = x.aside(f, second, ahead)
		i, full, err := x.records(f, first, length)
		n += i
		more, errMore := wait()
		switch {
		case err != nil || full:
			return n, err
		case errMore != nil:
			return n, errMore
		case length()+len(more) < mostBytes:
			x.out.Buf = append(x.out.Buf, more...)
			n += len(second)
		default: // one of them is the last one of the page
			i, full, err := x.records(f, second, length)
			if n += i; err != nil || full {
				return n, err
			}
		}
		if made := len(x.out.Buf); x.drain != nil {
			if x.out.Buf, err = x.drain(x.out.Buf); err != nil {
				return n, err
			}
			sent += made
		}
	}
	return n, nil
}

// records writes records until the page is full, and tells how many and
// whether it is.
func (x *exchange) records(f *format.Format, items []register.Item, length func() int) (n int, full bool, err error) {
	for i := range items {
		if err := x.record(f, &items[i]); err != nil {
			return i, false, err
		}
		if length() >= mostBytes {
			return i + 1, true, nil
		}
	}
	return len(items), false, nil
}

// aside makes records while others are made. The returned function waits for
// them, and the channel is closed when they are made.
func (x *exchange) aside(f *format.Format, items []register.Item, into *buffer) (wait func() ([]byte, error), ended <-chan struct{}) {
	y := *x
	y.out = xmlw.Writer{Buf: into.response[:0]}
	var err error
	var thrown any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { thrown = recover() }()
		for i := range items {
			if err = y.record(f, &items[i]); err != nil {
				return
			}
		}
	}()
	return func() ([]byte, error) {
		<-done
		if thrown != nil {
			panic(thrown) // in the goroutine that answers for it
		}
		into.response = y.out.Buf
		return y.out.Buf, err
	}, done
}
