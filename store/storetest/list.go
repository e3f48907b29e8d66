package storetest

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/marc"
	"issnd/register"
)

const end = ^uint64(0)

// in selects all that a list holds.
func in(public bool, set string) register.Selection {
	return register.Selection{Membership: register.Membership{Public: public, Set: set}, Through: end}
}

func (f *fixture) selection(sel register.Selection, limit int) []*register.Record {
	f.Helper()
	recs, err := f.store.Select(f.Context(), sel, limit, nil)
	if err != nil {
		f.Fatalf("Select(%+v): %v", sel, err)
	}
	lent, err := f.store.Select(f.Context(), sel, limit, &f.room)
	if err != nil {
		f.Fatalf("Select(%+v) into a room: %v", sel, err)
	}
	if d := cmp.Diff(recs, lent, cmpopts.EquateEmpty()); d != "" {
		f.Fatalf("Select(%+v) into a room (-want +got):\n%s", sel, d)
	}
	heads, err := f.store.SelectHeads(f.Context(), sel, limit)
	if err != nil {
		f.Fatalf("SelectHeads(%+v): %v", sel, err)
	}
	var want []register.Head
	for _, r := range recs {
		want = append(want, r.Head)
	}
	if d := cmp.Diff(want, heads); d != "" && len(want)+len(heads) > 0 {
		f.Fatalf("SelectHeads(%+v) (-want +got):\n%s", sel, d)
	}
	return recs
}

func (f *fixture) count(sel register.Selection) uint64 {
	f.Helper()
	n, err := f.store.Count(f.Context(), sel)
	if err != nil {
		f.Fatalf("Count(%+v): %v", sel, err)
	}
	return n
}

func (f *fixture) sets(public bool, want ...string) {
	f.Helper()
	got, err := f.store.Sets(f.Context(), public)
	if err != nil {
		f.Fatalf("Sets: %v", err)
	}
	if d := cmp.Diff(want, append([]string(nil), got...)); d != "" {
		f.Errorf("sets, public %v (-want +got):\n%s", public, d)
	}
}

func centre(code string) func(*register.Record) { return related('2', code) }

func media(m register.Medium) func(*register.Record) {
	return func(r *register.Record) { r.Media = register.Media(0).With(m) }
}

func language(code string) func(*register.Record) {
	return func(r *register.Record) {
		r.MARC.Fields = append(r.MARC.Fields, marc.Field{
			Tag: marc.T("041"), Ind1: '0', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: code}},
		})
	}
}

func openAccess(r *register.Record) { r.OpenAccess = true }

var listTests = []test{
	{"an empty store has no lists", func(f *fixture) {
		f.sets(true)
		f.sets(false)
		f.numbers("whole", f.selection(in(false, ""), 10))
		if n := f.count(in(true, "")) + f.count(in(false, "")); n != 0 {
			f.Errorf("%d records", n)
		}
	}},
	{"each audience has its sets", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created),
			serial(1, "a", centre("_7"), language("fre")), serial(2, "b", status(register.Legacy), centre("57")))
		f.sets(true, "centre", "centre:_7", "medium", "medium:print", "status", "status:confirmed")
		f.sets(false, "centre", "centre:57", "centre:_7", "language", "language:fre",
			"medium", "medium:print", "status", "status:confirmed", "status:legacy")
		f.numbers("of the public", f.selection(in(true, ""), 10), 1)
		f.numbers("of the public in a set", f.selection(in(true, "medium"), 10), 1)
		f.numbers("of others in a set", f.selection(in(false, "medium"), 10), 1, 2)
		f.numbers("of a set that there is not", f.selection(in(true, "language"), 10))
	}},
	{"a record stays where it was once", func(f *fixture) {
		f.apply(outcomes(register.Created), serial(1, "a"))
		f.apply(outcomes(register.Updated), serial(1, "a", media(register.Online)))
		for _, set := range []string{"medium:print", "medium:online"} {
			f.numbers(set, f.selection(in(true, set), 10), 1)
		}
		f.apply(outcomes(register.Withdrawn), withdrawal(1))
		want := []register.Membership{{Set: "medium:print"}}
		for _, s := range []string{"", "medium", "medium:online", "medium:print", "status", "status:confirmed"} {
			want = append(want, register.Membership{Public: true, Set: s})
		}
		if d := cmp.Diff(want, f.get(1).Past); d != "" {
			f.Errorf("Past (-want +got):\n%s", d)
		}
		f.numbers("the withdrawn of the public", f.selection(in(true, ""), 10), 1)
		f.apply(outcomes(register.Revived), serial(1, "a"))
		if d := cmp.Diff([]register.Membership{{Set: "medium:online"}, {Public: true, Set: "medium:online"}}, f.get(1).Past); d != "" {
			f.Errorf("Past of the revived (-want +got):\n%s", d)
		}
	}},
	{"what one batch undoes was never there", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Updated), serial(1, "a", media(register.Online)), serial(1, "a"))
		if past := f.get(1).Past; past != nil {
			f.Errorf("Past is %v", past)
		}
		f.numbers("online", f.selection(in(true, "medium:online"), 10))
	}},
	{"another rendition keeps the lists", func(f *fixture) {
		f.apply(outcomes(register.Created, register.Created), serial(1, "a"), serial(2, "b"))
		f.apply(outcomes(register.Updated), serial(1, "a", media(register.Online)))
		past := f.get(1).Past
		f.renew("2", 2)
		f.numbers("print", f.selection(in(true, "medium:print"), 10), 2, 1)
		if d := cmp.Diff(past, f.get(1).Past); d != "" {
			f.Errorf("Past (-before +after):\n%s", d)
		}
	}},
	{"lists agree with a model through random changes", random},
	{"a harvest by pages misses nothing that stays", harvest},
}

