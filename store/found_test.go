package store

import (
	"errors"
	"path/filepath"
	"testing"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// TestFoundTable: the table gives what was put, or nothing.
func TestFoundTable(t *testing.T) {
	var f found
	if seq, known := f.get(toTestISSN(1)); known {
		t.Errorf("an empty table knows a place: %d", seq)
	}
	kept := 0
	const records = 3 << foundBits
	for n := uint32(1); n <= records; n++ {
		f.put(toTestISSN(n), uint64(n)+1<<33)
	}
	for n := uint32(1); n <= records; n++ {
		switch seq, known := f.get(toTestISSN(n)); {
		case known && seq != uint64(n)+1<<33:
			t.Fatalf("%d: place %d", n, seq)
		case known:
			kept++
		}
	}
	if kept < len(f)/2 || kept > len(f) {
		t.Errorf("%d of %d records are known in a table of %d", kept, records, len(f))
	}
	for _, seq := range []uint64{1, 1<<40 - 1, 1 << 40, 1<<64 - 1} {
		f = found{}
		f.put(toTestISSN(9999999), seq)
		if got, known := f.get(toTestISSN(9999999)); known != (seq < 1<<40) || known && got != seq {
			t.Errorf("%d: got %d, %v", seq, got, known)
		}
	}
	if _, known := f.get(0); known {
		t.Error("the zero ISSN has a place")
	}
}

// TestFound: whatever places are remembered, a record is that of its ISSN in the
// state that is read.
func TestFound(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "register.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	const records = 5
	titles := map[issn.ISSN]string{}
	write := func(n uint32, title string) {
		t.Helper()
		id := toTestISSN(n)
		titles[id] = title
		m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 a 4500"))}
		m.Fields = []marc.Field{{Tag: marc.T("245"), Ind1: '0', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: title}}}}
		r := &register.Record{Head: register.Head{ISSN: id, ISSNL: id, Status: register.Confirmed, StatusSource: register.Given}, MARC: m}
		if _, err := s.Apply(ctx, []*register.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	verify := func(when string) {
		t.Helper()
		for n := uint32(1); n <= records; n++ {
			id := toTestISSN(n)
			r, err := s.Get(ctx, id)
			if err != nil {
				t.Fatalf("%s: %v", when, err)
			}
			h, err := s.Head(ctx, id)
			if got := r.MARC.Fields[0].Subfields[0].Value; got != titles[id] || r.ISSN != id || err != nil || h.ISSN != id || h.Seq != r.Seq {
				t.Errorf("%s: record %s has the title %q, want %q; head %+v, %v", when, id, got, titles[id], h, err)
			}
		}
		if _, err := s.Get(ctx, toTestISSN(records+1)); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("%s: a record that is not there: %v", when, err)
		}
	}
	for n := uint32(1); n <= records; n++ {
		write(n, "first")
	}
	verify("found")
	verify("remembered")
	write(2, "second")
	verify("moved")
	for n := uint32(1); n <= records+1; n++ {
		s.found.put(toTestISSN(n), uint64(n%records+1)) // of another record, or of none
	}
	verify("others in their places")
	for n := uint32(1); n <= records+1; n++ {
		s.found.put(toTestISSN(n), 1000)
	}
	verify("places that nothing is at yet")
}
