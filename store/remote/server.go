package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/rpc"
	"os"
	"path/filepath"
	"time"

	"issnd/issn"
	"issnd/register"
)

// Store is what a server lets clients use.
type Store interface {
	register.Store
	// Backup writes one state of the store to w and returns its size.
	Backup(ctx context.Context, w io.Writer) (size int64, err error)
}

// Socket is where clients of a server connect.
type Socket struct {
	path string
	l    net.Listener
}

// Listen makes the socket at path. One that a server left behind is replaced.
// Clients can connect at once, and are answered from when Serve is called, which
// has to be.
func Listen(path string) (*Socket, error) {
	l, err := listen(path)
	if err != nil {
		return nil, fmt.Errorf("socket %s: %w", path, err)
	}
	return &Socket{path, l}, nil
}

// Serve lets clients use the store and the jobs until the context ends, and tells
// them the rules by which records are read. Then the socket is removed.
func (k *Socket) Serve(ctx context.Context, s Store, rules register.Rules, jobs Jobs) error {
	defer os.Remove(k.path)
	stop := context.AfterFunc(ctx, func() { k.l.Close() })
	defer stop()
	all := newRunner(ctx, jobs, s)
	for {
		conn, err := k.l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("socket %s: %w", k.path, err)
		}
		go func() {
			connected, end := context.WithCancel(ctx)
			defer end()
			context.AfterFunc(connected, func() { conn.Close() })
			server := rpc.NewServer()
			// It fails for types without methods only.
			_ = server.RegisterName(service, &endpoint{ctx: ctx, store: s, rules: rules, jobs: all, copying: copying{ctx: connected, store: s}})
			server.ServeConn(conn)
		}()
	}
}

// listen makes the socket in a directory that only the owner can enter and moves
// it to its place when it is closed to others, so that nobody else can ever
// connect.
func listen(path string) (l net.Listener, err error) {
	private, err := os.MkdirTemp(filepath.Dir(path), ".socket-*")
	if err != nil {
		return nil, err
	}
	made := filepath.Join(private, "s")
	err = reach(made, func(short string) (err error) {
		l, err = net.Listen("unix", short)
		return err
	})
	if err == nil {
		l.(*net.UnixListener).SetUnlinkOnClose(false)
		if err = os.Chmod(made, 0o600); err == nil {
			err = os.Rename(made, path)
		}
		if err != nil {
			err = errors.Join(err, l.Close())
		}
	}
	return l, errors.Join(err, os.RemoveAll(private))
}

// endpoint is the methods on the wire. Each returns no error itself: what went
// wrong is in the reply.
type endpoint struct {
	ctx     context.Context
	store   Store
	rules   register.Rules
	jobs    *runner
	copying copying
}

func answer[T any](r *Reply[T], v T, err error) error {
	r.Value, r.Fault = v, faultOf(err)
	return nil
}

func answerAll(r *Reply[[]record], recs []*register.Record, err error) error {
	return answer(r, packAll(recs), err)
}

// Rules gives the rules by which records are read.
func (e *endpoint) Rules(_ struct{}, r *Reply[register.Rules]) error {
	return answer(r, e.rules, nil)
}

// Get is register.Store.Get.
func (e *endpoint) Get(id issn.ISSN, r *Reply[record]) error {
	rec, err := e.store.Get(e.ctx, id)
	if err != nil {
		return answer(r, record{}, err)
	}
	return answer(r, pack(rec), nil)
}

// Head is register.Store.Head.
func (e *endpoint) Head(id issn.ISSN, r *Reply[register.Head]) error {
	h, err := e.store.Head(e.ctx, id)
	return answer(r, h, err)
}

// Generation is register.Store.Generation.
func (e *endpoint) Generation(_ struct{}, r *Reply[uint64]) error {
	return answer(r, e.store.Generation(), nil)
}

// Cluster is register.Store.Cluster.
func (e *endpoint) Cluster(p Page, r *Reply[[]register.Head]) error {
	heads, err := e.store.Cluster(e.ctx, issn.ISSN(p.From), p.Limit)
	return answer(r, heads, err)
}

// ReplacedBy is register.Store.ReplacedBy.
func (e *endpoint) ReplacedBy(id issn.ISSN, r *Reply[issn.ISSN]) error {
	by, err := e.store.ReplacedBy(e.ctx, id)
	return answer(r, by, err)
}

// List is register.Store.List.
func (e *endpoint) List(p Page, r *Reply[[]record]) error {
	recs, err := e.store.List(e.ctx, issn.ISSN(p.From), p.Limit)
	return answerAll(r, recs, err)
}

// Changes is register.Store.Changes.
func (e *endpoint) Changes(p Page, r *Reply[[]record]) error {
	recs, err := e.store.Changes(e.ctx, p.From, p.Limit)
	return answerAll(r, recs, err)
}

// Since is register.Store.Since.
func (e *endpoint) Since(t time.Time, r *Reply[uint64]) error {
	seq, err := e.store.Since(e.ctx, t)
	return answer(r, seq, err)
}

// Branch is register.Store.Branch.
func (e *endpoint) Branch(seq uint64, r *Reply[string]) error {
	branch, err := e.store.Branch(e.ctx, seq)
	return answer(r, branch, err)
}

// Select is register.Store.Select.
func (e *endpoint) Select(p Page, r *Reply[[]record]) error {
	recs, err := e.store.Select(e.ctx, p.Selection, p.Limit, nil)
	return answerAll(r, recs, err)
}

// SelectHeads is register.Store.SelectHeads.
func (e *endpoint) SelectHeads(p Page, r *Reply[[]register.Head]) error {
	heads, err := e.store.SelectHeads(e.ctx, p.Selection, p.Limit)
	return answer(r, heads, err)
}

// Count is register.Store.Count.
func (e *endpoint) Count(p Page, r *Reply[uint64]) error {
	n, err := e.store.Count(e.ctx, p.Selection)
	return answer(r, n, err)
}

// Sets is register.Store.Sets.
func (e *endpoint) Sets(public bool, r *Reply[[]string]) error {
	sets, err := e.store.Sets(e.ctx, public)
	return answer(r, sets, err)
}

// Apply is register.Store.Apply.
func (e *endpoint) Apply(wire []record, r *Reply[[]register.Outcome]) error {
	recs, err := unpackAll(wire)
	if err != nil {
		return answer(r, nil, err)
	}
	outcomes, err := e.store.Apply(e.ctx, recs)
	return answer(r, outcomes, err)
}

// Stats is register.Store.Stats.
func (e *endpoint) Stats(_ struct{}, r *Reply[register.Stats]) error {
	st, err := e.store.Stats(e.ctx)
	return answer(r, st, err)
}
