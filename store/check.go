package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"

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
// Apply runs beside it.
func (s *Store) Check(ctx context.Context, report func(Problem)) (problems int, err error) {
	release, err := s.lock(ctx)
	if err != nil {
		return 0, fmt.Errorf("store: checking: %w", err)
	}
	defer release()
	c := &checker{ctx: ctx, report: report}
	err = s.view(ctx, func(tx *bolt.Tx) error { return c.run(tx) })
	if err != nil {
		return c.problems, fmt.Errorf("store: checking: %w", err)
	}
	return c.problems, nil
}

type checker struct {
	ctx      context.Context
	report   func(Problem)
	problems int

	tx       *bolt.Tx
	meta     meta
	counts   counts
	clusters uint64 // entries that the records ask for
	replaced uint64
}

func (c *checker) problem(bucket []byte, key, format string, args ...any) {
	c.problems++
	c.report(Problem{string(bucket), key, fmt.Sprintf(format, args...)})
}

func (c *checker) run(tx *bolt.Tx) (err error) {
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
	for _, name := range [][]byte{recordBucket, issnBucket, clusterBucket, replacedBucket} {
		if tx.Bucket(name) == nil {
			c.problem(name, "", "there is no such bucket")
		}
	}
	if c.problems > 0 {
		return nil
	}
	return c.entries()
}

func (c *checker) entries() error {
	if err := c.records(); err != nil {
		return err
	}
	if c.counts != c.meta.counts {
		c.problem(metaBucket, string(countsKey), "says %d, the records say %d", c.meta.counts, c.counts)
	}
	keys, err := c.each(issnBucket, c.issn)
	if err != nil {
		return err
	}
	c.count(issnBucket, keys, c.counts.total())
	pairs, err := c.each(clusterBucket, c.clusterEntry)
	if err != nil {
		return err
	}
	c.count(clusterBucket, pairs, c.clusters)
	if pairs, err = c.each(replacedBucket, c.replacedEntry); err != nil {
		return err
	}
	c.count(replacedBucket, pairs, c.replaced)
	return nil
}

func (c *checker) count(bucket []byte, got, want uint64) {
	if got != want {
		c.problem(bucket, "", "%d keys, the records ask for %d", got, want)
	}
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
	_, err := c.each(recordBucket, func(k, v []byte) {
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
	if seq, err := locate(c.tx.Bucket(issnBucket), rec.ISSN); err != nil || seq != rec.Seq {
		c.problem(recordBucket, key, "the issn bucket does not lead from %s to it", rec.ISSN)
	}
	if clustered(&rec.Head) {
		c.clusters++
		c.wantPair(clusterBucket, rec.ISSNL, rec.ISSN)
	}
	seen := make(map[issn.ISSN]bool)
	for id := range rec.Cancels() {
		if !seen[id] {
			seen[id] = true
			c.replaced++
			c.wantPair(replacedBucket, id, rec.ISSN)
		}
	}
}

func (c *checker) wantPair(bucket []byte, of, member issn.ISSN) {
	k := pairKey(of, member)
	found, _ := c.tx.Bucket(bucket).Cursor().Seek(k[:])
	if !bytes.Equal(found, k[:]) {
		c.problem(bucket, of.String()+" "+member.String(), "the entry is missing")
	}
}

// issn verifies that a key leads to the record with the ISSN. With as many
// keys as records, each record then has one.
func (c *checker) issn(k, v []byte) {
	id, err := parseISSNKey(k)
	if err != nil {
		c.problem(issnBucket, fmt.Sprintf("%x", k), "%v", err)
		return
	}
	seq, err := uvarint(v)
	if err != nil {
		c.problem(issnBucket, id.String(), "%v", err)
		return
	}
	if h, _, err := decode(seq, lookUp(c.tx.Bucket(recordBucket), seq)); err != nil || h.ISSN != id {
		c.problem(issnBucket, id.String(), "there is no such record at %d", seq)
	}
}

// clusterEntry and replacedEntry verify that an entry is well formed. Each
// entry that the records ask for was found, so that one too many shows in the
// count.
func (c *checker) clusterEntry(k, v []byte) { c.pair(clusterBucket, k, v) }

func (c *checker) replacedEntry(k, v []byte) { c.pair(replacedBucket, k, v) }

func (c *checker) pair(bucket, k, v []byte) {
	_, _, err := parsePairKey(k)
	if err == nil && len(v) != 0 {
		err = errors.New("it has a value")
	}
	if err != nil {
		c.problem(bucket, fmt.Sprintf("%x", k), "%v", err)
	}
}
