package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// fixture is a store under test with methods that fail the test on an error.
type fixture struct {
	*testing.T
	store register.Store
	room  register.Room // that is lent again and again
}

// apply applies records and verifies the outcomes.
func (f *fixture) apply(want []register.Outcome, recs ...*register.Record) {
	f.Helper()
	got, err := f.store.Apply(f.Context(), recs)
	if err != nil {
		f.Fatalf("Apply: %v", err)
	}
	if d := cmp.Diff(want, got); d != "" {
		f.Errorf("outcomes (-want +got):\n%s", d)
	}
}

// outcomes makes a list short to write.
func outcomes(o ...register.Outcome) []register.Outcome { return o }

func (f *fixture) get(n uint32) *register.Record {
	f.Helper()
	r, err := f.store.Get(f.Context(), number(n))
	if err != nil {
		f.Fatalf("Get(%s): %v", number(n), err)
	}
	return r
}

func (f *fixture) absent(n uint32) {
	f.Helper()
	if _, err := f.store.Get(f.Context(), number(n)); !errors.Is(err, register.ErrNotFound) {
		f.Errorf("Get(%s) error is %v, want ErrNotFound", number(n), err)
	}
	if _, err := f.store.Head(f.Context(), number(n)); !errors.Is(err, register.ErrNotFound) {
		f.Errorf("Head(%s) error is %v, want ErrNotFound", number(n), err)
	}
}

func (f *fixture) stats() register.Stats {
	f.Helper()
	st, err := f.store.Stats(f.Context())
	if err != nil {
		f.Fatalf("Stats: %v", err)
	}
	return st
}

func (f *fixture) changes(after uint64, limit int) []*register.Record {
	f.Helper()
	recs, err := f.store.Changes(f.Context(), after, limit)
	if err != nil {
		f.Fatalf("Changes: %v", err)
	}
	return recs
}

func (f *fixture) list(after uint32, limit int) []*register.Record {
	f.Helper()
	recs, err := f.store.List(f.Context(), number(after), limit)
	if err != nil {
		f.Fatalf("List: %v", err)
	}
	return recs
}

// numbers verifies which records there are and their order.
func (f *fixture) numbers(what string, got []*register.Record, want ...uint32) {
	f.Helper()
	var ns []uint32
	for _, r := range got {
		ns = append(ns, r.ISSN.Number())
	}
	if d := cmp.Diff(want, ns, cmpopts.EquateEmpty()); d != "" {
		f.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func (f *fixture) cluster(l uint32, want ...uint32) {
	f.Helper()
	f.firstMembers(l, 10, want...)
}

func (f *fixture) firstMembers(l uint32, limit int, want ...uint32) {
	f.Helper()
	heads, err := f.store.Cluster(f.Context(), number(l), limit)
	if err != nil {
		f.Fatalf("Cluster: %v", err)
	}
	var ns []uint32
	for _, h := range heads {
		ns = append(ns, h.ISSN.Number())
		if d := cmp.Diff(f.get(h.ISSN.Number()).Head, h); d != "" {
			f.Errorf("head of a member (-want +got):\n%s", d)
		}
	}
	if d := cmp.Diff(want, ns); d != "" {
		f.Errorf("%d of the cluster of %d (-want +got):\n%s", limit, l, d)
	}
}

func (f *fixture) replacedBy(n, want uint32) {
	f.Helper()
	got, err := f.store.ReplacedBy(f.Context(), number(n))
	if err != nil {
		f.Fatalf("ReplacedBy: %v", err)
	}
	if got != number(want) {
		f.Errorf("ReplacedBy(%d) = %q, want %q", n, got, number(want))
	}
}

// moved runs fn and reports whether it gave the record a new place in the log.
func (f *fixture) moved(n uint32, fn func()) bool {
	f.Helper()
	before := f.get(n)
	fn()
	after := f.get(n)
	if after.Seq < before.Seq || after.Updated.Before(before.Updated) {
		f.Errorf("record %d went from %d, %v back to %d, %v", n,
			before.Seq, before.Updated, after.Seq, after.Updated)
	}
	return after.Seq > before.Seq
}

// number is the ISSN with a serial number, zero for 0.
func number(n uint32) issn.ISSN {
	id, _ := issn.FromNumber(n)
	return id
}

// serial makes a record, confirmed unless an option says otherwise.
func serial(n uint32, title string, options ...func(*register.Record)) *register.Record {
	r := &register.Record{
		Head: register.Head{
			ISSN:         number(n),
			ISSNL:        number(n),
			Status:       register.Confirmed,
			StatusSource: register.Derived,
			Media:        register.Media(0).With(register.Print),
		},
		MARC: &marc.Record{
			Leader: marc.Leader([]byte("00000cas a2200000 a 4500")),
			Fields: []marc.Field{
				{Tag: marc.T("001"), Value: number(n).String()},
				{Tag: marc.T("022"), Ind1: '0', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: number(n).String()}}},
				{Tag: marc.T("245"), Ind1: '0', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: title}}},
			},
		},
	}
	for _, o := range options {
		o(r)
	}
	return r
}

func status(s register.Status) func(*register.Record) {
	return func(r *register.Record) { r.Status = s }
}

func deleted(r *register.Record) { r.Deleted = true }

func inCluster(l uint32) func(*register.Record) {
	return func(r *register.Record) { r.ISSNL = number(l) }
}

// cancels adds 022 $z, successor 022 $v.
func cancels(n uint32) func(*register.Record)   { return related('z', number(n).String()) }
func successor(n uint32) func(*register.Record) { return related('v', number(n).String()) }

func related(code byte, value string) func(*register.Record) {
	return func(r *register.Record) {
		f := r.MARC.First(marc.T("022"))
		f.Subfields = append(f.Subfields, marc.Subfield{Code: code, Value: value})
	}
}

// done is a context that is done.
func done() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
