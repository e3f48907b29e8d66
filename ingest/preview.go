package ingest

import (
	"context"
	"errors"
	"hash/maphash"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Preview is a Store that tells what Apply would do to s and does nothing. A
// nil s is an empty store.
func Preview(s register.Store) Store {
	return &preview{store: s, seed: maphash.MakeSeed(), state: map[issn.ISSN]version{}}
}

// preview remembers what it has seen, as a second record with an ISSN is
// compared with the first.
type preview struct {
	store register.Store
	seed  maphash.Seed
	state map[issn.ISSN]version
	buf   []byte
}

// version is one state of a record, by a hash of its content.
type version struct {
	hash    uint64
	present bool
	deleted bool
}

// Apply compares the records with what is stored.
func (p *preview) Apply(ctx context.Context, recs []*register.Record) ([]register.Outcome, error) {
	outcomes := make([]register.Outcome, len(recs))
	for i, r := range recs {
		before, err := p.before(ctx, r.ISSN)
		if err != nil {
			return nil, err
		}
		after := p.after(before, r)
		outcomes[i] = outcome(before, after)
		p.state[r.ISSN] = after
	}
	return outcomes, nil
}

func (p *preview) before(ctx context.Context, id issn.ISSN) (version, error) {
	if v, ok := p.state[id]; ok || p.store == nil {
		return v, nil
	}
	r, err := p.store.Get(ctx, id)
	switch {
	case errors.Is(err, register.ErrNotFound):
		return version{}, nil
	case err != nil:
		return version{}, err
	}
	return p.version(r), nil
}

// after is the state once the record is applied. One without MARC withdraws
// what is there.
func (p *preview) after(before version, r *register.Record) version {
	if r.MARC != nil {
		return p.version(r)
	}
	before.deleted = before.deleted || before.present
	return before
}

// version leaves out what the store gives a record.
func (p *preview) version(r *register.Record) version {
	h := r.Head
	open := byte(0)
	if h.OpenAccess {
		open = 1
	}
	p.buf = append(p.buf[:0], byte(h.Status), byte(h.StatusSource), byte(h.Media), open)
	p.buf = h.ISSNL.AppendTo(append(p.buf, ' '))
	p.buf = h.ISSNH.AppendTo(append(p.buf, ' '))
	p.buf = marc.AppendPacked(p.buf, r.MARC)
	return version{maphash.Bytes(p.seed, p.buf), true, h.Deleted}
}

func outcome(before, after version) register.Outcome {
	switch {
	case before == after:
		return register.Unchanged
	case after.deleted && !before.deleted:
		return register.Withdrawn
	case !before.present:
		return register.Created
	case before.deleted && !after.deleted:
		return register.Revived
	}
	return register.Updated
}

// Branch is that of the store as it is.
func (p *preview) Branch(ctx context.Context, seq uint64) (string, error) {
	if p.store == nil {
		return "", nil
	}
	return p.store.Branch(ctx, seq)
}

// Stats are those of the store as it is.
func (p *preview) Stats(ctx context.Context) (register.Stats, error) {
	if p.store == nil {
		return register.Stats{}, nil
	}
	return p.store.Stats(ctx)
}
