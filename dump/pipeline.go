package dump

import (
	"context"
	"errors"
	"sync"

	"issnd/issn"
	"issnd/register"
)

// work is a block of records on its way through the workers.
type work struct {
	block []*register.Record
	read  uint64 // records of the store up to the end of the block
	live  uint64 // records of the block that are in the dump
	parts chan []*part
}

// writeFiles makes the files of a dump. One goroutine reads, the workers
// render and compress, and this one writes in the order of reading. The queues
// between them are short, so that memory does not grow with the register.
func (r *run) writeFiles(ctx context.Context, dir string) (files []File, err error) {
	kinds := append(append([]*Kind(nil), r.Kinds...), deletions())
	outputs := make([]*output, 0, len(kinds))
	defer func() {
		for _, o := range outputs {
			err = errors.Join(err, o.close())
		}
	}()
	c := newCompressor()
	for _, k := range kinds {
		o, err := create(dir, k)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, o)
		if err := o.text(c, k.head); err != nil {
			return nil, err
		}
	}
	if err := r.pump(ctx, c, outputs); err != nil {
		return nil, err
	}
	for _, o := range outputs {
		f, err := o.finish(c)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// pump runs the pipeline to its end. The first error stops all of it.
func (r *run) pump(ctx context.Context, c *compressor, outputs []*output) error {
	n := r.workers()
	ordered, jobs := make(chan *work, n), make(chan *work)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var running sync.WaitGroup
	running.Go(func() {
		defer close(ordered)
		defer close(jobs)
		err := r.read(ctx, func(w *work) error {
			if err := put(ctx, ordered, w); err != nil {
				return err
			}
			return put(ctx, jobs, w)
		})
		if err != nil {
			stop(err)
		}
	})
	for range n {
		running.Go(func() {
			c, a := newCompressor(), newAudience(r.Tier)
			for w := range jobs {
				w.parts <- c.render(a, r.Kinds, w.block)
			}
		})
	}
	err := r.drain(ctx, c, outputs, ordered)
	stop(err)
	running.Wait()
	return err
}

func put(ctx context.Context, to chan<- *work, w *work) error {
	select {
	case to <- w:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// drain writes the parts in order.
func (r *run) drain(ctx context.Context, c *compressor, outputs []*output, ordered <-chan *work) error {
	start := r.now()
	for w := range ordered {
		var parts []*part
		select {
		case parts = <-w.parts:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		for i, o := range outputs {
			if err := o.add(c, parts[i]); err != nil {
				return err
			}
		}
		r.manifest.Records += w.live
		if r.Progress != nil {
			r.Progress(Progress{w.read, r.total, r.manifest.Position.Seq, r.now().Sub(start)})
		}
	}
	return context.Cause(ctx)
}

// read sends the records that the dump tells of, in blocks, and makes sure
// that the register stood still.
func (r *run) read(ctx context.Context, send func(*work) error) error {
	a := newAudience(r.Tier)
	next := r.byISSN()
	if r.manifest.Since != nil {
		next = r.byLog(r.manifest.Since.Position.Seq)
	}
	w := newWork()
	for {
		page, err := next(ctx)
		if err != nil {
			return err
		}
		if err := r.still(ctx); err != nil {
			return err
		}
		for _, rec := range page {
			w.read++
			if !a.told(rec) {
				continue
			}
			if a.live(rec) {
				w.live++
			}
			if w.block = append(w.block, rec); len(w.block) < blockSize {
				continue
			}
			if err := send(w); err != nil {
				return err
			}
			w = &work{read: w.read, parts: make(chan []*part, 1)}
		}
		if len(page) < pageSize {
			return send(w)
		}
	}
}

func newWork() *work { return &work{parts: make(chan []*part, 1)} }

// pageSize is how many records are read at a time.
const pageSize = 500

// still is ErrChanged if the register is not where the dump began.
func (r *run) still(ctx context.Context) error {
	s, err := r.Store.Stats(ctx)
	if err != nil {
		return err
	}
	if s.Seq != r.manifest.Position.Seq {
		return ErrChanged
	}
	return nil
}

type pages func(context.Context) ([]*register.Record, error)

// byISSN reads all records in the order of ISSNs.
func (r *run) byISSN() pages {
	var after issn.ISSN
	return func(ctx context.Context) ([]*register.Record, error) {
		page, err := r.Store.List(ctx, after, pageSize)
		if len(page) > 0 {
			after = page[len(page)-1].ISSN
		}
		return page, err
	}
}

// byLog reads the records that changed after a sequence number, in the order
// of their latest changes.
func (r *run) byLog(after uint64) pages {
	return func(ctx context.Context) ([]*register.Record, error) {
		page, err := r.Store.Changes(ctx, after, pageSize)
		if len(page) > 0 {
			after = page[len(page)-1].Seq
		}
		return page, err
	}
}
