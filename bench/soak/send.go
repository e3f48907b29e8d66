package soak

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// answer is what came. Its status is 0 if nothing did.
type answer struct {
	status int
	etag   string
	body   []byte
}

// mostOfAnswer is how many bytes of a body are read.
const mostOfAnswer = 8 << 20

// plain sends a request as clients do.
func plain(l *load, r *request) (*answer, error) {
	req, err := http.NewRequestWithContext(l.ctx, r.method, "http://"+l.Address+r.path, nil)
	if err != nil {
		return nil, err
	}
	req.Header = r.header
	res, err := l.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, mostOfAnswer))
	if err != nil {
		return nil, err
	}
	return &answer{res.StatusCode, res.Header.Get("ETag"), body}, nil
}

// patience is how long a client with a connection of its own waits.
const patience = 30 * time.Second

// dial opens a connection that ends by itself.
func (l *load) dial() (net.Conn, error) {
	c, err := net.DialTimeout("tcp", l.Address, patience)
	if err == nil {
		err = c.SetDeadline(time.Now().Add(patience))
	}
	return c, err
}

// text is a request as it is sent.
func (r *request) text(address string) []byte {
	if r.raw != "" {
		return []byte(r.raw)
	}
	s := r.method + " " + r.path + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n"
	for name, values := range r.header {
		s += name + ": " + values[0] + "\r\n"
	}
	return []byte(s + "\r\n")
}

// malformed sends what is no request and then nothing.
func malformed(l *load, r *request) (*answer, error) {
	c, err := l.dial()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if _, err := c.Write(r.text(l.Address)); err == nil {
		if t, ok := c.(*net.TCPConn); ok {
			_ = t.CloseWrite()
		}
	} // else it is refused while it is sent, and perhaps answered
	return statusOf(c), nil
}

// statusOf reads an answer to its end, if one comes.
func statusOf(c net.Conn) *answer {
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return &answer{}
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, mostOfAnswer))
	return &answer{status: res.StatusCode}
}

// aborted goes away before the answer can be there.
func aborted(l *load, r *request) (*answer, error) {
	c, err := l.dial()
	if err != nil {
		return nil, err
	}
	_, err = c.Write(r.text(l.Address))
	return &answer{}, errors.Join(err, c.Close())
}

// slowness is how long a slow client takes.
const slowness = 2 * time.Second

// trickled sends a request in small pieces.
func trickled(l *load, r *request) (*answer, error) {
	c, err := l.dial()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	const piece = 8
	text := r.text(l.Address)
	pause := slowness / time.Duration(len(text)/piece+1)
	for len(text) > 0 {
		n := min(piece, len(text))
		if _, err := c.Write(text[:n]); err != nil {
			return nil, err
		}
		text = text[n:]
		time.Sleep(pause)
	}
	a := statusOf(c)
	if a.status == 0 {
		return nil, errNoAnswer
	}
	return a, nil
}

var errNoAnswer = errors.New("the connection ended without an answer")

// readSlowly takes some of a long answer, bit by bit, and goes away. The body is
// not closed, for which it would be read to its end.
func readSlowly(l *load, r *request) (*answer, error) {
	c, err := l.dial()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if t, ok := c.(*net.TCPConn); ok {
		if err := t.SetReadBuffer(4 << 10); err != nil {
			return nil, err
		}
	}
	if _, err := c.Write(r.text(l.Address)); err != nil {
		return nil, err
	}
	res, err := http.ReadResponse(bufio.NewReaderSize(c, 512), nil)
	if err != nil {
		return nil, err
	}
	piece := make([]byte, 512)
	for end := time.Now().Add(slowness); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if _, err := res.Body.Read(piece); err != nil {
			break
		}
	}
	return &answer{status: res.StatusCode}, nil
}
