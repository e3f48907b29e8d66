package oaipmh

import (
	"bytes"
	"compress/gzip"
	"sync"
)

// Buffers as large as a usual page are used again; one that a few long records
// have made larger is left to the collector.
const (
	usualBytes = 256 << 10
	keptBytes  = 4 << 20
)

var buffers = sync.Pool{New: func() any { return &buffer{response: make([]byte, 0, usualBytes)} }}

// buffer is the room for one response and its compressed form.
type buffer struct {
	response []byte
	zipped   bytes.Buffer
}

func (b *buffer) release() {
	if cap(b.response) <= keptBytes && b.zipped.Cap() <= keptBytes {
		b.response = b.response[:0]
		b.zipped.Reset()
		buffers.Put(b)
	}
}

// worthCompressing is the length in bytes from which compressing pays.
const worthCompressing = 1 << 10

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return w
}}

// compress is the response in the gzip coding.
func (b *buffer) compress() ([]byte, error) {
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&b.zipped)
	if _, err := w.Write(b.response); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.zipped.Bytes(), err
}
