package issn

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseForms(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"canonical", "0317-8471", "0317-8471"},
		{"check character X", "1050-124X", "1050-124X"},
		{"printed number", "1512-5033", "1512-5033"},
		{"number of a Bosnian serial", "1986-6135", "1986-6135"},
		{"consecutive digits", "1234-1231", "1234-1231"},
		{"second X", "0131-677X", "0131-677X"},
		{"smallest", "0000-0019", "0000-0019"},
		{"largest", "9999-9994", "9999-9994"},
		{"small x", "1050-124x", "1050-124X"},
		{"no hyphen", "03178471", "0317-8471"},
		{"no hyphen, small x", "1050124x", "1050-124X"},
		{"space for hyphen", "0317 8471", "0317-8471"},
		{"spaces around hyphen", "0317 - 8471", "0317-8471"},
		{"spaces outside", "  0317-8471\t", "0317-8471"},
		{"no-break space outside", "\u00a00317-8471\u200b", "0317-8471"},
		{"en dash", "0317–8471", "0317-8471"},
		{"em dash", "0317—8471", "0317-8471"},
		{"no-break hyphen", "0317\u20118471", "0317-8471"},
		{"minus", "0317−8471", "0317-8471"},
		{"full-width", "１０５０－１２４Ｘ", "1050-124X"},
		{"Cyrillic letter for X", "1050-124Х", "1050-124X"},
		{"label", "ISSN 0317-8471", "0317-8471"},
		{"label and colon", "ISSN: 0317-8471", "0317-8471"},
		{"label without space", "issn0317-8471", "0317-8471"},
		{"label spaced", "ISSN : 0317-8471", "0317-8471"},
		{"eISSN", "eISSN 0317-8471", "0317-8471"},
		{"p-ISSN", "p-ISSN: 0317-8471", "0317-8471"},
		{"ISSN-L", "ISSN-L 0317-8471", "0317-8471"},
		{"URN", "urn:ISSN:0317-8471", "0317-8471"},
		{"URN in capitals", "URN:ISSN:1050-124X", "1050-124X"},
		{"EAN-13", "9771986613003", "1986-6135"},
		{"EAN-13 of another serial", "9771512503006", "1512-5033"},
		{"EAN-13 in groups", "9 771986 613003", "1986-6135"},
		{"EAN-13 with hyphens", "977-1986-613-00-3", "1986-6135"},
		{"EAN-13 with two digits more", "977198661300312", "1986-6135"},
		{"EAN-13 with five digits more", "9771986613003 20261", "1986-6135"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.in)
			if err != nil || got.String() != tt.want {
				t.Errorf("Parse(%q) = %v, %v; want %s", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	const shape = " is not a valid ISSN: it is not four digits, a hyphen, three digits and a check character"
	for _, tt := range []struct {
		name, in string
		want     Error
		text     string
	}{
		{"empty", "", Error{"", Malformed, 0}, `""` + shape},
		{"label only", "ISSN", Error{"ISSN", Malformed, 0}, "ISSN" + shape},
		{"seven characters", "0317-847", Error{"0317-847", Malformed, 0}, "0317-847" + shape},
		{"nine digits", "0317-84711", Error{"0317-84711", Malformed, 0}, "0317-84711" + shape},
		{"nine digits without hyphen", "031784711", Error{"031784711", Malformed, 0}, "031784711" + shape},
		{"letter touches", "0317-8471a", Error{"0317-8471a", Malformed, 0}, "0317-8471a" + shape},
		{"X inside", "0317-X471", Error{"0317-X471", Malformed, 0}, "0317-X471" + shape},
		{"two hyphens", "0317--8471", Error{"0317--8471", Malformed, 0}, "0317--8471" + shape},
		{"hyphen elsewhere", "031-78471", Error{"031-78471", Malformed, 0}, "031-78471" + shape},
		{"control character", "0317\x008471", Error{"0317\x008471", Malformed, 0}, `"0317\x008471"` + shape},
		{"wrong check", "0317-8472", Error{"0317-8472", WrongCheck, '1'},
			"0317-8472 is not a valid ISSN: the check character should be 1"},
		{"slip of the scanner", "0131-077X", Error{"0131-077X", WrongCheck, '1'},
			"0131-077X is not a valid ISSN: the check character should be 1"},
		{"X wanted", "1050-1240", Error{"1050-1240", WrongCheck, 'X'},
			"1050-1240 is not a valid ISSN: the check character should be X"},
		{"never assigned", "0000-0000", Error{"0000-0000", Reserved, 0},
			"0000-0000 is not a valid ISSN: it is never assigned"},
		{"other text", "0317-8471 (print)", Error{"0317-8471 (print)", TrailingText, 0},
			"0317-8471 (print) is not a valid ISSN: other text follows the number"},
		{"bar code with wrong check", "9771986613004", Error{"9771986613004", WrongBarcode, '3'},
			"9771986613004 is not a valid ISSN: the check digit of the bar code should be 3"},
		{"bar code of nothing", "9770000000003", Error{"9770000000003", Reserved, 0},
			"9770000000003 is not a valid ISSN: it is never assigned"},
		{"bar code with three digits more", "9771986613003123", Error{"9771986613003123", Malformed, 0},
			"9771986613003123" + shape},
		{"bar code of a book", "9783161484100", Error{"9783161484100", Malformed, 0}, "9783161484100" + shape},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i, err := Parse(tt.in)
			var got *Error
			if !errors.As(err, &got) || i != 0 {
				t.Fatalf("Parse(%q) = %v, %v; want an *Error", tt.in, i, err)
			}
			if d := cmp.Diff(tt.want, *got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.text, err.Error()); d != "" {
				t.Errorf("text (-want +got):\n%s", d)
			}
		})
	}
}

