package storetest

import (
	"errors"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/marc"
	"issnd/register"
)

var emptyTests = []test{
	{"reads find nothing", func(f *fixture) {
		f.absent(1)
		f.cluster(1)
		f.replacedBy(1, 0)
		f.numbers("changes", f.changes(0, 10))
		f.numbers("list", f.list(0, 10))
	}},
	{"the zero ISSN is not found", func(f *fixture) {
		f.absent(0)
		f.cluster(0)
		f.replacedBy(0, 0)
	}},
	{"statistics are zero but for the identity", func(f *fixture) {
		got := f.stats()
		if got.ID == "" || got.Horizon.IsZero() {
			f.Errorf("no identity or horizon: %+v", got)
		}
		want := register.Stats{ID: got.ID, Horizon: got.Horizon}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			f.Errorf("(-want +got):\n%s", d)
		}
	}},
	{"applying nothing is no change", func(f *fixture) {
		f.apply([]register.Outcome{})
		if st := f.stats(); st.Seq != 0 {
			f.Errorf("seq is %d", st.Seq)
		}
	}},
}

var applyTests = []test{
	{"a record comes back as it was given", func(f *fixture) {
		in := odd()
		f.apply(outcomes(register.Created), in)
		want := odd()
		got := f.get(7)
		if got.Seq == 0 || got.Updated.IsZero() {
			f.Errorf("seq %d, updated %v", got.Seq, got.Updated)
		}
		want.Seq, want.Updated = got.Seq, got.Updated
		if d := cmp.Diff(want, got); d != "" {
			f.Errorf("Get (-want +got):\n%s", d)
		}
		h, err := f.store.Head(f.Context(), number(7))
		if err != nil {
			f.Fatal(err)
		}
		if d := cmp.Diff(want.Head, h); d != "" {
			f.Errorf("Head (-want +got):\n%s", d)
		}
		if d := cmp.Diff(odd(), in); d != "" {
			f.Errorf("the input was changed (-want +got):\n%s", d)
		}
	}},
	{"the highest and the lowest ISSN", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(9999999, "z"), serial(1, "a"))
		f.numbers("list", f.list(0, 10), 1, 9999999)
		f.numbers("list after the highest", f.list(9999999, 10))
	}},
	{"seq, updated and replacement of the input are ignored", func(f *fixture) {
		r := serial(1, "a")
		r.Seq, r.Updated, r.Replacement = 99, time.Unix(1, 5), number(5)
		f.apply(outcomes(register.Created), r)
		got := f.get(1)
		if got.Seq == 99 || got.Updated.Equal(r.Updated) || got.Replacement != 0 {
			f.Errorf("taken over: %+v", got.Head)
		}
		f.apply(outcomes(register.Unchanged), r)
	}},
	{"an unchanged record changes nothing", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(1, "a", cancels(3)), serial(2, "b", inCluster(1)))
		before := f.stats()
		f.apply(outcomes(register.Unchanged, register.Unchanged), serial(1, "a", cancels(3)), serial(2, "b", inCluster(1)))
		opt := cmpopts.IgnoreFields(register.Stats{}, "Horizon")
		if d := cmp.Diff(before, f.stats(), opt); d != "" {
			f.Errorf("statistics (-before +after):\n%s", d)
		}
	}},
	{"any difference is a change", differences},
	{"only what changed moves in the log", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(1, "a"), serial(2, "b"))
		change := func() {
			f.apply(outcomes(register.Unchanged, register.Updated), serial(1, "a"), serial(2, "new"))
		}
		if f.moved(1, change) {
			f.Error("the unchanged record moved")
		}
		f.numbers("changes", f.changes(0, 10), 1, 2)
	}},
	{"records of a batch with the same ISSN apply in order", func(f *fixture) {
		withdrawn := serial(1, "b", deleted)
		f.apply(outcomes(register.Created, register.Unchanged, register.Created, register.Updated, register.Withdrawn, register.Revived),
			serial(1, "a"), serial(1, "a"), serial(2, "x"), serial(1, "b"), withdrawn, serial(1, "c"))
		want := serial(1, "c").MARC
		if d := cmp.Diff(want, f.get(1).MARC); d != "" {
			f.Errorf("the last does not win (-want +got):\n%s", d)
		}
		if st := f.stats(); st.Records != 2 || st.Deleted != 0 {
			f.Errorf("statistics: %+v", st)
		}
		f.numbers("list", f.list(0, 10), 1, 2)
	}},
	{"a batch with an invalid record writes nothing", invalid},
}

// odd is a record with everything that a store could lose.
func odd() *register.Record {
	r := serial(7, "Übersicht\u0000 – \U0001F4DA", inCluster(9))
	r.ISSNH, r.OpenAccess, r.StatusSource = number(11), true, register.Given
	r.Status = register.Legacy
	r.Media = register.Media(0).With(register.Online).With(register.OtherMedium)
	r.MARC.Fields = append(r.MARC.Fields,
		marc.Field{Tag: marc.T("008"), Value: ""},
		marc.Field{Tag: marc.T("ZZZ"), Ind1: '#', Ind2: 0x1f, Subfields: []marc.Subfield{{Code: 'a'}, {Code: 'a', Value: "\xff"}}},
		marc.Field{Tag: marc.T("001"), Value: "again"},
	)
	return r
}

func differences(f *fixture) {
	change := map[string]func(*register.Record){
		"title":         func(r *register.Record) { r.MARC.Fields[2].Subfields[0].Value = "b" },
		"leader":        func(r *register.Record) { r.MARC.Leader[5] = 'n' },
		"indicator":     func(r *register.Record) { r.MARC.Fields[2].Ind1 = '1' },
		"field order":   func(r *register.Record) { fs := r.MARC.Fields; fs[1], fs[2] = fs[2], fs[1] },
		"ISSN-L":        inCluster(2),
		"no ISSN-L":     inCluster(0),
		"ISSN-H":        func(r *register.Record) { r.ISSNH = number(2) },
		"status":        status(register.Legacy),
		"status source": func(r *register.Record) { r.StatusSource = register.Given },
		"media":         func(r *register.Record) { r.Media = r.Media.With(register.Online) },
		"open access":   func(r *register.Record) { r.OpenAccess = true },
	}
	f.apply(outcomes(register.Created), serial(1, "a"))
	for name, fn := range change {
		r := serial(1, "a", fn)
		if !f.moved(1, func() { f.apply(outcomes(register.Updated), r) }) {
			f.Errorf("%s: no new place in the log", name)
		}
		got := f.get(1)
		r.Seq, r.Updated, r.Past = got.Seq, got.Updated, got.Past
		if d := cmp.Diff(r, got); d != "" {
			f.Errorf("%s (-want +got):\n%s", name, d)
		}
		f.apply(outcomes(register.Updated), serial(1, "a"))
	}
}

func invalid(f *fixture) {
	noMARC := serial(2, "b")
	noMARC.MARC = nil
	bad := map[string]*register.Record{
		"no ISSN":        serial(0, "b"),
		"no status":      serial(2, "b", status(0)),
		"unknown status": serial(2, "b", status(register.Unreported+1)),
		"no MARC":        noMARC,
	}
	for name, r := range bad {
		_, err := f.store.Apply(f.Context(), []*register.Record{serial(1, "a"), r})
		if !errors.Is(err, register.ErrInvalid) {
			f.Errorf("%s: error is %v, want ErrInvalid", name, err)
		}
	}
	f.absent(1)
	if st := f.stats(); st.Seq != 0 || st.Records != 0 {
		f.Errorf("statistics: %+v", st)
	}
}
