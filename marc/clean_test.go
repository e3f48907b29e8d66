package marc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzClean: the short way reads what the long way reads.
func FuzzClean(f *testing.F) {
	for _, r := range serials(3) {
		f.Add(encode(f, r))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var d decoder
		if len(raw) <= LeaderLength+1 || raw[len(raw)-1] != recordTerminator {
			return
		}
		d.raw, d.declared = raw[:len(raw)-1], raw[9] == 'a'
		var short, long Record
		if !d.clean(&short) {
			return
		}
		found := d.problems
		d = decoder{raw: d.raw, declared: d.declared}
		if code, reason := d.directory(); code != "" {
			t.Fatal(errors.New(code + " " + reason))
		}
		d.classify()
		d.build(&long)
		if diff := cmp.Diff(long, short); diff != "" {
			t.Errorf("the ways differ (-long +short):\n%s", diff)
		}
		if diff := cmp.Diff(d.problems, found); diff != "" {
			t.Errorf("the problems differ (-long +short):\n%s", diff)
		}
	})
}

func TestLocation(t *testing.T) {
	for _, c := range []struct {
		entry         string
		length, start int
		sound         bool
	}{
		{"245001500000", 15, 0, true},
		{"245999999999", 9999, 99999, true},
		{"CAT123456789", 1234, 56789, true},
		{"245000000001", 0, 1, true},
		{"24500150000x", 0, 0, false},
		{"245 01500000", 0, 0, false},
		{"2450015/0000", 0, 0, false},
		{"2450015:0000", 0, 0, false},
		{"24 001500000", 0, 0, false},
		{"2\xFF5001500000", 0, 0, false},
	} {
		e := (*[directoryEntry]byte)([]byte(c.entry))
		if got := soundEntry(e); got != c.sound {
			t.Errorf("soundEntry(%q) = %v", c.entry, got)
		}
		last := binary.LittleEndian.Uint64(e[4:])
		digits := notDigits(binary.LittleEndian.Uint64(e[:]))|notDigits(last) == 0
		if want := c.sound && c.entry[0] <= '9'; digits != want {
			t.Errorf("all of %q are digits: %v", c.entry, digits)
		}
		if !c.sound {
			continue
		}
		if length, start := location(e[3], last); length != c.length || start != c.start {
			t.Errorf("location of %q: %d, %d; want %d, %d", c.entry, length, start, c.length, c.start)
		}
	}
}

// Records that share memory are those that they would be alone, and stay so
// when one of them is appended to.
func TestReaderSharesMemory(t *testing.T) {
	var file []byte
	var want []*Record
	for _, r := range serials(200) {
		raw := encode(t, r)
		file = append(file, raw...)
		alone, _, err := Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, alone)
	}
	in := NewISO2709Reader(bytes.NewReader(file), Options{})
	var got []*Record
	for range want {
		it, err := in.Next()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, it.Record)
	}
	for _, r := range got {
		_ = append(r.Fields, control("999", "x"))
		for _, f := range r.Fields {
			_ = append(f.Subfields, Subfield{'x', "x"})
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-alone +together):\n%s", d)
	}
}
