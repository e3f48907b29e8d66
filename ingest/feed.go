package ingest

import (
	"context"
	"time"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Feed is an import whose records come one by one, with withdrawals among them,
// and whose batches end where the caller wants. It is for one goroutine.
type Feed struct {
	job    *Job
	dec    *decoder
	report *Report
	start  time.Time
}

// Feed begins an import by the rules of the job, without its Batch and Progress.
func (j *Job) Feed() *Feed {
	return &Feed{j, newDecoder(j, nil, nil), newReport(), j.now()}
}

// Record checks a record and puts it into the batch, or into quarantine if it
// has no ISSN to be kept under or is too long. source names where it is from. amend may change
// what the register knows of the record besides its MARC; it may be nil.
func (f *Feed) Record(source string, item *marc.Item, amend func(*register.Record)) {
	f.dec.item(source, item, amend)
}

// Withdraw makes a tombstone of what the register has under the ISSN. It
// changes nothing if there is nothing or a tombstone already.
func (f *Feed) Withdraw(id issn.ISSN) {
	f.dec.current.read++
	f.dec.current.records = append(f.dec.current.records, &register.Record{Head: register.Head{ISSN: id, Deleted: true}})
}

// Reject puts bytes that are no record into quarantine. The rule is a code like
// those of marc.RecordError, and the reason is for people.
func (f *Feed) Reject(source string, at marc.Position, rule, reason string, raw []byte) {
	f.dec.current.read++
	f.dec.reject(rejected{source, at, rule, reason, raw})
}

// Flush writes the batch and begins another one. What it counts is on disk. It
// does not stop in the middle when ctx is done.
func (f *Feed) Flush(ctx context.Context) (Progress, error) {
	b := f.dec.current
	f.dec.begin()
	seq, err := f.job.apply(ctx, b, f.report)
	return Progress{Read: f.report.Read, Seq: seq, Elapsed: f.job.now().Sub(f.start)}, err
}

// End is the report of what was written. complete says that the caller has
// given all that there was.
func (f *Feed) End(complete bool) *Report {
	f.report.Complete = complete
	f.report.Seconds = f.job.now().Sub(f.start).Seconds()
	return f.report
}
