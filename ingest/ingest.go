// Package ingest brings records into the register: it reads them, checks
// them, gives them to the store in batches and reports what became of each.
//
// Nothing is dropped in silence. A record that cannot be read, or that has no
// ISSN to be kept under, goes into the quarantine with its position, the rule
// that refused it and its bytes; what is merely wrong with a record is a
// warning and changes nothing about it. A batch is written whole or not at
// all, so an import that was killed is completed by running it again.
package ingest

import (
	"context"
	"fmt"
	"io"
	"time"

	"issnd/register"
)

// Store is what an import needs of a store: register.Store, or Preview.
type Store interface {
	register.Log
	Apply(ctx context.Context, recs []*register.Record) ([]register.Outcome, error)
}

// Job is one import. Store and Rules must be set.
type Job struct {
	Store Store
	Rules register.Rules

	// Batch is the number of records of a transaction. Zero is DefaultBatch.
	Batch int
	// Quarantine takes the rejected records. Nil only counts them.
	Quarantine *Quarantine
	// Warnings takes what is wrong with imported records: a line of JSON for
	// each warning, with file, number, issn, rule, field and detail. The report
	// counts them and has only the first of each rule. It may be nil.
	Warnings io.Writer
	// Progress is called after every batch, when it is on disk. It may be nil.
	Progress func(Progress)
	// Now is the clock. Nil is time.Now.
	Now func() time.Time
}

// DefaultBatch is the number of records of a transaction: enough for the cost
// of writing to disk not to matter, few enough to be held in memory twice.
const DefaultBatch = 10_000

// Progress is how far an import has come. Everything it counts is on disk.
type Progress struct {
	Read    uint64 // records, rejected ones included
	Seq     uint64 // latest sequence number of the store
	Bytes   int64  // read of the inputs, as stored (compressed)
	Size    int64  // of the inputs, 0 if it is not known
	Elapsed time.Duration
}

// Run imports the inputs one after the other. The report is never nil and
// counts the batches that are on disk, also when there is an error: that of
// the store or the quarantine, or of the context. When the context is done Run
// finishes the batch in hand and returns; it does not wait for an input that
// blocks.
func (j *Job) Run(ctx context.Context, inputs []Input) (*Report, error) {
	start := j.now()
	report := newReport()
	decoding, stop := context.WithCancel(ctx)
	defer stop()
	batches := make(chan *batch, 1)
	go newDecoder(j, inputs, batches).run(decoding)

	size := totalSize(inputs)
	for {
		b, err := next(ctx, batches)
		if b == nil {
			report.Complete = err == nil
			report.Seconds = j.now().Sub(start).Seconds()
			return report, err
		}
		seq, err := j.apply(ctx, b, report)
		if err != nil {
			report.Seconds = j.now().Sub(start).Seconds()
			return report, err
		}
		if j.Progress != nil {
			j.Progress(Progress{report.Read, seq, b.bytes, size, j.now().Sub(start)})
		}
	}
}

func (j *Job) now() time.Time {
	if j.Now != nil {
		return j.Now()
	}
	return time.Now()
}

// next waits for a batch. It is nil after the last one, and with the error of
// the context when that is done.
func next(ctx context.Context, batches <-chan *batch) (*batch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case b := <-batches:
		return b, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// apply writes a batch and counts it. The rejected records come first: a batch
// that is reported has its quarantine on disk.
func (j *Job) apply(ctx context.Context, b *batch, report *Report) (seq uint64, err error) {
	ctx = context.WithoutCancel(ctx)
	if j.Quarantine != nil && len(b.rejected) > 0 {
		if err := j.Quarantine.put(b.rejected); err != nil {
			return 0, fmt.Errorf("write the quarantine: %w", err)
		}
	}
	outcomes, err := j.Store.Apply(ctx, b.records)
	if err != nil {
		return 0, fmt.Errorf("write a batch: %w", err)
	}
	report.add(b, outcomes)
	if j.Warnings != nil {
		if err := writeWarnings(j.Warnings, b.warnings); err != nil {
			return 0, fmt.Errorf("write the warnings: %w", err)
		}
	}
	stats, err := j.Store.Stats(ctx)
	if err != nil {
		return 0, fmt.Errorf("ask for the sequence number: %w", err)
	}
	report.Seq = stats.Seq
	return stats.Seq, nil
}
