package storetest

import (
	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

var tombstoneTests = []test{
	{"a withdrawn record stays with its new MARC", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		if !f.moved(1, func() { f.apply(outcomes(register.Withdrawn), serial(1, "why", deleted)) }) {
			f.Error("it has no new place in the log")
		}
		got := f.get(1)
		if !got.Deleted {
			f.Error("it is not Deleted")
		}
		if d := cmp.Diff(serial(1, "why").MARC, got.MARC); d != "" {
			f.Errorf("(-want +got):\n%s", d)
		}
		f.numbers("changes", f.changes(0, 10), 1)
		f.numbers("list", f.list(0, 10), 1)
	}},
	{"withdrawn without MARC it keeps what it had", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a", inCluster(2), status(register.Legacy)))
		f.apply(outcomes(register.Withdrawn), withdrawal(1))
		got := f.get(1)
		want := serial(1, "a", inCluster(2), status(register.Legacy), deleted)
		want.Seq, want.Updated = got.Seq, got.Updated
		if d := cmp.Diff(want, got); d != "" {
			f.Errorf("(-want +got):\n%s", d)
		}
	}},
	{"withdrawing twice is unchanged", func(f *fixture) {
		f.apply(outcomes(register.Withdrawn), serial(1, "a", deleted))
		again := func() {
			f.apply(outcomes(register.Unchanged, register.Unchanged), serial(1, "a", deleted), withdrawal(1))
		}
		if f.moved(1, again) {
			f.Error("it moved in the log")
		}
	}},
	{"withdrawing what is not there without MARC is unchanged", func(f *fixture) {
		f.apply(outcomes(register.Unchanged), withdrawal(1))
		f.absent(1)
	}},
	{"a tombstone can change", func(f *fixture) {
		f.apply(outcomes(register.Withdrawn), serial(1, "a", deleted))
		f.apply(outcomes(register.Updated), serial(1, "b", deleted))
	}},
	{"a tombstone can be revived", func(f *fixture) {
		f.apply(outcomes(register.Withdrawn), serial(1, "a", deleted))
		if !f.moved(1, func() { f.apply(outcomes(register.Revived), serial(1, "a")) }) {
			f.Error("it has no new place in the log")
		}
		if f.get(1).Deleted {
			f.Error("it is still Deleted")
		}
	}},
	{"statistics follow", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created, register.Created, register.Withdrawn),
			serial(1, "a"), serial(2, "b"), serial(3, "c", status(register.Legacy)), serial(4, "d", deleted))
		f.counts(4, 1, map[register.Status]uint64{register.Confirmed: 2, register.Legacy: 1})
		f.apply(outcomes(register.Withdrawn, register.Updated, register.Revived),
			withdrawal(1), serial(3, "c"), serial(4, "d", status(register.Provisional)))
		f.counts(4, 1, map[register.Status]uint64{register.Confirmed: 2, register.Provisional: 1})
	}},
}

// withdrawal withdraws a record as it stands.
func withdrawal(n uint32) *register.Record {
	return &register.Record{Head: register.Head{ISSN: number(n), Deleted: true}}
}

func (f *fixture) counts(records, deleted uint64, byStatus map[register.Status]uint64) {
	f.Helper()
	got := f.stats()
	want := register.Stats{
		ID: got.ID, Branch: got.Branch, Seq: got.Seq, Updated: got.Updated, Horizon: got.Horizon,
		Records: records, Deleted: deleted, ByStatus: byStatus,
	}
	if d := cmp.Diff(want, got); d != "" {
		f.Errorf("statistics (-want +got):\n%s", d)
	}
}

var clusterTests = []test{
	{"members come by ISSN", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created, register.Created, register.Created),
			serial(9, "a", inCluster(5)), serial(5, "b"), serial(2, "c", inCluster(5)), serial(6, "other"))
		f.cluster(5, 2, 5, 9)
		f.cluster(6, 6)
		f.cluster(9)
	}},
	{"no more members come than are wanted", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created, register.Created, register.Created, register.Created),
			serial(9, "a", inCluster(5)), serial(5, "b"), serial(2, "c", inCluster(5)), serial(6, "other"), serial(8, "d", inCluster(5)))
		f.firstMembers(5, 0)
		f.firstMembers(5, 1, 5)
		f.firstMembers(5, 3, 2, 5, 8)
		f.firstMembers(5, 4, 2, 5, 8, 9)
		f.firstMembers(5, 5, 2, 5, 8, 9)
		f.apply(outcomes(register.Updated), serial(5, "b", inCluster(7)))
		f.firstMembers(5, 2, 2, 8)
	}},
	{"the ISSN-L need not be a record", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(9, "a", inCluster(5)))
		f.cluster(5, 9)
	}},
	{"the serial with the ISSN-L may be in another cluster", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(9, "a", inCluster(5)), serial(5, "b", inCluster(7)))
		f.cluster(5, 9)
		f.cluster(7, 5)
	}},
	{"a record without ISSN-L is in none", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(9, "a", inCluster(0)))
		f.cluster(9)
		f.cluster(0)
	}},
	{"members move with their ISSN-L", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(1, "a"), serial(2, "b", inCluster(1)))
		f.cluster(1, 1, 2)
		f.apply(outcomes(register.Updated), serial(2, "b"))
		f.cluster(1, 1)
		f.cluster(2, 2)
		f.apply(outcomes(register.Updated, register.Updated), serial(2, "b", inCluster(3)), serial(1, "a", inCluster(3)))
		f.cluster(1)
		f.cluster(2)
		f.cluster(3, 1, 2)
		f.apply(outcomes(register.Updated), serial(2, "b", inCluster(0)))
		f.cluster(3, 1)
	}},
	{"tombstones are members", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(1, "a"), serial(2, "b", inCluster(1)))
		f.apply(outcomes(register.Withdrawn), withdrawal(2))
		f.cluster(1, 1, 2)
	}},
}
