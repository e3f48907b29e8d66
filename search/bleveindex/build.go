package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	index "github.com/blevesearch/bleve_index_api"

	"issnd/search"
)

// buildBatch is how many documents make one segment in memory, and
// buildWaiting how many such segments may wait for the disk for each core: what
// is in memory is bounded by them. The first batches are smaller, each twice
// the one before from firstBatch on, so that all cores have work soon.
const (
	firstBatch   = 1024
	buildBatch   = 16384
	buildWaiting = 1
)

// building writes segments from as many batches as have gathered, and merges
// no files while documents come: that is done once, at the end.
func building() tuning {
	return tuning{
		"unsafe_batch":           true,
		"bolt_timeout":           "1s",
		"scorchPersisterOptions": map[string]any{"PersisterNapTimeMSec": 100},
		"scorchMergePlanOptions": map[string]any{
			"MaxSegmentsPerTier":   1000,
			"MaxSegmentSize":       20_000_000,
			"TierGrowth":           10,
			"SegmentsPerMergeTask": 10,
			"FloorSegmentSize":     1_000_000,
			"ReclaimDeletesWeight": 2,
		},
	}
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
	g, err := create(dir, o, s, building())
	if err != nil {
		return err
	}
	n, err := g.fill(ctx, docs, progress)
	if err == nil {
		err = g.finish(ctx, at)
	}
	if err = errors.Join(err, g.close()); err == nil {
		err = verify(g.path, o, s, n)
	}
	if err == nil {
		err = setCurrent(dir, g.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("building the index: %w", err), os.RemoveAll(g.path))
	}
	sweep(dir)
	return nil
}

// fill writes the documents and tells how many they are.
func (g *generation) fill(ctx context.Context, docs iter.Seq2[search.Document, error], progress func(uint64)) (uint64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := make(chan *index.Batch)
	var workers sync.WaitGroup
	room := make(chan struct{}, buildWaiting*runtime.GOMAXPROCS(0))
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for b := range batches {
				if err := g.writeInto(ctx, room, b); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	done, err := g.gather(ctx, docs, batches, progress)
	close(batches)
	workers.Wait()
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	return done, err
}

// writeInto waits until there is room for a batch among those that wait for the
// disk, and writes it.
func (g *generation) writeInto(ctx context.Context, room chan struct{}, b *index.Batch) (err error) {
	defer recovered(&err)
	select {
	case room <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	return g.write(b, func() { <-room })
}

// gather makes batches of documents and tells how many documents there are.
func (g *generation) gather(ctx context.Context, docs iter.Seq2[search.Document, error], batches chan<- *index.Batch, progress func(uint64)) (done uint64, err error) {
	b, sc, size := index.NewBatch(), new(scratch), firstBatch
	send := func() error {
		n := uint64(len(b.IndexOps))
		select {
		case batches <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
		b, sc, size = index.NewBatch(), new(scratch), min(2*size, buildBatch)
		if done += n; progress != nil {
			progress(done)
		}
		return nil
	}
	for d, err := range docs {
		if err != nil {
			return done, err
		}
		if d.Gone {
			continue
		}
		if d.ISSN.IsZero() {
			return done, errNoISSN
		}
		doc, err := newDocument(g.schema, &d, sc)
		if err != nil {
			return done, err
		}
		if b.IndexOps[doc.id] != nil {
			return done, fmt.Errorf("%w: %s comes twice", ErrCorrupt, d.ISSN)
		}
		if b.Update(doc); len(b.IndexOps) < size {
			continue
		}
		if err := send(); err != nil {
			return done, err
		}
	}
	err = send()
	return done, err
}

// finish writes the position, waits for the disk, and merges what there is into
// few segments.
func (g *generation) finish(ctx context.Context, at search.Position) error {
	b := index.NewBatch()
	b.SetInternal([]byte(keyPosition), appendPosition(nil, at))
	if err := g.write(b, nil); err != nil {
		return err
	}
	if err := g.flush(ctx); err != nil {
		return err
	}
	sc, ok := g.scorch.(*scorch.Scorch)
	if !ok {
		return nil
	}
	plan := mergeplan.SingleSegmentMergePlanOptions
	if err := sc.ForceMerge(ctx, &plan); err != nil {
		return fmt.Errorf("merging segments: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// What the merge made is on disk when a snapshot after it is.
	b = index.NewBatch()
	b.SetInternal([]byte(keyPosition), appendPosition(nil, at))
	if err := g.write(b, nil); err != nil {
		return err
	}
	return g.flush(ctx)
}

// verify opens what was built and counts the documents.
func verify(path string, o Options, s schema, want uint64) error {
	g, err := openGeneration(path, o, s)
	if err != nil {
		return err
	}
	v, err := g.acquire()
	if err != nil {
		return err
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
