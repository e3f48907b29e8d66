package marc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/golden"
)

func TestAppendMARCXML(t *testing.T) {
	golden.Equal(t, "testdata/sample.xml", AppendMARCXMLDocument(nil, sample()))

	collection := []byte(MARCXMLHeader)
	for range 2 {
		collection = append(AppendMARCXML(collection, sample()), '\n')
	}
	golden.Equal(t, "testdata/collection.xml", append(collection, MARCXMLFooter...))
}

func TestAppendMARCXMLOddities(t *testing.T) {
	r := &Record{
		Leader: leaderOf("12345\x00-s |4412345|\xff 450 "),
		Fields: []Field{
			data("245", "1\x00", "a", "nul\x00 esc\x1b cr\r bad\xff", "&", "x", "\"", "y", "\xe9", "z"),
			control("001", "after a data field"),
			{Tag: T("500"), Value: "value"},
			{Tag: T("003"), Subfields: []Subfield{{'a', "subfield"}}},
			data("a<b", "  ", "a", "odd tag"),
			data("900", "  "),
		},
	}
	golden.Equal(t, "testdata/oddities.xml", AppendMARCXMLDocument(nil, r))
}

func TestXMLLeader(t *testing.T) {
	for in, want := range map[string]string{
		serialLeader:               serialLeader,
		"12345cas a9912345 a 9999": "00000cas a2200000 a 4500",
		"00000cas  2200000 i 450 ": "00000cas  2200000 i 450 ",
		"00000cas a2200000 i 450 ": "00000cas a2200000 i 4500",
		"":                         "00000 a   2200000   4500",
		"00000#as#a22#####|#|4500": "00000 as a2200000   4500",
	} {
		if got := xmlLeader(leaderOf(in)).String(); got != want {
			t.Errorf("xmlLeader(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMARCXMLRoundTrip(t *testing.T) {
	r, err := NewReader(strings.NewReader(string(AppendMARCXMLDocument(nil, sample()))))
	if err != nil {
		t.Fatal(err)
	}
	it, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(sample(), it.Record); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if len(it.Problems) > 0 {
		t.Errorf("problems %v", it.Problems)
	}
}
