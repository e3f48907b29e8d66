package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// batch is what one transaction of Apply works on.
type batch struct {
	records, metas, stamps    *bolt.Bucket
	branches                  *bolt.Bucket
	issns, clusters, replaced relation
	lists                     lists

	meta    meta
	branch  string // of the changes that are made
	edits   []edit // by ISSN, one for each
	scratch []byte
	places  []register.Membership
}

// edit is a record that gets a new place in the log.
type edit struct {
	before, after state

	// listed is the lists that hold before; nil if they are those of its
	// Memberships and its past.
	listed []register.Membership
}

// state is a record as it is stored or will be. The zero state is none.
type state struct {
	head   register.Head
	past   []register.Membership
	packed []byte
	marc   *marc.Record // what packed holds, nil if it was not unpacked yet
}

func (st *state) exists() bool { return !st.head.ISSN.IsZero() }

// record is the state with its MARC.
func (st *state) record() (*register.Record, error) {
	if st.marc == nil {
		m, err := marc.Unpack(st.packed)
		if err != nil {
			return nil, err
		}
		st.marc = m
	}
	return &register.Record{Head: st.head, MARC: st.marc, Past: st.past}, nil
}

func newBatch(tx *bolt.Tx, branch string) (*batch, error) {
	m, err := readMeta(tx)
	if err != nil {
		return nil, err
	}
	b := &batch{
		records:  tx.Bucket(recordBucket),
		metas:    tx.Bucket(metaBucket),
		stamps:   tx.Bucket(stampBucket),
		branches: tx.Bucket(branchBucket),
		issns:    related(tx, issnBucket),
		clusters: related(tx, clusterBucket),
		replaced: related(tx, replacedBucket),
		lists:    listsOf(tx),
		meta:     m,
		branch:   branch,
	}
	b.records.FillPercent = appendFill
	return b, nil
}

// appendFill fills the pages of a bucket that is written in key order.
const appendFill = 1

// load reads what is stored under an ISSN.
func (b *batch) load(id issn.ISSN) (st state, err error) {
	seq, err := locate(b.issns, id)
	if errors.Is(err, register.ErrNotFound) {
		return st, nil
	}
	if err != nil {
		return st, err
	}
	return decode(seq, lookUp(b.records, seq))
}

// compare tells what becomes of each record and collects the edits.
func (b *batch) compare(ctx context.Context, recs []*register.Record) ([]register.Outcome, error) {
	order := make([]int, len(recs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(recs[i].ISSN, recs[j].ISSN) })
	outcomes := make([]register.Outcome, len(recs))
	for len(order) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		id := recs[order[0]].ISSN
		before, err := b.load(id)
		if err != nil {
			return nil, err
		}
		now, changed := before, false
		for len(order) > 0 && recs[order[0]].ISSN == id {
			i := order[0]
			order = order[1:]
			now, outcomes[i] = b.step(now, recs[i])
			changed = changed || outcomes[i] != register.Unchanged
		}
		if changed {
			b.edits = append(b.edits, edit{before: before, after: now})
		}
	}
	return outcomes, nil
}

// step applies one record to a state.
func (b *batch) step(now state, r *register.Record) (state, register.Outcome) {
	if r.MARC == nil {
		if !now.exists() || now.head.Deleted {
			return now, register.Unchanged
		}
		now.head.Deleted = true
		return now, register.Withdrawn
	}
	next := state{head: r.Head, marc: r.MARC}
	next.head.Seq, next.head.Updated = now.head.Seq, now.head.Updated
	b.scratch = marc.AppendPacked(b.scratch[:0], r.MARC)
	if next.head == now.head && bytes.Equal(b.scratch, now.packed) {
		return now, register.Unchanged
	}
	next.packed = bytes.Clone(b.scratch)
	switch {
	case next.head.Deleted && !now.head.Deleted:
		return next, register.Withdrawn
	case !now.exists():
		return next, register.Created
	case now.head.Deleted && !next.head.Deleted:
		return next, register.Revived
	}
	return next, register.Updated
}

