// Package gzipped writes the bodies of responses in the gzip coding (RFC 1952).
package gzipped

import (
	"sync"

	"github.com/klauspost/compress/gzip"
)

// Worth is the length in bytes from which compressing pays.
const Worth = 1 << 10

// Append appends the body in the gzip coding, at the level that is fastest.
// Equal bodies give equal bytes.
func Append(dst, body []byte) []byte {
	z := writers.Get().(*writer)
	defer writers.Put(z)
	z.out = dst
	z.gzip.Reset(z)
	// Writing to memory does not fail.
	_, _ = z.gzip.Write(body)
	_ = z.gzip.Close()
	dst, z.out = z.out, nil
	return dst
}

// writer keeps the tables of a compressor for the next body.
type writer struct {
	gzip *gzip.Writer
	out  []byte
}

// Write appends to out.
func (z *writer) Write(p []byte) (int, error) {
	z.out = append(z.out, p...)
	return len(p), nil
}

var writers = sync.Pool{New: func() any {
	z := new(writer)
	z.gzip, _ = gzip.NewWriterLevel(z, gzip.BestSpeed) // the level is a valid one
	return z
}}
