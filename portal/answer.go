package portal

import (
	"maps"
	"net/http"
	"sync/atomic"
	"time"
)

// answer is all that is said about a record to those who ask the same way. It
// does not change once it is kept, but for the time of the last look at the
// register.
type answer struct {
	seq      uint64        // of the change of the record that it shows
	checked  atomic.Uint64 // generation of the register in which it was right
	status   int
	etag     string
	modified time.Time
	header   http.Header // all but Vary; without rendered, what 304 has
	body     []byte
	rendered bool // false: good for telling a client that its copy is good
	kept     bool // others may be answered with it at the same time
}

// answerOverhead is about what an answer takes besides its body and its Link
// header, in bytes.
const answerOverhead = 1500

func (a *answer) weight() uint32 {
	n := len(a.body) + answerOverhead
	for _, link := range a.header["Link"] {
		n += len(link)
	}
	return uint32(n)
}

// respond is the response by the conditions of a request. What says 304 has
// the headers that would let a cache find its copy (RFC 9110 §15.4.5).
func (a *answer) respond(r *Request) (*Response, error) {
	if a.status != http.StatusOK {
		return a.whole(), nil
	}
	switch status := precondition(r.Header, a.etag, a.modified); status {
	case http.StatusPreconditionFailed:
		return nil, preconditionFailed()
	case http.StatusNotModified:
		h := make(http.Header, 5)
		for _, name := range [...]string{"Etag", "Last-Modified", "Cache-Control", "Content-Location"} {
			h[name] = a.header[name]
		}
		return &Response{Status: status, Header: h}, nil
	}
	return a.whole(), nil
}

// whole is the answer as a response of its own, to which headers may be added.
func (a *answer) whole() *Response {
	h := a.header
	if a.kept {
		h = maps.Clone(h)
	}
	return &Response{a.status, h, a.body}
}
