package storetest

import (
	"errors"
	"time"

	"issnd/register"
)

var logTests = []test{
	{"changes come in order, each record once", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(3, "a"))
		f.apply(outcomes(register.Created, register.Created), serial(2, "b"), serial(1, "c"))
		f.apply(outcomes(register.Updated), serial(3, "new"))
		recs := f.changes(0, 10)
		f.numbers("changes", recs[2:], 3)
		if len(recs) != 3 {
			f.Errorf("%d changes, want 3", len(recs))
		}
		for i := 1; i < len(recs); i++ {
			if recs[i].Seq <= recs[i-1].Seq || recs[i].Updated.Before(recs[i-1].Updated) {
				f.Errorf("out of order: %+v after %+v", recs[i].Head, recs[i-1].Head)
			}
		}
		if st := f.stats(); st.Seq != recs[2].Seq || !st.Updated.Equal(recs[2].Updated) {
			f.Errorf("statistics say %d, %v, the last change %d, %v", st.Seq, st.Updated, recs[2].Seq, recs[2].Updated)
		}
	}},
	{"datestamps are whole seconds in UTC", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		u := f.get(1).Updated
		if u.Location() != time.UTC || u.Nanosecond() != 0 || time.Since(u) < 0 {
			f.Errorf("datestamp is %v", u)
		}
	}},
	{"changes by pages", func(f *fixture) {
		pages(f, func(last *register.Record, n int) []*register.Record {
			if last == nil {
				return f.changes(0, n)
			}
			return f.changes(last.Seq, n)
		})
	}},
	{"list by pages", func(f *fixture) {
		pages(f, func(last *register.Record, n int) []*register.Record {
			if last == nil {
				return f.list(0, n)
			}
			return f.list(last.ISSN.Number(), n)
		})
	}},
	{"a limit of zero or less reads nothing", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		f.numbers("changes", f.changes(0, 0))
		f.numbers("changes", f.changes(0, -1))
		f.numbers("list", f.list(0, 0))
		f.numbers("list", f.list(0, -1))
	}},
	{"after the last change there is nothing", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		f.numbers("changes", f.changes(f.stats().Seq, 10))
		f.numbers("changes", f.changes(^uint64(0), 10))
	}},
	{"each yields all by ISSN and stops when told", func(f *fixture) {
		fill(f, 600)
		var want uint32
		for r, err := range register.Each(f.Context(), f.store) {
			if want++; err != nil || r.ISSN != number(want) {
				f.Fatalf("number %d is %v, %v", want, r, err)
			}
		}
		if want != 600 {
			f.Errorf("%d records, want 600", want)
		}
		for range register.Each(f.Context(), f.store) {
			break
		}
	}},
	{"changes have a branch, and what is not in the log has none", func(f *fixture) {
		branch := func(seq uint64) string {
			b, err := f.store.Branch(f.Context(), seq)
			if err != nil {
				f.Fatal(err)
			}
			return b
		}
		f.apply(outcomes(register.Created), serial(1, "a"))
		f.apply(outcomes(register.Created, register.Created), serial(2, "b"), serial(3, "c"))
		if branch(0) != "" || branch(1) == "" || branch(1) != branch(3) || branch(3) != f.stats().Branch {
			f.Errorf("branches %q, %q, %q, statistics say %q", branch(0), branch(1), branch(3), f.stats().Branch)
		}
		if _, err := f.store.Branch(f.Context(), 4); !errors.Is(err, register.ErrNotFound) {
			f.Errorf("branch of a change to come: %v", err)
		}
	}},
	{"since finds the place of a datestamp", since},
	{"no change falls behind the horizon", func(f *fixture) {
		for n := uint32(1); n < 20; n++ {
			h := f.stats().Horizon
			f.apply(outcomes(register.Created), serial(n, "a"))
			if u := f.get(n).Updated; u.Before(h) {
				f.Errorf("a change at %v, the horizon was %v", u, h)
			}
		}
	}},
}

func fill(f *fixture, n uint32) {
	f.Helper()
	var recs []*register.Record
	for i := n; i > 0; i-- {
		recs = append(recs, serial(i, "a"))
	}
	if _, err := f.store.Apply(f.Context(), recs); err != nil {
		f.Fatal(err)
	}
}

// pages reads 10 records with pages of several sizes.
func pages(f *fixture, read func(last *register.Record, n int) []*register.Record) {
	fill(f, 10)
	for _, size := range []int{1, 3, 10, 11} {
		var last *register.Record
		seen := make(map[uint32]bool)
		for {
			p := read(last, size)
			for _, r := range p {
				seen[r.ISSN.Number()] = true
				last = r
			}
			if len(p) < size {
				break
			}
			if len(seen) > 10 || len(p) > size {
				f.Fatalf("pages of %d: a page of %d, %d records", size, len(p), len(seen))
			}
		}
		if len(seen) != 10 {
			f.Errorf("pages of %d: %d records, want 10", size, len(seen))
		}
	}
}

func since(f *fixture) {
	f.apply(outcomes(register.Created, register.Created), serial(1, "a"), serial(2, "b"))
	f.apply(outcomes(register.Updated), serial(1, "new"))
	recs := f.changes(0, 10)
	times := []time.Time{{}, recs[0].Updated.Add(-time.Second), recs[1].Updated.Add(time.Second), recs[1].Updated.Add(time.Nanosecond)}
	for _, r := range recs {
		times = append(times, r.Updated)
	}
	for _, t := range times {
		after, err := f.store.Since(f.Context(), t)
		if err != nil {
			f.Fatal(err)
		}
		for _, r := range recs {
			if r.Updated.Before(t) != (r.Seq <= after) {
				f.Errorf("Since(%v) = %d, with a change %d at %v", t, after, r.Seq, r.Updated)
			}
		}
	}
}
