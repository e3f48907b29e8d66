package marc

import "io"

// window is the unread part of an input, in a buffer that grows as far as a
// record may.
type window struct {
	src    io.Reader
	max    int // what more grows the buffer to, at least
	buf    []byte
	start  int   // of the unread part
	end    int   // of the read bytes in buf
	offset int64 // in the input, of start
	held   int   // bytes at start that release gives up
	err    error // why src has no more
}

const firstWindow = 64 << 10

func (w *window) bytes() []byte { return w.buf[w.start:w.end] }

// skip gives up n bytes at once.
func (w *window) skip(n int) {
	w.start += n
	w.offset += int64(n)
}

// keep marks n bytes to be given up by release, so that slices of them stay
// good until then.
func (w *window) keep(n int) { w.held = n }

func (w *window) release() {
	w.skip(w.held)
	w.held = 0
}

// more reads until n bytes are unread and reports whether they are. It may
// move what bytes returned before.
func (w *window) more(n int) bool {
	for w.end-w.start < n {
		if w.err != nil {
			return false
		}
		w.room(n)
		var got int
		got, w.err = io.ReadAtLeast(w.src, w.buf[w.end:], 1)
		w.end += got
	}
	return true
}

// room makes place for n unread bytes and at least one more to read.
func (w *window) room(n int) {
	if w.start > 0 && (w.start == w.end || w.start+n > len(w.buf) || w.end == len(w.buf)) {
		w.end = copy(w.buf, w.buf[w.start:w.end])
		w.start = 0
	}
	if n <= len(w.buf) && w.end < len(w.buf) {
		return
	}
	grown := make([]byte, max(firstWindow, n, 2*len(w.buf)))
	w.end = copy(grown, w.buf[w.start:w.end])
	w.buf, w.start = grown, 0
}