// write gives every edit its place in the log, in their order.
func (b *batch) write(stamp int64) error {
	if err := b.remove(); err != nil {
		return err
	}
	if stamp > b.meta.updated || b.meta.seq == 0 {
		if err := putStamp(b.stamps, stamp, b.meta.seq); err != nil {
			return err
		}
	}
	if err := beginBranch(b.branches, b.meta.seq, b.branch); err != nil {
		return err
	}
	b.meta.updated = stamp
	updated := time.Unix(stamp, 0).UTC()
	var places, clusters []change
	moves := make(moves)
	for i := range b.edits {
		e := &b.edits[i]
		b.meta.seq++
		e.after.head.Seq, e.after.head.Updated = b.meta.seq, updated
		if err := b.list(e, moves); err != nil {
			return err
		}
		if err := b.put(&e.after); err != nil {
			return err
		}
		places = e.appendPlaces(places)
		clusters = e.appendClusters(clusters)
		if e.before.exists() {
			b.meta.counts[slot(&e.before.head)]--
		}
		b.meta.counts[slot(&e.after.head)]++
	}
	return errors.Join(b.issns.update(places), b.clusters.update(clusters),
		moves.write(b.lists), b.meta.write(b.metas))
}

// list works out the past of an edited record and which lists it moves in.
func (b *batch) list(e *edit, ms moves) error {
	was := e.listed
	if e.before.exists() {
		if was == nil {
			rec, err := e.before.record()
			if err != nil {
				return err
			}
			was = append(register.Memberships(rec), e.before.past...)
		}
		ms.leave(whole, e.before.head.Seq)
		for _, m := range was {
			ms.leave(m, e.before.head.Seq)
		}
	}
	rec, err := e.after.record()
	if err != nil {
		return err
	}
	b.places = register.AppendMemberships(b.places[:0], rec)
	e.after.past = register.MergePast(b.places, was)
	ms.enter(whole, e.after.head.Seq)
	for _, m := range b.places {
		ms.enter(m, e.after.head.Seq)
	}
	for _, m := range e.after.past {
		ms.enter(m, e.after.head.Seq)
	}
	return nil
}

// remove deletes the edited records from their old places, in page order.
func (b *batch) remove() error {
	var old []uint64
	for i := range b.edits {
		if st := &b.edits[i].before; st.exists() {
			old = append(old, st.head.Seq)
		}
	}
	slices.Sort(old)
	for _, seq := range old {
		k := seqKey(seq)
		if err := b.records.Delete(k[:]); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) put(st *state) error {
	const maxHead = 24
	v := appendState(make([]byte, 0, maxHead+len(st.packed)), st)
	k := seqKey(st.head.Seq)
	return b.records.Put(k[:], v)
}

// appendPlaces appends what the edit changes in the issn bucket.
func (e *edit) appendPlaces(dst []change) []change {
	id := e.after.head.ISSN
	if e.before.exists() {
		dst = append(dst, change{pair{id, e.before.head.Seq}, false})
	}
	return append(dst, change{pair{id, e.after.head.Seq}, true})
}

// appendClusters appends what the edit changes in the cluster bucket.
func (e *edit) appendClusters(dst []change) []change {
	before, after := &e.before.head, &e.after.head
	if before.ISSNL == after.ISSNL {
		return dst
	}
	n := uint64(after.ISSN.Number())
	if clustered(before) {
		dst = append(dst, change{pair{before.ISSNL, n}, false})
	}
	if clustered(after) {
		dst = append(dst, change{pair{after.ISSNL, n}, true})
	}
	return dst
}

// clustered reports whether a record has an entry in the cluster bucket: the
// serial whose ISSN is the ISSN-L needs none.
func clustered(h *register.Head) bool { return !h.ISSNL.IsZero() && h.ISSNL != h.ISSN }