func TestScan(t *testing.T) {
	for _, tt := range []struct{ name, in, want, rest string }{
		{"qualifier", "1530-5309 (print)", "1530-5309", "(print)"},
		{"qualifier without space", "1050-124x(online)", "1050-124X", "(online)"},
		{"list", "0317-8471; 1050-124X", "0317-8471", "; 1050-124X"},
		{"trailing point", "0317-8471.", "0317-8471", "."},
		{"bar code and text", "9771986613003 12 June", "1986-6135", "June"},
		{"nothing", "0317-8471", "0317-8471", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i, rest, err := Scan(tt.in)
			if err != nil || i.String() != tt.want || rest != tt.rest {
				t.Errorf("Scan(%q) = %v, %q, %v; want %s, %q", tt.in, i, rest, err, tt.want, tt.rest)
			}
		})
	}
}

func TestEAN13(t *testing.T) {
	i, _ := Parse("1986-6135")
	for _, tt := range []struct {
		variant int
		want    string
	}{{0, "9771986613003"}, {5, "9771986613058"}, {-1, ""}, {100, ""}} {
		if got := i.EAN13(tt.variant); got != tt.want {
			t.Errorf("EAN13(%d) = %q, want %q", tt.variant, got, tt.want)
		}
	}
	if got := ISSN(0).EAN13(0); got != "" {
		t.Errorf("EAN13 of the zero ISSN = %q", got)
	}
}

func TestText(t *testing.T) {
	i, _ := Parse("1050-124X")
	if got := i.URN(); got != "urn:ISSN:1050-124X" {
		t.Errorf("URN() = %q", got)
	}
	if got := ISSN(0).URN() + ISSN(0).String(); got != "" {
		t.Errorf("the zero ISSN prints %q", got)
	}
	type pair struct{ A, B ISSN }
	text, err := json.Marshal(pair{A: i})
	if err != nil || string(text) != `{"A":"1050-124X","B":""}` {
		t.Fatalf("Marshal = %s, %v", text, err)
	}
	got := pair{B: i}
	if err := json.Unmarshal(text, &got); err != nil || got != (pair{A: i}) {
		t.Errorf("Unmarshal = %v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"A":"1050-1240"}`), &got); err == nil || got.A != i {
		t.Errorf("Unmarshal of a wrong number = %v, %v; want an error and no change", got, err)
	}
}

// TestEveryNumber goes through every 991st number: what is printed parses, and
// every other check character is refused with the right one.
func TestEveryNumber(t *testing.T) {
	for n := uint32(1); n <= 9999999; n += 991 {
		i, ok := FromNumber(n)
		if !ok || i.Number() != n {
			t.Fatalf("FromNumber(%d) = %v, %v", n, i, ok)
		}
		s := i.AppendTo(nil)
		if got, err := Parse(string(s)); err != nil || got != i {
			t.Fatalf("Parse(%s) = %v, %v", s, got, err)
		}
		if got, err := Parse(i.EAN13(int(n % 100))); err != nil || got != i {
			t.Fatalf("Parse(EAN13 of %s) = %v, %v", s, got, err)
		}
		right := s[8]
		for _, c := range []byte("0123456789X") {
			s[8] = c
			_, err := Parse(string(s))
			var e *Error
			if c != right && (!errors.As(err, &e) || e.Want != right) {
				t.Fatalf("Parse(%s) = %v; want a wrong check character, not %c", s, err, right)
			}
		}
	}
	for _, n := range []uint32{0, 10000000, 1<<32 - 1} {
		if i, ok := FromNumber(n); ok || i != 0 {
			t.Errorf("FromNumber(%d) = %v, %v", n, i, ok)
		}
	}
}

func TestParseAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _, _ = Parse("0317-8471") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzParse checks that whatever parses prints a canonical form that parses to
// the same number, and that an error always says something.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0317-8471", "ISSN 1050-124x", "9771986613003 12", "urn:issn:0000-0019", "０３１７", "977"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := Parse(s)
		if err != nil {
			if i != 0 || err.Error() == "" {
				t.Fatalf("Parse(%q) = %v, %v", s, i, err)
			}
			return
		}
		if j, err := Parse(i.String()); i == 0 || err != nil || j != i {
			t.Fatalf("Parse(%q) = %v, which parses to %v, %v", s, i, j, err)
		}
		if j, err := Parse(i.URN()); err != nil || j != i {
			t.Fatalf("Parse(%q) = %v, %v", i.URN(), j, err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		_, _ = Parse("0317-8471")
	}
}
