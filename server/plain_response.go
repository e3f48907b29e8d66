package server

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// plainResponse collects the answer to a plain request, so that it leaves in
// one write, with its length.
type plainResponse struct {
	header http.Header
	status int
	length int // Content-Length as the handler gives it, or -1
	head   int // length of the head in out, without the empty line
	out    *[]byte
	last   bool // nothing comes after it on the connection
	typed  bool // the handler has given a Content-Type, or wants none
	failed bool
	left   func() // to be called when the answer has left, or will not; nil for nothing

	sorted []headerField // of the latest answer
	added  []byte        // fields that were given as bytes, as they are sent
	second int64         // for which date is
	date   []byte
}

type headerField struct {
	name   string
	values []string
}

// plainOutput lends room for answers.
var plainOutput = sync.Pool{New: func() any { return new([]byte) }}

const keptOutput = 1 << 18

// begin starts the next answer.
func (w *plainResponse) begin(now time.Time, last bool) {
	clear(w.header)
	w.added = w.added[:0]
	w.status, w.length, w.failed, w.last = 0, -1, false, last
	w.out = plainOutput.Get().(*[]byte)
	*w.out = (*w.out)[:0]
	if s := now.Unix(); s != w.second {
		w.second = s
		w.date = now.UTC().AppendFormat(w.date[:0], http.TimeFormat)
	}
}

// release ends the loan of the room, when the answer has left.
func (w *plainResponse) release() {
	if w.left != nil {
		w.left()
		w.left = nil
	}
	if cap(*w.out) <= keptOutput {
		plainOutput.Put(w.out)
	}
	w.out = nil
}

// plainOf is the plain response that others may be around, or nil.
func plainOf(w http.ResponseWriter) *plainResponse {
	for {
		switch t := w.(type) {
		case *plainResponse:
			return t
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return nil
		}
	}
}

// Header implements http.ResponseWriter.
func (w *plainResponse) Header() http.Header { return w.header }

// AddField implements field.Adder.
func (w *plainResponse) AddField(name string, value []byte) {
	w.added = appendField(w.added, name, value)
}

// WriteHeader implements http.ResponseWriter. Statuses before the final one are
// not sent.
func (w *plainResponse) WriteHeader(status int) {
	if w.status != 0 || status < 200 {
		return
	}
	w.status = status
	b := append(*w.out, "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(status), 10)
	b = append(append(append(b, ' '), http.StatusText(status)...), "\r\n"...)
	w.sortFields()
	dated := false
	w.typed = false
	for _, f := range w.sorted {
		switch f.name {
		case "Date":
			dated = true
		case "Content-Type":
			w.typed = true
		case "Content-Length":
			if len(f.values) == 1 {
				if n, err := strconv.Atoi(f.values[0]); err == nil && n >= 0 {
					w.length = n
				}
			}
			if w.length < 0 {
				continue
			}
		case "Connection":
			w.last = w.last || len(f.values) == 1 && strings.EqualFold(f.values[0], "close")
			continue
		case "Transfer-Encoding":
			continue
		}
		for _, v := range f.values {
			b = appendField(b, f.name, v)
		}
	}
	b = append(b, w.added...)
	if !dated {
		b = append(append(append(b, "Date: "...), w.date...), "\r\n"...)
	}
	if w.last {
		b = append(b, "Connection: close\r\n"...)
	}
	w.head = len(b)
	*w.out = append(b, "\r\n"...)
}

// sortFields puts the fields in order. Mostly an answer has those of the one before
// it on the connection, whose order is at hand.
func (w *plainResponse) sortFields() {
	same := len(w.sorted) == len(w.header)
	for i := 0; same && i < len(w.sorted); i++ {
		w.sorted[i].values, same = w.header[w.sorted[i].name]
	}
	if same {
		return
	}
	clear(w.sorted)
	w.sorted = w.sorted[:0]
	for name, values := range w.header {
		w.sorted = append(w.sorted, headerField{name, values})
	}
	slices.SortFunc(w.sorted, func(a, b headerField) int { return cmp.Compare(a.name, b.name) })
}

// appendField appends a line of the header. No value can break it.
func appendField[V string | []byte](b []byte, name string, value V) []byte {
	b = append(append(append(b, name...), ": "...), value...)
	set := b[len(b)-len(value):]
	if bytes.IndexByte(set, '\r') >= 0 || bytes.IndexByte(set, '\n') >= 0 {
		for i := range set {
			if set[i] == '\r' || set[i] == '\n' {
				set[i] = ' '
			}
		}
	}
	return append(b, "\r\n"...)
}

// Write implements http.ResponseWriter.
func (w *plainResponse) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	switch {
	case w.bodyless():
		return 0, http.ErrBodyNotAllowed
	case w.length >= 0 && w.body()+len(p) > w.length:
		w.failed = true
		return 0, http.ErrContentLength
	}
	*w.out = append(*w.out, p...)
	return len(p), nil
}

// bodyless reports whether the status allows no body.
func (w *plainResponse) bodyless() bool {
	return w.status == http.StatusNoContent || w.status == http.StatusNotModified
}

// body is the length of what has been written of the body.
func (w *plainResponse) body() int { return len(*w.out) - w.head - len("\r\n") }

// finish is the whole answer, and whether it is the last one on the connection,
// which it is where the handler has written another length than it told.
func (w *plainResponse) finish() (out []byte, last bool) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n := w.body()
	var more []byte
	if !w.typed && n > 0 {
		more = appendField(more, "Content-Type", http.DetectContentType((*w.out)[len(*w.out)-n:]))
	}
	switch {
	case w.length >= 0:
		w.last = w.last || w.failed || n != w.length && !w.bodyless()
	case !w.bodyless():
		more = appendField(more, "Content-Length", strconv.Itoa(n))
	}
	if len(more) > 0 {
		*w.out = slices.Insert(*w.out, w.head, more...)
	}
	return *w.out, w.last
}
