package portal

import (
	"bytes"
	"compress/gzip"
	"sync"
)

// gzipMark ends the variant, and so the entity tag, of what a client gets that
// takes gzip: other bytes are another representation (RFC 9110 §8.8.3.3).
const gzipMark = "+gzip"

// worthCompressing is the length in bytes from which compressing pays.
const worthCompressing = 1 << 10

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return w
}}

// compress is the body in the gzip coding, or the body itself where that would
// gain nothing.
func compress(body []byte) []byte {
	if len(body) < worthCompressing {
		return body
	}
	out := bytes.NewBuffer(make([]byte, 0, len(body)/3))
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(out)
	if _, err := w.Write(body); err != nil {
		return body
	}
	if err := w.Close(); err != nil || out.Len() >= len(body) {
		return body
	}
	return out.Bytes()
}

// compressed reports whether a body is in the gzip coding. No format of ours
// begins with the two bytes that gzip does (RFC 1952 §2.3.1).
func compressed(body []byte) bool {
	return len(body) > 2 && body[0] == 0x1f && body[1] == 0x8b
}
