package marc

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/golden"
)

func TestAppendISO2709(t *testing.T) {
	got, err := AppendISO2709(nil, sample())
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, "testdata/sample.mrc", got)
	back, problems, err := Decode(got)
	if err != nil || len(problems) > 0 {
		t.Fatalf("Decode: %v, %v", err, problems)
	}
	if d := cmp.Diff(sample(), back); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAppendISO2709Leader(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"MARC 21":    {"99999cas a4499999 a 4500", "00026cas a2200025 a 4500"},
		"UNIMARC":    {"00000cas  2200000 i 450 ", "00026cas  2200025 i 450 "},
		"odd map":    {"00000cas a0000000 a xyzw", "00026cas a2200025 a 4500"},
		"zero bytes": {"\x00", "00026" + strings.Repeat("\x00", 5) + "2200025" + "\x00\x00\x00" + "4500"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := AppendISO2709(nil, &Record{Leader: leaderOf(c.in)})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want+"\x1E\x1D", string(got)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestAppendISO2709Refuses(t *testing.T) {
	long := strings.Repeat("x", 9994)
	fits := data("520", "  ", "a", long)
	tooLong := data("520", "  ", "a", long+"x")
	many := Record{Leader: leaderOf(serialLeader)}
	for range 11 {
		many.Fields = append(many.Fields, fits)
	}
	for name, c := range map[string]struct {
		record *Record
		want   error
	}{
		"longest field":          {&Record{Fields: []Field{fits}}, nil},
		"field":                  {&Record{Fields: []Field{tooLong}}, &SizeError{"520", 10000, 9999}},
		"record":                 {&many, &SizeError{"", 24 + 11*12 + 1 + 11*9999 + 1, 99999}},
		"terminator in value":    {&Record{Fields: []Field{data("245", "00", "a", "x\x1ey")}}, &SeparatorError{"245"}},
		"delimiter in control":   {&Record{Fields: []Field{control("001", "x\x1fy")}}, &SeparatorError{"001"}},
		"terminator as code":     {&Record{Fields: []Field{data("245", "00", "\x1d", "")}}, &SeparatorError{"245"}},
		"delimiter as indicator": {&Record{Fields: []Field{data("245", "0\x1f")}}, &SeparatorError{"245"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := AppendISO2709([]byte("before"), c.record)
			if d := cmp.Diff(c.want, err); d != "" {
				t.Errorf("error (-want +got):\n%s", d)
			}
			if err != nil && string(got) != "before" {
				t.Errorf("the slice became %q", got)
			}
		})
	}
	var size *SizeError
	if _, err := AppendISO2709(nil, &many); !errors.As(err, &size) || !strings.Contains(err.Error(), "99999") {
		t.Errorf("error %v does not name the limit", err)
	}
}
