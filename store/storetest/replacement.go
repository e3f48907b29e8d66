package storetest

import "issnd/register"

// replacement verifies what a record shows as the ISSN to use instead.
func (f *fixture) replacement(n, want uint32) {
	f.Helper()
	if got := f.get(n).Replacement; got != number(want) {
		f.Errorf("Replacement of %d is %q, want %q", n, got, number(want))
	}
}

var replacementTests = []test{
	{"the lowest record that cancels an ISSN replaces it", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(8, "a", cancels(1)), serial(5, "b", cancels(1), cancels(2)))
		f.replacedBy(1, 5)
		f.replacedBy(2, 5)
		f.replacedBy(5, 0)
		f.apply(outcomes(register.Updated), serial(5, "b", cancels(2)))
		f.replacedBy(1, 8)
		f.replacedBy(2, 5)
		f.apply(outcomes(register.Updated), serial(8, "a"))
		f.replacedBy(1, 0)
	}},
	{"text after the number and other text are passed over", func(f *fixture) {
		f.apply(outcomes(register.Created),
			serial(5, "a", related('z', number(1).String()+" (print)"), related('z', "none"), related('z', ""), cancels(1)))
		f.replacedBy(1, 5)
		f.apply(outcomes(register.Updated), serial(5, "a"))
		f.replacedBy(1, 0)
	}},
	{"no record replaces itself", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a", status(register.Provisional), cancels(1)))
		f.replacedBy(1, 0)
	}},
	{"records out of force replace nothing", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(5, "a", cancels(1)))
		f.replacedBy(1, 5)
		for _, st := range []register.Status{register.Cancelled, register.Suppressed, register.Unreported} {
			f.apply(outcomes(register.Updated), serial(5, "a", cancels(1), status(st)))
			f.replacedBy(1, 0)
		}
		f.apply(outcomes(register.Updated), serial(5, "a", cancels(1)))
		f.replacedBy(1, 5)
		f.apply(outcomes(register.Withdrawn), withdrawal(5))
		f.replacedBy(1, 0)
		f.apply(outcomes(register.Revived), serial(5, "a", cancels(1)))
		f.replacedBy(1, 5)
	}},
	{"a record shows its own successor first", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created, register.Created),
			serial(1, "a", status(register.Cancelled), successor(3)), serial(2, "b", successor(3)), serial(5, "c", cancels(1), cancels(2)))
		f.replacement(1, 3)
		f.replacement(2, 3)
	}},
	{"without successor a record out of force shows what replaces it", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created, register.Withdrawn, register.Created, register.Created),
			serial(1, "a", status(register.Cancelled)), serial(2, "b", status(register.Suppressed)), serial(3, "c", deleted),
			serial(4, "in force"), serial(5, "d", cancels(1), cancels(2), cancels(3), cancels(4)))
		f.replacement(1, 5)
		f.replacement(2, 5)
		f.replacement(3, 5)
		f.replacement(4, 0)
		for _, r := range append(f.list(0, 3), f.changes(0, 3)...) {
			if r.Replacement != number(5) {
				f.Errorf("a page shows %q for %s", r.Replacement, r.ISSN)
			}
		}
	}},
	{"a record moves in the log when its replacement changes", moves},
	{"a record does not move when what it shows stays", stays},
	{"a record given unchanged moves with its replacement", func(f *fixture) {
		old := serial(1, "a", status(register.Cancelled))
		f.apply(outcomes(register.Created), old)
		change := func() { f.apply(outcomes(register.Unchanged, register.Created), old, serial(5, "b", cancels(1))) }
		if !f.moved(1, change) {
			f.Error("it did not move")
		}
		f.numbers("changes", f.changes(1, 10), 1, 5)
	}},
	{"a record changed together with its replacement moves once", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		f.apply(outcomes(register.Updated, register.Created), serial(1, "a", status(register.Cancelled)), serial(5, "b", cancels(1)))
		f.replacement(1, 5)
		if st := f.stats(); st.Seq != 3 || st.Records != 2 {
			f.Errorf("seq %d, %d records, want 3 and 2", st.Seq, st.Records)
		}
	}},
}

func moves(f *fixture) {
	f.apply(outcomes(register.Created, register.Created), serial(1, "a", status(register.Cancelled), inCluster(7)), serial(5, "b"))
	steps := []struct {
		name    string
		outcome register.Outcome
		rec     *register.Record
		want    uint32
	}{
		{"named", register.Updated, serial(5, "b", cancels(1)), 5},
		{"named by a lower one", register.Created, serial(4, "c", cancels(1)), 4},
		{"that one withdrawn", register.Withdrawn, withdrawal(4), 5},
		{"named no more", register.Updated, serial(5, "b"), 0},
	}
	for _, s := range steps {
		if !f.moved(1, func() { f.apply(outcomes(s.outcome), s.rec) }) {
			f.Errorf("%s: it did not move", s.name)
		}
		f.replacement(1, s.want)
		f.cluster(7, 1)
	}
	f.counts(3, 1, map[register.Status]uint64{register.Cancelled: 1, register.Confirmed: 1})
}

func stays(f *fixture) {
	f.apply(outcomes(register.Created, register.Created, register.Created),
		serial(1, "in force"), serial(2, "b", status(register.Cancelled), successor(3)), serial(5, "c", cancels(6)))
	f.apply(outcomes(register.Created), serial(6, "d", status(register.Cancelled)))
	for _, n := range []uint32{1, 2, 6} {
		if f.moved(n, func() { f.apply(outcomes(register.Created), serial(100+n, "e", cancels(n))) }) {
			f.Errorf("record %d moved", n)
		}
	}
}
