package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/rpc"
	"time"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Client is the store of a server on this machine. A call whose context ends
// returns at once; what it asked for may still be done.
type Client struct{ rpc *rpc.Client }

var _ register.Store = (*Client)(nil)

// Dial connects to the server that listens at the socket. The error is one of
// the operating system where there is none.
func Dial(path string) (*Client, error) {
	var conn net.Conn
	err := reach(path, func(short string) (err error) {
		conn, err = net.Dial("unix", short)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("socket %s: %w", path, err)
	}
	return &Client{rpc.NewClient(conn)}, nil
}

// call asks the server and waits for its answer.
func call[T any](ctx context.Context, c *Client, method string, args any) (T, error) {
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	var r Reply[T]
	select {
	case done := <-c.rpc.Go(service+"."+method, args, &r, make(chan *rpc.Call, 1)).Done:
		if done.Error != nil {
			return none, fmt.Errorf("the server does not answer: %w", done.Error)
		}
	case <-ctx.Done():
		return none, ctx.Err()
	}
	return r.Value, r.Fault.err()
}

// records is a call that answers with records.
func (c *Client) records(ctx context.Context, method string, p Page) ([]*register.Record, error) {
	wire, err := call[[]record](ctx, c, method, p)
	if err != nil {
		return nil, err
	}
	return unpackAll(wire)
}

// Rules are those by which the server has records read.
func (c *Client) Rules(ctx context.Context) (register.Rules, error) {
	return call[register.Rules](ctx, c, "Rules", struct{}{})
}

// Get implements register.Store.
func (c *Client) Get(ctx context.Context, id issn.ISSN) (*register.Record, error) {
	w, err := call[record](ctx, c, "Get", id)
	if err != nil {
		return nil, err
	}
	return w.unpack()
}

// GetFields implements register.Store. It gets all fields.
func (c *Client) GetFields(ctx context.Context, id issn.ISSN, _ func(*register.Head) *marc.Tags) (*register.Record, error) {
	return c.Get(ctx, id)
}

// Head implements register.Store.
func (c *Client) Head(ctx context.Context, id issn.ISSN) (register.Head, error) {
	h, err := call[register.Head](ctx, c, "Head", id)
	h.Updated = h.Updated.UTC()
	return h, err
}

// Generation implements register.Store. It asks the server, and is 0 if that
// does not answer.
func (c *Client) Generation() uint64 {
	n, err := call[uint64](context.Background(), c, "Generation", struct{}{})
	if err != nil {
		return 0
	}
	return n
}

// Cluster implements register.Store.
func (c *Client) Cluster(ctx context.Context, l issn.ISSN, limit int) ([]register.Head, error) {
	heads, err := call[[]register.Head](ctx, c, "Cluster", Page{From: uint64(l), Limit: limit})
	for i := range heads {
		heads[i].Updated = heads[i].Updated.UTC()
	}
	return heads, err
}

// ReplacedBy implements register.Store.
func (c *Client) ReplacedBy(ctx context.Context, id issn.ISSN) (issn.ISSN, error) {
	return call[issn.ISSN](ctx, c, "ReplacedBy", id)
}

// List implements register.Store.
func (c *Client) List(ctx context.Context, after issn.ISSN, limit int) ([]*register.Record, error) {
	return c.records(ctx, "List", Page{From: uint64(after), Limit: limit})
}

// Changes implements register.Store.
func (c *Client) Changes(ctx context.Context, after uint64, limit int) ([]*register.Record, error) {
	return c.records(ctx, "Changes", Page{From: after, Limit: limit})
}

// Since implements register.Store.
func (c *Client) Since(ctx context.Context, t time.Time) (uint64, error) {
	return call[uint64](ctx, c, "Since", t)
}

// Branch implements register.Store.
func (c *Client) Branch(ctx context.Context, seq uint64) (string, error) {
	return call[string](ctx, c, "Branch", seq)
}

// Select implements register.Store. It takes no room: what comes over the wire has
// memory of its own.
func (c *Client) Select(ctx context.Context, sel register.Selection, limit int, _ *register.Room) ([]*register.Record, error) {
	return c.records(ctx, "Select", Page{Selection: sel, Limit: limit})
}

// SelectHeads implements register.Store.
func (c *Client) SelectHeads(ctx context.Context, sel register.Selection, limit int) ([]register.Head, error) {
	heads, err := call[[]register.Head](ctx, c, "SelectHeads", Page{Selection: sel, Limit: limit})
	for i := range heads {
		heads[i].Updated = heads[i].Updated.UTC()
	}
	return heads, err
}

// Count implements register.Store.
func (c *Client) Count(ctx context.Context, sel register.Selection) (uint64, error) {
	return call[uint64](ctx, c, "Count", Page{Selection: sel})
}

// Sets implements register.Store.
func (c *Client) Sets(ctx context.Context, public bool) ([]string, error) {
	return call[[]string](ctx, c, "Sets", public)
}

// Apply implements register.Store.
func (c *Client) Apply(ctx context.Context, recs []*register.Record) ([]register.Outcome, error) {
	outcomes, err := call[[]register.Outcome](ctx, c, "Apply", packAll(recs))
	if err == nil && outcomes == nil {
		outcomes = []register.Outcome{} // the wire does not tell it from nil
	}
	return outcomes, err
}

// Stats implements register.Store.
func (c *Client) Stats(ctx context.Context) (register.Stats, error) {
	st, err := call[register.Stats](ctx, c, "Stats", struct{}{})
	st.Updated, st.Horizon = st.Updated.UTC(), st.Horizon.UTC()
	return st, err
}

// Close ends the connection, not the store. It may be called twice.
func (c *Client) Close() error {
	if err := c.rpc.Close(); err != nil && !errors.Is(err, rpc.ErrShutdown) {
		return err
	}
	return nil
}
