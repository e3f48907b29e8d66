package marc

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var packedCases = map[string]*Record{
	"zero":                   {},
	"sample":                 sample(),
	"data field with value":  {Fields: []Field{{Tag: T("245"), Ind1: '1', Value: "x"}}},
	"value and subfields":    {Fields: []Field{{Tag: T("245"), Value: "x", Subfields: []Subfield{{'a', "y"}}}}},
	"control with subfields": {Fields: []Field{{Tag: T("001"), Subfields: []Subfield{{'a', "y"}, {0, ""}}}}},
	"control with indicator": {Fields: []Field{{Tag: T("001"), Ind2: '1', Value: "x"}}},
	"empty fields":           {Fields: []Field{{Tag: T("001")}, {Tag: T("100")}, {}}},
	"odd bytes": {Fields: []Field{{Tag: Tag{0xff, 0, 0x1e}, Ind1: 0xff, Ind2: 1,
		Subfields: []Subfield{{0x80, "\xff\x1e"}}}}},
	"long value": {Fields: []Field{{Tag: T("520"), Subfields: []Subfield{{'a', string(make([]byte, 20000))}}}}},
}

func TestPackedRoundTrip(t *testing.T) {
	for name, r := range packedCases {
		t.Run(name, func(t *testing.T) {
			packed := AppendPacked([]byte("before"), r)
			got, err := Unpack(packed[len("before"):])
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(r, got, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestUnpacker: records in memory that is lent again are as others, whatever was
// in it, and text outlives it.
func TestUnpacker(t *testing.T) {
	var u Unpacker
	names := slices.Sorted(maps.Keys(packedCases))
	for round, ahead := range []int{1, 0, len(names), 100, 3} {
		var text string
		if round > 0 {
			r, _ := u.Unpack(AppendPacked(nil, packedCases["sample"]))
			text = r.Control(T("001"))
		}
		u.Begin(ahead)
		var all []*Record
		for i := range names {
			packed := AppendPacked(nil, packedCases[names[(i+round)%len(names)]])
			if _, err := u.Unpack(packed[:len(packed)-1]); !errors.Is(err, ErrPacked) {
				t.Errorf("round %d, %s: error %v, want %v", round, names[(i+round)%len(names)], err, ErrPacked)
			}
			r, err := u.Unpack(packed)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, r)
		}
		for i, r := range all {
			name := names[(i+round)%len(names)]
			if d := cmp.Diff(packedCases[name], r, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("round %d, %s (-want +got):\n%s", round, name, d)
			}
		}
		if want := packedCases["sample"].Control(T("001")); round > 0 && text != want {
			t.Errorf("round %d: the text of a former record is %q, want %q", round, text, want)
		}
	}
}

// TestUnpackTags: it is as if the other fields were not there, wherever they
// stand.
func TestUnpackTags(t *testing.T) {
	for _, tags := range []*Tags{NewTags(), NewTags(T("245")), NewTags(T("001"), T("245"), T("520"), T("9X9"))} {
		for name, r := range packedCases {
			want := &Record{Leader: r.Leader}
			for _, f := range r.Fields {
				if tags.Has(f.Tag) {
					want.Fields = append(want.Fields, f)
				}
			}
			packed := AppendPacked(nil, r)
			got, err := UnpackTags(packed, tags)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("%s (-want +got):\n%s", name, d)
			}
			for n := range packed {
				if _, err := UnpackTags(packed[:n], tags); !errors.Is(err, ErrPacked) {
					t.Errorf("%s, %d of %d bytes: error %v, want ErrPacked", name, n, len(packed), err)
				}
			}
		}
	}
	if tags := NewTags(T("000"), T("999")); !tags.Has(T("000")) || !tags.Has(T("999")) || tags.Has(T("998")) || tags.Has(Tag{'0', '0', '/'}) {
		t.Error("a set that has other tags than were put into it")
	}
}

func TestUnpackRefuses(t *testing.T) {
	packed := AppendPacked(nil, sample())
	for n := range packed {
		if _, err := Unpack(packed[:n]); !errors.Is(err, ErrPacked) {
			t.Errorf("%d of %d bytes: error %v, want ErrPacked", n, len(packed), err)
		}
	}
	if _, err := Unpack(append(packed, 0)); !errors.Is(err, ErrPacked) {
		t.Errorf("one byte more: error %v, want ErrPacked", err)
	}
	other := append([]byte{packedVersion + 1}, packed[1:]...)
	if _, err := Unpack(other); !errors.Is(err, ErrPacked) {
		t.Errorf("another version: error %v, want ErrPacked", err)
	}
}

func TestUnpackSharesNothing(t *testing.T) {
	packed := AppendPacked(nil, sample())
	got, err := Unpack(packed)
	if err != nil {
		t.Fatal(err)
	}
	clear(packed)
	if d := cmp.Diff(sample(), got); d != "" {
		t.Errorf("after the bytes are overwritten (-want +got):\n%s", d)
	}
}

func TestUnpackAllocations(t *testing.T) {
	packed := AppendPacked(nil, serials(1)[0])
	if n := testing.AllocsPerRun(100, func() { _, _ = Unpack(packed) }); n > 4 {
		t.Errorf("%v allocations, want at most 4", n)
	}
}

func FuzzUnpack(f *testing.F) {
	for _, r := range packedCases {
		f.Add(AppendPacked(nil, r))
	}
	tags := NewTags(T("001"), T("245"), T("650"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Unpack(b)
		some, otherwise := UnpackTags(b, tags)
		if (err == nil) != (otherwise == nil) {
			t.Fatalf("all fields: %v, some: %v", err, otherwise)
		}
		if err != nil {
			return
		}
		want := slices.DeleteFunc(slices.Clone(r.Fields), func(f Field) bool { return !tags.Has(f.Tag) })
		if d := cmp.Diff(want, some.Fields, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("some fields (-want +got):\n%s", d)
		}
		again, err := Unpack(AppendPacked(nil, r))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, again, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("(-first +second):\n%s", d)
		}
	})
}
