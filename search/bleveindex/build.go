package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/internal/turns"
	"issnd/search"
)

// segmentDocuments is how many documents make a segment where there is memory for
// them, writers how many segments are made at a time, and together how many
// documents are handed on at once. A segment in the making takes 3 to 4 KB a
// document.
const (
	segmentDocuments = 1 << 18
	writers          = 2
	together         = 1024
)

// drafts tells how many segments are made at a time in so many bytes of memory, 0
// for any number, and how many bytes the draft of each may have. As much again is
// for sorting and writing them, and for what the collector has not come to. Where
// there is little, one segment at a time is as large as two would be together:
// small ones are merged later.
func drafts(memory int64, processors int) (segments int, draft int64) {
	const little = 1 << 30
	segments = min(writers, processors)
	if memory == 0 {
		return segments, math.MaxInt64
	}
	if memory < little {
		segments = 1
	}
	return segments, memory / int64(2*segments)
}

// Build makes a new index of all documents, each of which comes once, beside
// the one in the directory, if any, and then puts it in its place, complete and
// on disk. Until then the old one is searched and applied to, and it stands if
// Build fails or the process dies. An Index that has the directory open goes on
// with the old one until Reopen. Progress, unless nil, is told from time to time
// how many documents are done.
func Build(ctx context.Context, dir string, o Options, docs iter.Seq2[search.Document, error], at search.Position, progress func(done uint64)) error {
	o = o.withDefaults()
	s, err := newSchema(o.Fields)
	if err != nil {
		return err
	}
	path, err := newGenerationDir(dir)
	if err != nil {
		return err
	}
	b := &building{path: path, schema: s}
	b.writers, b.most = drafts(o.Memory, runtime.NumCPU())
	n, err := b.run(ctx, o, docs, at, progress)
	if err == nil {
		err = verify(path, o, s, n)
	}
	if err == nil {
		err = setCurrent(dir, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("building the index: %w", err), discard(dir, path))
	}
	sweep(dir)
	return nil
}

// building is the making of a generation.
type building struct {
	path     string
	schema   schema
	writers  int   // how many segments are made at a time
	most     int64 // bytes of the draft of each
	segments atomic.Uint64
}

// run writes the documents and tells how many they are.
func (b *building) run(ctx context.Context, o Options, docs iter.Seq2[search.Document, error], at search.Position, progress func(uint64)) (n uint64, err error) {
	snap, err := createSnapshot(b.path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, snap.Close()) }()
	if n, err = b.fill(ctx, docs, progress); err != nil {
		return 0, err
	}
	return n, snap.set(b.segments.Load(), map[string][]byte{
		keyVersion:  []byte(o.version()),
		keyPosition: appendPosition(nil, at),
	})
}

// fill makes the segments.
func (b *building) fill(ctx context.Context, docs iter.Seq2[search.Document, error], progress func(uint64)) (uint64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	parts := make(chan []search.Document, b.writers)
	var all sync.WaitGroup
	for range b.writers {
		all.Go(func() {
			turns.Last()
			if err := b.write(ctx, parts); err != nil {
				cancel(err)
			}
		})
	}
	n, err := gather(ctx, docs, parts, progress)
	if err != nil {
		cancel(err)
	}
	close(parts)
	all.Wait()
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	return n, nil
}

// write makes segments of the documents that it gets.
func (b *building) write(ctx context.Context, parts <-chan []search.Document) (err error) {
	defer recovered(&err)
	d := newDraft(b.schema)
	for docs := range parts {
		for i := range docs {
			if err := d.add(&docs[i]); err != nil {
				return err
			}
		}
		if len(d.ids) >= segmentDocuments || d.size() >= b.most {
			if err := b.end(ctx, d); err != nil {
				return err
			}
			d = newDraft(b.schema)
		}
	}
	if len(d.ids) == 0 || ctx.Err() != nil {
		return nil
	}
	return b.end(ctx, d)
}

// end makes the file of a segment.
func (b *building) end(ctx context.Context, d *draft) error {
	return d.write(ctx, filepath.Join(b.path, segmentName(b.segments.Add(1))))
}

// gather hands the documents on and tells how many they are.
func gather(ctx context.Context, docs iter.Seq2[search.Document, error], parts chan<- []search.Document, progress func(uint64)) (done uint64, err error) {
	var part []search.Document
	send := func() error {
		select {
		case parts <- part:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		done += uint64(len(part))
		part = make([]search.Document, 0, together)
		if progress != nil {
			progress(done)
		}
		return nil
	}
	seen := roaring.New()
	for d, err := range docs {
		switch {
		case err != nil:
			return done, err
		case d.Gone:
			continue
		case d.ISSN.IsZero():
			return done, errNoISSN
		case !seen.CheckedAdd(uint32(d.ISSN)):
			return done, fmt.Errorf("%w: %s comes twice", ErrCorrupt, d.ISSN)
		}
		if part = append(part, d); len(part) == together {
			if err := send(); err != nil {
				return done, err
			}
		}
	}
	err = send()
	return done, err
}

// verify opens what was built and counts the documents.
func verify(path string, o Options, s schema, want uint64) error {
	g, err := openGeneration(path, o, s, serving())
	if err != nil {
		return err
	}
	v, err := g.acquire()
	if err != nil {
		return errors.Join(err, g.close())
	}
	n, err := v.snap.DocCount()
	v.release()
	if err = errors.Join(err, g.close()); err != nil {
		return err
	}
	if n != want {
		return fmt.Errorf("%w: it has %d documents, and %d were given", ErrCorrupt, n, want)
	}
	return nil
}
