package unimarc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/marc"
)

func TestChoices(t *testing.T) {
	title := "245 14 $aL'été :$bb$h[electronic resource] /$cC ; D.\n264 #1 $aParis :$bP,$c1999-\n"
	t.Run("nonsorting", func(t *testing.T) {
		testBlock(t, Converter{NonSorting: true}, []blockTest{
			{name: "characters, not bytes", in: "245 14 $aÀ l'été\n222 #2 $aL'été",
				want: []string{"200 1# $a\u0098À l'\u009Cété", "530 1# $a\u0098L'\u009Cété"}},
			{name: "more than there are", in: "245 09 $aA", want: []string{"200 1# $a\u0098A\u009C"}},
		})
	})
	t.Run("ISBD", func(t *testing.T) {
		testBlock(t, Converter{StripISBD: true}, []blockTest{{
			in:   title,
			want: []string{"200 1# $aL'été$eb$belectronic resource$fC$gD.", "214 #0 $aParis$cP$d1999-"},
			lost: []string{"245 ind2 4"},
		}})
	})
	t.Run("210 beside 214", func(t *testing.T) {
		testBlock(t, Converter{Both210: true}, []blockTest{{
			in:   "264 31 $aParis :$bP$3x\n264 #2 $bD",
			want: []string{"210 1# $aParis :$cP", "214 10 $aParis :$cP", "214 #2 $cD"},
			lost: []string{"264 3 x"},
		}})
	})
	t.Run("issuer", func(t *testing.T) {
		out, _ := Converter{Issuer: Agency{"DE", "X"}}.Convert(parse(t, "040 ## $aUk"))
		var got []string
		for f := range out.Each(tagSource) {
			got = append(got, formatField(*f))
		}
		if d := cmp.Diff([]string{"801 #0 $aGB$bUk", "801 #3 $aDE$bX"}, got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	})
}

func TestSources(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
		lost     string
	}{
		{"none", "", []string{"801 #3 $aFR$bISSN"}, ""},
		{"003 stands in", "003    DE-101\n", []string{"801 #0 $aDE$bDE-101"}, ""},
		{"permalink", "003    https://x/1\n040 ## $aDLC\n", []string{"003    https://x/1", "801 #0 $aUS$bDLC"}, ""},
		{"003 that nobody else names", "003    Uk\n040 ## $aDLC\n", []string{"801 #0 $aUS$bDLC"}, "003  Uk"},
		{"roles", "040 ## $aCaOONL$beng$cUk$dDLC$dDLC$dUk$erda$fx\n",
			[]string{"801 #0 $aCA$bCaOONL$grda", "801 #1 $aGB$bUk", "801 #2 $aUS$bDLC", "801 #2 $aGB$bUk"}, "040 f x"},
		{"an agency that does not tell its country", "040 ## $aABC\n044 ## $cSE\n", []string{"801 #0 $aSE$bABC"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, lost := Convert(parse(t, "LDR 00000nas#a2200000#c#4500\n"+tt.in))
			var got []string
			for _, f := range out.Fields {
				if f.Tag == tagSource || f.Tag == tag003 {
					got = append(got, formatField(f))
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			var reports []string
			for _, l := range lost {
				reports = append(reports, l.Tag+" "+l.Code+" "+l.Value)
			}
			if got := strings.Join(reports, ", "); got != tt.lost {
				t.Errorf("lost %q, want %q", got, tt.lost)
			}
		})
	}
}

func TestScripts(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "named script", in: "246 1# $6880-01$aA\n880 1# $6246-01/(3/r$aب",
			want: []string{"517 1# $6a01$aA", "517 1# $6a01$7fa$aب"}},
		{name: "script told by the text",
			in:   "880 ## $6500-00$aКни\n880 ## $6500-00/$1$a中文\n880 ## $6500-00/$1$a日本の\n880 ## $6500-00$a한국\n880 ## $6500-00$a12",
			want: []string{"300 ## $7ca$aКни", "300 ## $7ea$a中文", "300 ## $7da$a日本の", "300 ## $7ka$a한국", "300 ## $7zz$a12"}},
		{name: "links to nothing",
			in:   "880 ## $6x$aA\n880 ## $6866-01$aB\n500 ## $6880-00$aC\n880 0# $6022-01$aD",
			want: []string{"300 ## $aC"},
			lost: []string{"880 6 x", "880 a A", "880 6 866-01", "880 a B", "500 6 880-00", "880 6 022-01", "880 a D"}},
	})
}

// TestInputIsNotChanged: records are shared by goroutines.
func TestInputIsNotChanged(t *testing.T) {
	in := parse(t, released)
	before := format(in)
	out, _ := Converter{NonSorting: true, StripISBD: true}.Convert(in)
	for i := range out.Fields {
		for j := range out.Fields[i].Subfields {
			out.Fields[i].Subfields[j].Value = "changed"
		}
	}
	if d := cmp.Diff(before, format(in)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// FuzzConvert: whatever a record holds, its conversion is well formed, carries
// or reports each subfield, and is a record that ISO 2709 can hold.
func FuzzConvert(f *testing.F) {
	f.Add("245", byte('0'), byte('4'), byte('b'), "= A ; b", "008", fill008, "00000cas a2200000uu 4500")
	f.Add("880", byte(' '), byte(' '), byte('6'), "245-01/(N", "007", "cr", "")
	f.Add("776", byte('0'), byte('8'), byte('d'), "Berlin : X, 1999", "003", "Uk", "")
	f.Fuzz(func(t *testing.T, tag string, ind1, ind2, code byte, value, control, fixed, label string) {
		if len(tag) != 3 || len(control) != 3 {
			return
		}
		in := &marc.Record{Fields: []marc.Field{
			{Tag: marc.T(control), Value: fixed},
			{Tag: marc.T(tag), Ind1: ind1, Ind2: ind2, Subfields: []marc.Subfield{{Code: code, Value: value}, {Code: 'a', Value: "x" + value}}},
		}}
		copy(in.Leader[:], label)
		out, lost := Convert(in)
		wellFormed(t, out)
		if !in.Fields[1].Tag.Control() && code >= 'a' && code <= 'z' && len(value) > 8 {
			covered := false
			for _, o := range out.Fields {
				for _, s := range o.Subfields {
					covered = covered || strings.Contains(s.Value, value[:4])
				}
			}
			for _, l := range lost {
				covered = covered || strings.Contains(l.Value, value[:4])
			}
			if tag != "041" && tag != "044" && !covered {
				t.Errorf("%q: neither carried nor reported", value)
			}
		}
		AppendXML(nil, out)
	})
}
