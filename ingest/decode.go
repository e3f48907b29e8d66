package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"issnd/marc"
	"issnd/register"
)

// batch is what one transaction writes, and what is to be said of it.
type batch struct {
	records  []*register.Record
	read     uint64 // records that were read or could not be
	bytes    int64  // read of all inputs up to the end of the batch
	rejected []rejected
	warnings []warning
}

// rejected is a record that is not imported.
type rejected struct {
	file     string
	position marc.Position
	rule     string
	reason   string
	raw      []byte
}

// warning is what is wrong with a record that is imported.
type warning struct {
	file   string
	number int
	record *register.Record
	finding
}

// maxBatchBytes ends a batch whose records are large before it has its number
// of them, so that memory is bounded by bytes too.
const maxBatchBytes = 64 << 20

// maxLength is the length of the longest record that is imported, as it would be
// in ISO 2709, in bytes: so short that a page of records can be held, and longer than
// real ones, of which some with all their holdings have more than a million.
const maxLength = 2 << 20

// decoder reads the inputs, checks the records and makes batches of them.
type decoder struct {
	rules   register.Rules
	inputs  []Input
	limit   int
	batches chan<- *batch

	checker checker
	bytes   atomic.Int64
	current *batch
	weight  int // bytes of the records of the current batch
}

func newDecoder(j *Job, inputs []Input, batches chan<- *batch) *decoder {
	d := &decoder{rules: j.Rules, inputs: inputs, limit: j.Batch, batches: batches, current: &batch{}}
	if d.limit <= 0 {
		d.limit = DefaultBatch
	}
	d.checker = newChecker(&d.rules)
	return d
}

// run sends the batches and closes the channel after the last one. When ctx is
// done it leaves the channel open: what it has sent is not all.
func (d *decoder) run(ctx context.Context) {
	for _, in := range d.inputs {
		if d.input(ctx, in) != nil {
			return
		}
	}
	if d.current.read == 0 || d.flush(ctx) == nil {
		close(d.batches)
	}
}

// input reads one input to its end. The only error is that of the context: an
// input that cannot be read, or not to its end, is rejected with its reason.
func (d *decoder) input(ctx context.Context, in Input) error {
	f, err := in.Open()
	if err != nil {
		d.unreadable(in.Name, marc.Position{}, err)
		return ctx.Err()
	}
	defer f.Close()
	r, err := marc.NewReader(counter{f, &d.bytes})
	if err != nil {
		d.unreadable(in.Name, marc.Position{}, err)
		return ctx.Err()
	}
	var last marc.Position
	for {
		item, err := r.Next()
		var bad *marc.RecordError
		switch {
		case err == nil:
			last = item.Position
			d.item(in.Name, item, nil)
		case errors.As(err, &bad):
			last = bad.Position
			d.current.read++
			d.reject(rejected{in.Name, bad.Position, bad.Code, bad.Reason, bad.Raw})
		case err == io.EOF:
			return ctx.Err()
		default:
			d.unreadable(in.Name, marc.Position{Number: last.Number + 1, Offset: last.Offset}, err)
			return ctx.Err()
		}
		if len(d.current.records) >= d.limit || d.weight > maxBatchBytes || len(d.current.rejected) >= d.limit {
			if err := d.flush(ctx); err != nil {
				return err
			}
		}
	}
}

// item checks one record and puts it into the batch or into quarantine. amend
// may change what the register knows of it; it may be nil.
func (d *decoder) item(file string, item *marc.Item, amend func(*register.Record)) {
	d.current.read++
	d.weight += len(item.Raw)
	if n := recordLength(item.Record); n > maxLength {
		reason := fmt.Sprintf("%d bytes, and %d are allowed", n, maxLength)
		d.reject(rejected{file, item.Position, codeTooLong, reason, item.Raw})
		return
	}
	rec, err := d.rules.Record(item.Record)
	if err != nil {
		f := whyNoISSN(item.Record)
		d.reject(rejected{file, item.Position, f.Code, f.Detail, item.Raw})
		return
	}
	if amend != nil {
		amend(rec)
	}
	for _, p := range item.Problems {
		d.warn(file, item, rec, finding(p))
	}
	for _, f := range d.checker.check(rec) {
		d.warn(file, item, rec, f)
	}
	d.current.records = append(d.current.records, rec)
}

func (d *decoder) warn(file string, item *marc.Item, rec *register.Record, f finding) {
	d.current.warnings = append(d.current.warnings, warning{file, item.Position.Number, rec, f})
}

// reject keeps a copy of the bytes, which are the reader's.
func (d *decoder) reject(r rejected) {
	r.raw = append([]byte(nil), r.raw...)
	d.weight += len(r.raw)
	d.current.rejected = append(d.current.rejected, r)
}

func (d *decoder) unreadable(file string, p marc.Position, err error) {
	d.current.read++
	d.reject(rejected{file, p, codeUnreadable, err.Error(), nil})
}

func (d *decoder) flush(ctx context.Context) error {
	b := d.current
	b.bytes = d.bytes.Load()
	select {
	case d.batches <- b:
	case <-ctx.Done():
		return ctx.Err()
	}
	d.begin()
	return nil
}

// begin starts a new batch, which will be about as large as the one before.
func (d *decoder) begin() {
	d.current, d.weight = &batch{records: make([]*register.Record, 0, len(d.current.records))}, 0
}
