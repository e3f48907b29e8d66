package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/register"
)

// Problem is one thing that is wrong with a store.
type Problem struct {
	Bucket string // "" for the file as a whole
	Key    string // "" for the bucket as a whole
	Text   string
}

// String is the problem in one line.
func (p Problem) String() string {
	where := p.Bucket
	if p.Key != "" {
		where += " " + p.Key
	}
	if where == "" {
		return p.Text
	}
	return where + ": " + p.Text
}

// Check verifies everything that doc.go promises of the file: its pages, and
// that every bucket says just what the records say. It reports each problem
// and returns how many there are. The error says that it could not finish. No
// Apply runs beside it. progress, unless nil, is told now and then how many
// records of how many it has read.
func (s *Store) Check(ctx context.Context, report func(Problem), progress func(done, total uint64)) (problems int, err error) {
	release, err := s.lock(ctx)
	if err != nil {
		return 0, fmt.Errorf("store: checking: %w", err)
	}
	defer release()
	c := &checker{ctx: ctx, report: report, progress: progress}
	err = s.view(ctx, func(tx *bolt.Tx) error { return c.run(tx) })
	if err != nil {
		return c.problems, fmt.Errorf("store: checking: %w", err)
	}
	return c.problems, nil
}

type checker struct {
	ctx      context.Context
	report   func(Problem)
	progress func(done, total uint64)
	problems int

	tx       *bolt.Tx
	meta     meta
	counts   counts
	clusters uint64 // entries that the records ask for
	replaced uint64
	listed   listed
}

func (c *checker) problem(bucket []byte, key, format string, args ...any) {
	c.problems++
	c.report(Problem{string(bucket), key, fmt.Sprintf(format, args...)})
}

func (c *checker) run(tx *bolt.Tx) (err error) {
	if err := c.readable(tx); errors.Is(err, ErrDamaged) {
		c.problem(nil, "", "%v", err)
		return nil
	} else if err != nil {
		return err
	}
	for e := range tx.Check() {
		c.problem(nil, "", "%v", e)
	}
	if c.problems > 0 {
		// What the keys say means little, and reading them could fail.
		return nil
	}
	c.tx = tx
	if c.meta, err = readMeta(tx); err != nil {
		c.problem(metaBucket, "", "%v", err)
		return nil
	}
	for _, name := range append([][]byte{recordBucket, branchBucket}, derived...) {
		if tx.Bucket(name) == nil {
			c.problem(name, "", "there is no such bucket")
		}
	}
	if c.problems > 0 {
		return nil
	}
	return c.entries()
}

// readable reads the whole file: bbolt checks pages in a goroutine of its own,
// where what the disk does not give ends the process.
func (c *checker) readable(tx *bolt.Tx) error {
	const part = 1 << 20
	f, err := os.Open(tx.DB().Path())
	if err != nil {
		return err
	}
	defer f.Close()
	buf := make([]byte, part)
	for at := int64(0); at < tx.Size() && c.ctx.Err() == nil; {
		n, err := f.ReadAt(buf[:min(part, tx.Size()-at)], at)
		if at += int64(n); err != nil {
			return fmt.Errorf("%w: it cannot be read from byte %d on: %w", ErrDamaged, at, err)
		}
	}
	return c.ctx.Err()
}

func (c *checker) entries() error {
	if err := c.records(); err != nil {
		return err
	}
	if c.counts != c.meta.counts {
		c.problem(metaBucket, string(countsKey), "says %d, the records say %d", c.meta.counts, c.counts)
	}
	// Every pair that a record asks for was found by now, so that one too many
	// shows in the number of pairs.
	return errors.Join(
		c.pairs(issnBucket, c.counts.total()),
		c.pairs(clusterBucket, c.clusters),
		c.pairs(replacedBucket, c.replaced),
		c.lists(),
		c.branches(),
	)
}

// pairs verifies that a relation is well formed and counts what it holds.
func (c *checker) pairs(bucket []byte, want uint64) error {
	var got uint64
	var pairs []pair
	_, err := c.each(bucket, func(k, v []byte) {
		var err error
		if pairs, err = appendPairs(pairs[:0], k, v); err == nil && len(pairs) == 0 {
			err = errValue
		}
		if err != nil {
			c.problem(bucket, fmt.Sprintf("%x", k), "%v", err)
		}
		got += uint64(len(pairs))
		for i := 1; i < len(pairs) && bytes.Equal(bucket, issnBucket); i++ {
			if pairs[i].id == pairs[i-1].id {
				c.problem(bucket, pairs[i].id.String(), "leads to two records")
			}
		}
	})
	if got != want {
		c.problem(bucket, "", "%d entries, the records ask for %d", got, want)
	}
	return err
}

// each calls fn for the keys of a bucket and counts them.
func (c *checker) each(bucket []byte, fn func(k, v []byte)) (n uint64, err error) {
	const often = 1024
	cur := c.tx.Bucket(bucket).Cursor()
	for k, v := cur.First(); k != nil; k, v = cur.Next() {
		if n%often == 0 && c.ctx.Err() != nil {
			return n, c.ctx.Err()
		}
		fn(k, v)
		n++
	}
	return n, nil
}

// records verifies every record and that the other buckets know of it.
func (c *checker) records() error {
	var latest int64
	var done uint64
	_, err := c.each(recordBucket, func(k, v []byte) {
		const often = 10_000
		if done++; done%often == 0 && c.progress != nil {
			c.progress(done, max(done, c.meta.counts.total()))
		}
		seq, err := parseSeqKey(k)
		if err != nil {
			c.problem(recordBucket, fmt.Sprintf("%x", k), "%v", err)
			return
		}
		key := fmt.Sprint(seq)
		rec, err := readRecord(c.tx, seq, v)
		if err != nil {
			c.problem(recordBucket, key, "%v", err)
			return
		}
		if seq > c.meta.seq {
			c.problem(recordBucket, key, "comes after the latest, %d", c.meta.seq)
		}
		updated := rec.Updated.Unix()
		if updated < latest || updated > c.meta.updated {
			c.problem(recordBucket, key, "datestamp %d is out of order", updated)
		}
		latest = max(latest, updated)
		c.record(key, rec)
	})
	return err
}

func (c *checker) record(key string, rec *register.Record) {
	if err := validate(rec); err != nil {
		c.problem(recordBucket, key, "%v", err)
		return
	}
	c.counts[slot(&rec.Head)]++
	c.list(rec)
	c.stamp(rec)
	c.wantPair(issnBucket, rec.ISSN, rec.Seq)
	number := uint64(rec.ISSN.Number())
	if clustered(&rec.Head) {
		c.clusters++
		c.wantPair(clusterBucket, rec.ISSNL, number)
	}
	seen := make(map[issn.ISSN]bool)
	for id := range rec.Cancels() {
		if !seen[id] {
			seen[id] = true
			c.replaced++
			c.wantPair(replacedBucket, id, number)
		}
	}
}

func (c *checker) wantPair(bucket []byte, id issn.ISSN, n uint64) {
	ns, err := related(c.tx, bucket).all(id)
	if err != nil || !slices.Contains(ns, n) {
		c.problem(bucket, id.String(), "there is no entry %d", n)
	}
}
