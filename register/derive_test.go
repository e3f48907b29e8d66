package register

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/issn"
	"issnd/marc"
)

// record makes a record from a leader status, a leader level and lines such as
// "022 ## $a 0317-8471 $l 0317-8471".
func record(status, level byte, lines ...string) *marc.Record {
	m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000   4500"))}
	m.Leader[5], m.Leader[17] = status, level
	for _, l := range lines {
		f := marc.Field{Tag: marc.T(l[:3])}
		if f.Tag.Control() {
			f.Value = l[4:]
		} else {
			f.Ind1, f.Ind2 = l[4], l[5]
			for _, s := range strings.Split(l[6:], " $")[1:] {
				f.Subfields = append(f.Subfields, marc.Subfield{Code: s[0], Value: strings.TrimSpace(s[1:])})
			}
		}
		m.Fields = append(m.Fields, f)
	}
	return m
}

func id(t *testing.T, s string) issn.ISSN {
	t.Helper()
	if s == "" {
		return 0
	}
	i, err := issn.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestRecord(t *testing.T) {
	const title, keyTitle = "245 00 $a Title", "222 #0 $a Title"
	tests := []struct {
		name          string
		status, level byte
		lines         []string
		issn, l, h    string
		replacement   string
		kind          Status
		source        Source
		openAccess    bool
	}{
		{name: "confirmed", status: 'c', level: ' ',
			lines: []string{"022 0# $a 0317-8471 $l 0317-8471", keyTitle, title},
			issn:  "0317-8471", l: "0317-8471", kind: Confirmed, source: Derived},
		{name: "first valid $a, with a qualifier", status: 'c', level: ' ',
			lines: []string{"022 ## $a 0317-8472", "022 ## $a 1530-5309 (print)", title, keyTitle},
			issn:  "1530-5309", kind: Confirmed, source: Derived},
		{name: "023 before 022 $l", status: 'c', level: ' ',
			lines: []string{"022 ## $a 0317-8471 $l 0317-8471", "023 0# $a 1530-5309", "023 1# $a 0000-0019", title, keyTitle},
			issn:  "0317-8471", l: "1530-5309", h: "0000-0019", kind: Confirmed, source: Derived},
		{name: "wrong ISSN-L is none", status: 'c', level: ' ',
			lines: []string{"022 ## $a 0317-8471 $l 0317-8472", "023 0# $a 1530-530X", title, keyTitle},
			issn:  "0317-8471", kind: Confirmed, source: Derived},
		{name: "023 of another kind", status: 'c', level: ' ',
			lines: []string{"022 ## $a 0317-8471", "023 2# $a 1530-5309", title, keyTitle},
			issn:  "0317-8471", kind: Confirmed, source: Derived},
		{name: "prepublication", status: 'n', level: '8', lines: []string{"022 ## $a 0317-8471", title, keyTitle},
			issn: "0317-8471", kind: Provisional, source: Derived},
		{name: "projected date", status: 'n', level: ' ', lines: []string{"022 ## $a 0317-8471", title, "263 ## $a 2601"},
			issn: "0317-8471", kind: Provisional, source: Derived},
		{name: "prepublication but an issue was seen", status: 'n', level: '8',
			lines: []string{"022 ## $a 0317-8471", title, keyTitle, "362 1# $a Began in 2020."},
			issn:  "0317-8471", kind: Confirmed, source: Derived},
		{name: "legacy", status: 'c', level: '7', lines: []string{"022 ## $a 0317-8471", title},
			issn: "0317-8471", kind: Legacy, source: Derived},
		{name: "abbreviated but with a key title", status: 'c', level: '7', lines: []string{"022 ## $a 0317-8471", keyTitle},
			issn: "0317-8471", kind: Confirmed, source: Derived},
		{name: "number and centre only", status: 'n', level: ' ', lines: []string{"022 ## $a 0317-8471 $2 0"},
			issn: "0317-8471", kind: Unreported, source: Derived},
		{name: "withdrawn", status: 'd', level: ' ', lines: []string{"022 ## $z 0317-8471", title},
			issn: "0317-8471", kind: Suppressed, source: Derived},
		{name: "withdrawn with a successor", status: 'd', level: ' ', lines: []string{"022 ## $z 0317-8471 $v 1530-5309", title},
			issn: "0317-8471", replacement: "1530-5309", kind: Cancelled, source: Derived},
		{name: "given as cancelled, number in $z", status: 'c', level: ' ',
			lines: []string{"022 ## $z 0317-8471 $v 0317-8471", title, "699 ## $8 Cancelled"},
			issn:  "0317-8471", kind: Cancelled, source: Given},
		{name: "given beats derived", status: 'n', level: '8', lines: []string{"022 ## $a 0317-8471", title, "699 ## $8 Register"},
			issn: "0317-8471", kind: Confirmed, source: Given},
		{name: "a status that the table does not list", status: 'n', level: '8', lines: []string{"022 ## $a 0317-8471", title, "699 ## $8 odd"},
			issn: "0317-8471", kind: Provisional, source: Derived},
		{name: "open access", status: 'c', level: ' ', lines: []string{"022 ## $a 0317-8471", keyTitle, "950 ## $a X $a OA-B"},
			issn: "0317-8471", kind: Confirmed, source: Derived, openAccess: true},
		{name: "another 950", status: 'c', level: ' ', lines: []string{"022 ## $a 0317-8471", keyTitle, "950 ## $a XOA-B"},
			issn: "0317-8471", kind: Confirmed, source: Derived},
	}
	rules := DefaultRules()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := record(tt.status, tt.level, tt.lines...)
			got, err := rules.Record(m)
			if err != nil {
				t.Fatal(err)
			}
			want := &Record{MARC: m, Replacement: id(t, tt.replacement), Head: Head{
				ISSN: id(t, tt.issn), ISSNL: id(t, tt.l), ISSNH: id(t, tt.h),
				Status: tt.kind, StatusSource: tt.source, Media: MediaOf(m),
				OpenAccess: tt.openAccess, Deleted: tt.status == 'd',
			}}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestRecordWithoutISSN(t *testing.T) {
	rules := DefaultRules()
	for name, lines := range map[string][]string{
		"no 022":           {"245 00 $a Title"},
		"wrong check":      {"022 ## $a 0317-8472"},
		"only a cancelled": {"022 ## $z 0317-8471"},
		"only an ISSN-L":   {"022 ## $l 0317-8471"},
	} {
		t.Run(name, func(t *testing.T) {
			if r, err := rules.Record(record('c', ' ', lines...)); !errors.Is(err, ErrNoISSN) {
				t.Errorf("got %v, %v; want ErrNoISSN", r, err)
			}
		})
	}
}

func TestZeroRulesReadNoLocalField(t *testing.T) {
	var rules Rules
	r, err := rules.Record(record('c', ' ', "022 ## $a 0317-8471", "222 #0 $a T", "699 ## $8 legacy", "950 ## $a OA-B"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != Confirmed || r.StatusSource != Derived || r.OpenAccess {
		t.Errorf("local fields were read: %+v", r.Head)
	}
}

func TestParseSubfield(t *testing.T) {
	for _, s := range []string{"", "699$8", "950$a", "Z01$b"} {
		if got, err := ParseSubfield(s); err != nil || got.String() != s {
			t.Errorf("ParseSubfield(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"699", "699$", "699a8", "6999$8", "699$88", "6 9$8"} {
		if got, err := ParseSubfield(s); err == nil {
			t.Errorf("ParseSubfield(%q) = %v, want an error", s, got)
		}
	}
}

func BenchmarkRecord(b *testing.B) {
	rules := DefaultRules()
	m := record('c', ' ', "001 0317-8471", "007 cr", "008 760101c19769999fr mr p       0   a0eng c",
		"022 0# $a 0317-8471 $l 0317-8471 $2 0", "040 ## $a X", "082 ## $a 500", "222 #0 $a Title", "245 00 $a Title",
		"260 ## $a Paris $b Press", "362 0# $a 1-", "650 #0 $a Subject", "710 2# $a Body", "776 08 $t Title $x 1530-5309",
		"856 40 $u http://example.org/", "950 ## $a OA-J")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rules.Record(m); err != nil {
			b.Fatal(err)
		}
	}
}