// model knows every list that each record was ever in.
type model map[uint32][]register.Membership

// observe takes in how the records stand, in the order of the log, and
// verifies what they say of their past.
func (m model) observe(f *fixture, recs []*register.Record) {
	f.Helper()
	for _, r := range recs {
		n, now := r.ISSN.Number(), register.Memberships(r)
		if d := cmp.Diff(register.MergePast(now, m[n]), r.Past); d != "" {
			f.Fatalf("Past of %d (-want +got):\n%s", n, d)
		}
		m[n] = append(now, r.Past...)
	}
}

// verify compares every list, whole and in a part of the log.
func (m model) verify(f *fixture, rng *rand.Rand, recs []*register.Record) {
	f.Helper()
	lists := map[register.Membership][]*register.Record{{}: recs}
	sets := map[bool][]string{}
	for _, r := range recs {
		for _, l := range m[r.ISSN.Number()] {
			if l.Set != "" && lists[l] == nil {
				sets[l.Public] = append(sets[l.Public], l.Set)
			}
			lists[l] = append(lists[l], r)
		}
	}
	for _, public := range []bool{true, false} {
		slices.Sort(sets[public])
		f.sets(public, sets[public]...)
	}
	seq := f.stats().Seq
	for l, all := range lists {
		for _, sel := range []register.Selection{
			{Membership: l, Through: end},
			{Membership: l, After: rng.Uint64N(seq + 2), Through: rng.Uint64N(seq + 2)},
		} {
			var want []uint32
			for _, r := range all {
				if r.Seq > sel.After && r.Seq <= sel.Through {
					want = append(want, r.ISSN.Number())
				}
			}
			if n := f.count(sel); n != uint64(len(want)) {
				f.Fatalf("Count(%+v) = %d, want %d", sel, n, len(want))
			}
			limit := rng.IntN(len(all) + 2)
			f.numbers(l.Set, f.selection(sel, limit), want[:min(limit, len(want))]...)
		}
	}
}

func random(f *fixture) {
	rng := rand.New(rand.NewPCG(3, 4))
	m := make(model)
	var updated register.Head
	for range 150 {
		var batch []*register.Record
		for range 1 + rng.IntN(4) {
			batch = append(batch, randomRecord(rng, uint32(1+rng.IntN(12))))
		}
		if _, err := f.store.Apply(f.Context(), batch); err != nil {
			f.Fatal(err)
		}
		recs := f.changes(0, 100)
		for _, r := range recs {
			if r.Seq > updated.Seq && r.Updated.Before(updated.Updated) {
				f.Fatalf("%s at %v after %v", r.ISSN, r.Updated, updated.Updated)
			}
		}
		updated = recs[len(recs)-1].Head
		m.observe(f, recs)
		if f.Failed() {
			return
		}
		if rng.IntN(10) == 0 {
			m.verify(f, rng, recs)
		}
	}
}

// randomRecord is a record in one of many states.
func randomRecord(rng *rand.Rand, n uint32) *register.Record {
	if rng.IntN(8) == 0 {
		return withdrawal(n)
	}
	options := []func(*register.Record){
		status(register.Statuses()[max(0, rng.IntN(9)-3)]),
		media(register.Medium(rng.IntN(4))),
		centre(strconv.Itoa(rng.IntN(3))),
		language([]string{"fre", "eng", "freger"}[rng.IntN(3)]),
	}
	if rng.IntN(4) == 0 {
		options = append(options, openAccess)
	}
	if rng.IntN(4) == 0 {
		options = append(options, cancels(uint32(1+rng.IntN(12))))
	}
	if rng.IntN(10) == 0 {
		options = append(options, deleted)
	}
	return serial(n, "a", options...)
}

// harvest reads a list by pages up to where it ended at the start while others
// write, and verifies that all records which stay where they are come once, in
// order.
func harvest(f *fixture) {
	const n, size = 600, 7
	fill(f, n)
	through := f.stats().Seq
	var writer sync.WaitGroup
	stop := make(chan struct{})
	writer.Go(func() {
		for i := uint32(1); ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			// Only even numbers move.
			r := serial(2*(i%(n/2))+2, strconv.Itoa(int(i)), media(register.Medium(i%2)))
			if _, err := f.store.Apply(f.Context(), []*register.Record{r}); err != nil {
				f.Error(err)
				return
			}
		}
	})
	defer writer.Wait()
	defer close(stop)
	odd := 0
	sel := in(true, "medium:print")
	for sel.Through = through; ; {
		recs, err := f.store.Select(f.Context(), sel, size, nil)
		if err != nil {
			f.Error(err)
			return
		}
		for _, r := range recs {
			if r.Seq <= sel.After || r.Seq > through {
				f.Errorf("record at %d after %d", r.Seq, sel.After)
			}
			sel.After = r.Seq
			odd += int(r.ISSN.Number() % 2)
		}
		if len(recs) < size {
			break
		}
	}
	if odd != n/2 {
		f.Errorf("%d of the records that stay, want %d", odd, n/2)
	}
}
