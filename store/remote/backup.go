package remote

import (
	"context"
	"errors"
	"io"
	"sync"
)

// Backup writes one state of the store to w, as store.Store.Backup does, and
// returns its size. The server keeps that state until all of it is written or the
// client is closed, and others read and write meanwhile as store.Store.Backup says.
func (c *Client) Backup(ctx context.Context, w io.Writer) (size int64, err error) {
	for first := true; ; first = false {
		part, err := call[[]byte](ctx, c, "Backup", first)
		if err != nil || len(part) == 0 {
			return size, err
		}
		n, err := w.Write(part)
		size += int64(n)
		if err != nil {
			return size, err
		}
	}
}

// partSize is how much of a copy is sent at a time, in bytes.
const partSize = 256 << 10

// copying is a copy of the store on its way to one client.
type copying struct {
	ctx   context.Context // ends with the connection
	store Store

	mu   sync.Mutex
	rest *io.PipeReader // nil before the first copy
}

// part is the next one of the copy, empty after the last, or the first one of a
// new copy.
func (c *copying) part(first bool) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if first {
		c.begin()
	}
	if c.rest == nil {
		return nil, errors.New("there is no copy to go on with")
	}
	part := make([]byte, partSize)
	n, err := io.ReadFull(c.rest, part)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return part[:n], err
}

// begin makes a copy as fast as it is read, until the connection ends.
func (c *copying) begin() {
	if c.rest != nil {
		c.rest.Close()
	}
	rest, out := io.Pipe()
	c.rest = rest
	go func() {
		defer context.AfterFunc(c.ctx, func() { rest.CloseWithError(c.ctx.Err()) })()
		_, err := c.store.Backup(c.ctx, out)
		out.CloseWithError(err)
	}()
}

// Backup gives the next part of a copy of the store, or the first one.
func (e *endpoint) Backup(first bool, r *Reply[[]byte]) error {
	part, err := e.copying.part(first)
	return answer(r, part, err)
}
