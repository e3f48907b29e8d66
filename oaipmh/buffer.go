package oaipmh

import (
	"sync"

	"issnd/internal/gzipped"
	"issnd/register"
)

// Buffers as large as a usual stretch of a page are used again; one that a few
// long records have made much larger is left to the collector.
const (
	usualBytes = 160 << 10
	keptBytes  = 4 << 20
)

var buffers = sync.Pool{New: func() any { return &buffer{response: make([]byte, 0, usualBytes)} }}

// buffer is the room for one response and its compressed form, and for what is
// read for it.
type buffer struct {
	room     register.Room
	response []byte
	zipped   []byte
}

func (b *buffer) release() {
	if cap(b.response) <= keptBytes && cap(b.zipped) <= keptBytes {
		b.response = b.response[:0]
		buffers.Put(b)
	}
}

// compress is the response in the gzip coding.
func (b *buffer) compress() []byte {
	b.zipped = gzipped.Append(b.zipped[:0], b.response)
	return b.zipped
}
