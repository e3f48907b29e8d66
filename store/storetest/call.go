package storetest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/marc"
	"issnd/register"
)

var callTests = []test{
	{"every method returns the error of its context", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		for name, call := range calls(f.store) {
			if err := call(done()); !errors.Is(err, context.Canceled) {
				f.Errorf("%s: error is %v, want %v", name, err, context.Canceled)
			}
		}
		f.absent(2)
	}},
	{"GetFields gives the fields that are wanted for the head", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(1, "a"), serial(2, "b"))
		for n := range uint32(2) {
			all := f.get(n + 1)
			got, err := f.store.GetFields(f.Context(), number(n+1), func(h *register.Head) *marc.Tags {
				if d := cmp.Diff(all.Head, *h); d != "" {
					f.Errorf("head (-want +got):\n%s", d)
				}
				if n == 0 {
					return nil
				}
				return marc.NewTags(marc.T("022"), marc.T("245"))
			})
			if err != nil {
				f.Fatal(err)
			}
			want, some := *all, *got
			if n > 0 { // a store may give more than is wanted
				want.MARC, some.MARC = only(all.MARC, "022", "245"), only(got.MARC, "022", "245")
			}
			if d := cmp.Diff(want, some); d != "" {
				f.Errorf("record %d (-want +got):\n%s", n+1, d)
			}
		}
	}},
	{"every method fails after Close", func(f *fixture) {
		if err := f.store.Close(); err != nil {
			f.Fatal(err)
		}
		for name, call := range calls(f.store) {
			if call(context.Background()) == nil {
				f.Errorf("%s works", name)
			}
		}
	}},
	{"records outlive changes and Close", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		got := f.get(1)
		f.apply(outcomes(register.Updated), serial(1, "b"))
		if err := f.store.Close(); err != nil {
			f.Fatal(err)
		}
		if d := cmp.Diff(serial(1, "a").MARC, got.MARC); d != "" {
			f.Errorf("(-want +got):\n%s", d)
		}
	}},
	{"readers see whole batches in order", consistency},
	{"writers take turns", func(f *fixture) {
		var wg sync.WaitGroup
		for n := uint32(1); n <= 8; n++ {
			wg.Go(func() {
				if _, err := f.store.Apply(f.Context(), []*register.Record{serial(n, "a"), serial(100, strconv.Itoa(int(n)))}); err != nil {
					f.Error(err)
				}
			})
		}
		wg.Wait()
		if st := f.stats(); st.Records != 9 || st.Seq != 16 {
			f.Errorf("%d records, seq %d, want 9 and 16", st.Records, st.Seq)
		}
	}},
}

func calls(s register.Store) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"GetFields": func(ctx context.Context) error {
			_, err := s.GetFields(ctx, number(1), func(*register.Head) *marc.Tags { return nil })
			return err
		},
		"Get":        func(ctx context.Context) error { _, err := s.Get(ctx, number(1)); return err },
		"Head":       func(ctx context.Context) error { _, err := s.Head(ctx, number(1)); return err },
		"Cluster":    func(ctx context.Context) error { _, err := s.Cluster(ctx, number(1), 1); return err },
		"ReplacedBy": func(ctx context.Context) error { _, err := s.ReplacedBy(ctx, number(1)); return err },
		"List":       func(ctx context.Context) error { _, err := s.List(ctx, 0, 1); return err },
		"Changes":    func(ctx context.Context) error { _, err := s.Changes(ctx, 0, 1); return err },
		"Since":      func(ctx context.Context) error { _, err := s.Since(ctx, time.Time{}); return err },
		"Branch":     func(ctx context.Context) error { _, err := s.Branch(ctx, 1); return err },
		"Select":     func(ctx context.Context) error { _, err := s.Select(ctx, in(true, ""), 1, nil); return err },
		"SelectHeads": func(ctx context.Context) error {
			_, err := s.SelectHeads(ctx, in(true, ""), 1)
			return err
		},
		"Count": func(ctx context.Context) error { _, err := s.Count(ctx, in(true, "")); return err },
		"Sets":  func(ctx context.Context) error { _, err := s.Sets(ctx, true); return err },
		"Stats": func(ctx context.Context) error { _, err := s.Stats(ctx); return err },
		"Renew": func(ctx context.Context) error { return s.Renew(ctx, "1", nil) },
		"Apply": func(ctx context.Context) error {
			_, err := s.Apply(ctx, []*register.Record{serial(2, "b")})
			return err
		},
	}
}

// consistency changes all records of a store together, several times, while
// others read them.
func consistency(f *fixture) {
	const size, rounds, readers = 50, 20, 3
	batch := func(round int) []*register.Record {
		var recs []*register.Record
		for n := uint32(1); n <= size; n++ {
			recs = append(recs, serial(n, strconv.Itoa(round)))
		}
		return recs
	}
	if _, err := f.store.Apply(f.Context(), batch(0)); err != nil {
		f.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			last := 0
			for {
				select {
				case <-stop:
					return
				default:
				}
				recs, err := f.store.Changes(f.Context(), 0, 2*size)
				if err != nil || len(recs) != size {
					f.Errorf("%d records, %v", len(recs), err)
					return
				}
				title := recs[0].MARC.Fields[2].Get('a')
				for _, r := range recs {
					if r.MARC.Fields[2].Get('a') != title {
						f.Errorf("part of a batch: %s beside %s", r.MARC.Fields[2].Get('a'), title)
						return
					}
				}
				if round, _ := strconv.Atoi(title); round < last {
					f.Errorf("round %d after %d", round, last)
					return
				} else {
					last = round
				}
			}
		})
	}
	for round := 1; round <= rounds; round++ {
		if _, err := f.store.Apply(f.Context(), batch(round)); err != nil {
			f.Error(err)
		}
	}
	close(stop)
	wg.Wait()
}

// only is a record with nothing but the fields with some tags.
func only(r *marc.Record, tags ...string) *marc.Record {
	out := &marc.Record{Leader: r.Leader}
	for _, f := range r.Fields {
		if slices.Contains(tags, f.Tag.String()) {
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}
