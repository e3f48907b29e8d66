package crosswalk

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/marc"
)

// TestFieldIndex compares with a look through the whole record, with one index
// for all records as a pool would have it.
func TestFieldIndex(t *testing.T) {
	var x fieldIndex
	for _, tt := range []struct {
		name string
		tags []string
	}{
		{"in order", []string{"001", "022", "245", "246", "246", "880"}},
		{"out of order", []string{"246", "022", "245", "246", "022", "246"}},
		{"not in order but together", []string{"880", "246", "246", "022"}},
		{"other tags between", []string{"022", "02A", "022", "CAT", "CAT", "022", "CAT"}},
		{"none", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &marc.Record{}
			for i, tag := range tt.tags {
				r.Fields = append(r.Fields, marc.Field{Tag: marc.T(tag), Value: strconv.Itoa(i)})
			}
			x.build(r.Fields)
			for _, tag := range []string{"001", "022", "245", "246", "880", "999"} {
				var want, got []string
				for f := range r.Each(marc.T(tag)) {
					want = append(want, f.Value)
				}
				n := tagNumber(marc.T(tag))
				for f := range x.each(n) {
					got = append(got, f.Value)
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s (-want +got):\n%s", tag, d)
				}
				if f := x.first(n); (f != nil) != (want != nil) || f != nil && f.Value != want[0] || x.has(n) != (f != nil) {
					t.Errorf("%s: first is %v", tag, f)
				}
			}
			x.release()
		})
	}
}

// TestArena checks that strings stay what they were when chunks follow.
func TestArena(t *testing.T) {
	var a arena
	var got, want []string
	for i := range 3000 {
		s := strconv.Itoa(i)
		got, want = append(got, a.join("n", s), a.copy([]byte(s))), append(want, "n"+s, s)
	}
	long := make([]byte, 2*arenaChunk)
	got, want = append(got, a.copy(long), a.join()), append(want, string(long), "")
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
