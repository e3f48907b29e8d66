package portal

import (
	"net/http"
	"sync/atomic"
	"time"

	"issnd/internal/access"
	"issnd/internal/conditional"
)

// answer is all that is said about a record to those who ask the same way. It
// does not change once it is kept, but for the time of the last look at the
// register.
type answer struct {
	seq        uint64        // of the change of the record that it shows
	checked    atomic.Uint64 // generation of the register in which it was right
	status     int
	etag       string
	modified   time.Time
	headers    headers // all but Link and Vary
	validators int     // how many of the headers 304 has
	link, body []byte
	rendered   bool // false: good for telling a client that its copy is good
}

// answerOverhead is about what an answer takes besides its body and the longer
// ones of its headers, in bytes.
const answerOverhead = 1500

func (a *answer) weight() uint32 {
	n := len(a.link) + len(a.body) + answerOverhead
	for _, value := range a.headers.values {
		n += len(value)
	}
	return uint32(n)
}

// respond is the response by the conditions of a request. What says 304 has
// the headers that would let a cache find its copy (RFC 9110 §15.4.5). kept
// tells where the answer comes from.
func (a *answer) respond(r *Request, kept access.Cache) (*Response, error) {
	if a.status != http.StatusOK {
		return a.whole(kept), nil
	}
	switch status := conditional.Status(r.Header, a.etag, a.modified); status {
	case http.StatusPreconditionFailed:
		return nil, preconditionFailed()
	case http.StatusNotModified:
		return &Response{Status: status, fields: a.headers.first(a.validators), cache: kept}, nil
	}
	return a.whole(kept), nil
}

func (a *answer) whole(kept access.Cache) *Response {
	return &Response{Status: a.status, Body: a.body, fields: a.headers.all(), link: a.link, cache: kept}
}
