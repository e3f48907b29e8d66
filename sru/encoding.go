package sru

import (
	"bytes"
	"compress/gzip"
	"sync"
)

// worthCompressing is the length in bytes from which compressing pays.
const worthCompressing = 1 << 10

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return w
}}

// compress is the body in the gzip coding, nil where that would gain nothing.
func compress(body []byte) []byte {
	if len(body) < worthCompressing {
		return nil
	}
	out := bytes.NewBuffer(make([]byte, 0, len(body)/3))
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(out)
	if _, err := w.Write(body); err != nil {
		return nil
	}
	if err := w.Close(); err != nil || out.Len() >= len(body) {
		return nil
	}
	return out.Bytes()
}
