package storetest

import (
	"context"
	"errors"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

// renew calls Renew and verifies what progress is told at the end.
func (f *fixture) renew(rendition string, want uint64) {
	f.Helper()
	var last, of uint64
	err := f.store.Renew(f.Context(), rendition, func(done, total uint64) {
		if done < last || done > total {
			f.Errorf("%d of %d records after %d", done, total, last)
		}
		last, of = done, total
	})
	if err != nil {
		f.Fatalf("Renew: %v", err)
	}
	if last != want || of != want {
		f.Errorf("Renew is done after %d of %d records, want %d", last, of, want)
	}
}

var renewTests = []test{
	{"a store without records takes the rendition", func(f *fixture) {
		f.renew("1", 0)
		f.apply(outcomes(register.Created), serial(1, "a"))
		if f.moved(1, func() { f.renew("1", 0) }) {
			f.Error("the record moved")
		}
	}},
	{"another rendition moves every record and changes none", func(f *fixture) {
		f.renew("1", 0)
		f.apply(outcomes(register.Created, register.Created, register.Withdrawn),
			serial(3, "a", inCluster(2), cancels(8)), serial(2, "b"), serial(4, "c", deleted))
		f.apply(outcomes(register.Updated), serial(2, "new", status(register.Legacy)))
		before, stats := f.changes(0, 10), f.stats()
		f.renew("2", 3)
		after := f.changes(stats.Seq, 10)
		if d := cmp.Diff(contents(before), contents(after)); d != "" {
			f.Errorf("records (-before +after):\n%s", d)
		}
		f.numbers("all changes", f.changes(0, 10), 3, 4, 2)
		f.numbers("list", f.list(0, 10), 2, 3, 4)
		f.cluster(2, 2, 3)
		f.replacedBy(8, 3)
		got := f.stats()
		if got.Seq != after[2].Seq || got.Records != 3 || got.Deleted != 1 {
			f.Errorf("statistics: %+v", got)
		}
		if f.moved(2, func() { f.renew("2", 0) }) {
			f.Error("the same rendition moves a record")
		}
	}},
	{"a store that has no rendition yet is renewed", func(f *fixture) {
		fill(f, 10)
		if !f.moved(1, func() { f.renew("1", 10) }) {
			f.Error("the record did not move")
		}
	}},
	{"what ends in the middle starts again", func(f *fixture) {
		const n = 5000
		f.renew("1", 0)
		fill(f, n)
		ctx, cancel := context.WithCancel(f.Context())
		err := f.store.Renew(ctx, "2", func(done, total uint64) { cancel() })
		if !errors.Is(err, context.Canceled) {
			f.Fatalf("error is %v", err)
		}
		f.renew("2", n)
		if recs := f.changes(0, 2*n); len(recs) != n {
			f.Errorf("%d records", len(recs))
		}
	}},
	{"records that change meanwhile stay as they became", func(f *fixture) {
		const n = 5000
		fill(f, n)
		changed := false
		err := f.store.Renew(f.Context(), "1", func(done, total uint64) {
			if !changed {
				f.apply(outcomes(register.Updated, register.Updated, register.Created),
					serial(1, "new"), serial(n, "new"), serial(n+1, "new"))
				changed = true
			}
		})
		if err != nil {
			f.Fatal(err)
		}
		for _, i := range []uint32{1, n, n + 1} {
			if title := f.get(i).MARC.Fields[2].Get('a'); title != "new" {
				f.Errorf("the title of record %d is %q", i, title)
			}
		}
		if recs := f.changes(n, 2*n); len(recs) != n+1 {
			f.Errorf("%d records have a new place, want %d", len(recs), n+1)
		}
	}},
}

// contents is copies of records without their places in the log.
func contents(recs []*register.Record) []register.Record {
	all := make([]register.Record, len(recs))
	for i, r := range recs {
		all[i] = *r
		all[i].Seq, all[i].Updated = 0, time.Time{}
	}
	return all
}
