package gzipped

import (
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// Writer compresses a body that is too long to be held as a whole.
type Writer struct{ *gzip.Writer }

var streams = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return z
}}

// NewWriter makes a writer that writes to w. It is to be closed, which writes
// the rest, and then released.
func NewWriter(w io.Writer) *Writer {
	z := streams.Get().(*gzip.Writer)
	z.Reset(w)
	return &Writer{z}
}

// Release gives the tables of the compressor to the next body.
func (z *Writer) Release() {
	streams.Put(z.Writer)
	z.Writer = nil
}
