package marc

import (
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
		d = decoder{raw: d.raw, declared: d.declared}
		if code, reason := d.directory(); code != "" {
			t.Fatal(errors.New(code + " " + reason))
		}
		d.classify()
		d.build(&long)
		if diff := cmp.Diff(long, short); diff != "" {
			t.Errorf("the ways differ (-long +short):\n%s", diff)
		}
	})
}

func TestParseLocation(t *testing.T) {
	for _, c := range []struct {
		entry         string
		length, start int
		ok            bool
	}{
		{"245001500000", 15, 0, true},
		{"245999999999", 9999, 99999, true},
		{"245123456789", 1234, 56789, true},
		{"245000000001", 0, 1, true},
		{"24500150000x", 0, 0, false},
		{"245 01500000", 0, 0, false},
		{"2450015/0000", 0, 0, false},
		{"2450015:0000", 0, 0, false},
	} {
		length, start, ok := parseLocation([]byte(c.entry))
		if length != c.length || start != c.start || ok != c.ok {
			t.Errorf("parseLocation(%q) = %d, %d, %v; want %d, %d, %v", c.entry, length, start, ok, c.length, c.start, c.ok)
		}
	}
}
