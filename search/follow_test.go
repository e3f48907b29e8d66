package search

import (
	"context"
	"errors"
	"testing"

	"issnd/issn"
	"issnd/register"
)

// tape is a change log in memory. Its changes have a branch from the third on.
type tape struct {
	id   string
	recs []*register.Record
}

func (l *tape) Stats(context.Context) (register.Stats, error) {
	s := register.Stats{ID: l.id}
	if n := len(l.recs); n > 0 {
		s.Seq = l.recs[n-1].Seq
	}
	return s, nil
}

func (l *tape) Branch(_ context.Context, seq uint64) (string, error) {
	if seq < 3 {
		return "", nil
	}
	return "b", nil
}

func (l *tape) Changes(_ context.Context, after uint64, limit int) ([]*register.Record, error) {
	for i, r := range l.recs {
		if r.Seq > after {
			return l.recs[i:min(i+limit, len(l.recs))], nil
		}
	}
	return nil, nil
}

// write adds n changes.
func (l *tape) write(from *register.Record, n int) {
	for range n {
		r := *from
		r.Seq = uint64(len(l.recs) + 1)
		r.ISSN, _ = issn.FromNumber(uint32(r.Seq))
		l.recs = append(l.recs, &r)
	}
}

func TestFollow(t *testing.T) {
	ctx, tab, ix := context.Background(), table(t), newMemory()
	log := &tape{id: "a"}
	rec := sample(t)[0]
	log.write(rec, pageSize+10)
	var reports []uint64
	if err := Follow(ctx, log, ix, tab, func(done, total uint64) { reports = append(reports, done, total) }); err != nil {
		t.Fatal(err)
	}
	want := Position{Store: "a", Branch: "b", Seq: pageSize + 10}
	if ix.at != want || len(ix.docs) != pageSize+10 {
		t.Errorf("%+v, %d documents", ix.at, len(ix.docs))
	}
	if len(reports) != 4 || reports[0] != pageSize || reports[2] != reports[3] {
		t.Errorf("progress %v", reports)
	}
	log.recs = log.recs[:0:0]
	log.write(rec, pageSize+10)
	gone := *rec
	gone.Deleted, gone.ISSN, gone.Seq = true, log.recs[0].ISSN, pageSize+11
	log.recs = append(log.recs[1:], &gone)
	if err := Follow(ctx, log, ix, tab, nil); err != nil {
		t.Fatal(err)
	}
	if _, still := ix.docs[gone.ISSN]; still || ix.at.Seq != gone.Seq {
		t.Errorf("the withdrawn record is there: %v, at %+v", still, ix.at)
	}
}

func TestFollowRefusesOtherStores(t *testing.T) {
	ctx, tab := context.Background(), table(t)
	log := &tape{id: "a"}
	log.write(sample(t)[0], 3)
	for _, tt := range []struct {
		name string
		at   Position
		want error
	}{
		{"another store", Position{Store: "b", Seq: 2}, ErrForeign},
		{"ahead", Position{Store: "a", Branch: "b", Seq: 4}, ErrForeign},
		{"lost changes", Position{Store: "a", Branch: "lost", Seq: 2}, ErrForeign},
		{"of before branches, and lost", Position{Store: "a", Seq: 3}, ErrForeign},
		{"level", Position{Store: "a", Branch: "b", Seq: 3}, nil},
		{"behind", Position{Store: "a", Seq: 1}, nil},
		{"new", Position{}, nil},
	} {
		ix := newMemory()
		ix.at = tt.at
		if err := Follow(ctx, log, ix, tab, nil); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	if err := Follow(ctx, log, newMemory(), tab, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}
