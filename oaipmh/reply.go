package oaipmh

import (
	"net/http"
	"strconv"

	"issnd/internal/gzipped"
	"issnd/negotiate"
)

// reply is an answer on its way to a client: as a whole with its length, or in
// pieces while the rest is made.
type reply struct {
	*buffer
	w     http.ResponseWriter
	r     *http.Request
	begun bool            // some of it has been sent
	left  bool            // the client does not take it any more
	zip   *gzipped.Writer // nil unless what has begun is compressed
}

func newReply(w http.ResponseWriter, r *http.Request) *reply {
	return &reply{buffer: buffers.Get().(*buffer), w: w, r: r}
}

func (p *reply) release() {
	if p.zip != nil {
		p.zip.Release()
	}
	p.buffer.release()
}

// drain is how pieces are sent; nil where there is no body to send.
func (p *reply) drain() drain {
	if p.r.Method == http.MethodHead {
		return nil
	}
	return p.send
}

// leastZipped is how many compressed bytes are worth a write.
const leastZipped = 8 << 10

// send sends what has been made.
func (p *reply) send(made []byte) ([]byte, error) {
	if !p.begun {
		p.begun = true
		if p.compressed() {
			p.zipped = p.zipped[:0]
			p.zip = gzipped.NewWriter(p)
		}
		p.w.WriteHeader(http.StatusOK)
	}
	if p.zip == nil {
		return made[:0], p.write(made)
	}
	_, _ = p.zip.Write(made) // to memory
	return made[:0], p.sendZipped(leastZipped)
}

// Write takes compressed bytes.
func (p *reply) Write(b []byte) (int, error) {
	p.zipped = append(p.zipped, b...)
	return len(b), nil
}

// sendZipped sends the compressed bytes if there are so many.
func (p *reply) sendZipped(least int) error {
	if len(p.zipped) < least {
		return nil
	}
	err := p.write(p.zipped)
	p.zipped = p.zipped[:0]
	return err
}

func (p *reply) write(b []byte) error {
	_, err := p.w.Write(b)
	p.left = p.left || err != nil
	return err
}

// end sends what there is at the end.
func (p *reply) end() error {
	switch {
	case !p.begun:
		return p.whole()
	case p.zip == nil:
		return p.write(p.response)
	}
	_, _ = p.zip.Write(p.response) // to memory
	_ = p.zip.Close()
	return p.sendZipped(0)
}

// whole sends an answer of which nothing has been sent.
func (p *reply) whole() error {
	body := p.response
	if len(body) >= gzipped.Worth && p.compressed() {
		body = p.compress()
	}
	p.w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	p.w.WriteHeader(http.StatusOK)
	if p.r.Method == http.MethodHead {
		return nil
	}
	return p.write(body)
}

// compressed decides on the coding, and says so.
func (p *reply) compressed() bool {
	if !negotiate.Gzip(p.r.Header["Accept-Encoding"]) {
		return false
	}
	p.w.Header()["Content-Encoding"] = gzipCoding
	return true
}
