package sru

import (
	"slices"
	"sync"
)

// rooms lends memory for the bodies of answers.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// largestRoom is how many bytes are kept for the next answer at most.
const largestRoom = 1 << 18

// room is an empty slice in which the response is likely to fit.
func (out *Response) room() []byte {
	const rest, record, term, index = 2 << 10, 3 << 10, 256, 768
	n := rest + record*len(out.Records) + term*len(out.Terms)
	if out.explain != nil {
		n += index * len(out.explain.points)
	}
	for i := range out.Facets {
		n += term * len(out.Facets[i].Values)
	}
	return slices.Grow((*rooms.Get().(*[]byte))[:0], n)
}

// giveBack ends the use of a body, which nobody else may have.
func giveBack(body []byte) {
	if c := cap(body); c > 0 && c <= largestRoom {
		rooms.Put(&body)
	}
}
