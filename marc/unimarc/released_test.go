package unimarc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/marc"
)

// released is a record as the public sees it: fill characters in 008 but for
// the country, one 007 for each medium, and the released fields.
const released = `LDR 00000cas#a2200000uu#4500
001    0028-0836
005    20240102030405.0
007    cr||||||||||||
008    |||||||||||||||enk||||||||||||||||||||||
022 ## $a1476-4687$l0028-0836$m1111-1119$y2222-2225$z3333-3333$20
023 0# $a0028-0836$z1111-1119$20
044 ## $cGB
222 #0 $aNature$b(Online)
245 00 $aNature.$nB,$pLife
776 0# $x0028-0836
856 40 $uhttps://www.nature.com/
857 ## $cWayback machine
920 ## $a0028-0836$cNature$gInternet Archive$hinternetarchive$iPreserved
540 ## $aCC BY-NC-SA 4.0
`

func TestReleasedView(t *testing.T) {
	out, lost := Convert(parse(t, released))
	want := `LDR 00000cas##22000003n#450#
001    0028-0836
005    20240102030405.0
011 ## $a1476-4687$f0028-0836$g1111-1119$z2222-2225$y3333-3333
100 ## $a20240102|           ||engy50      ||
102 ## $aGB$cenk
106 ## $as
110 ## $a|||||||||||
135 ## $aur|||||||||||
200 1# $aNature.$hB,$iLife
310 ## $aCC BY-NC-SA 4.0
452 #1 $x0028-0836
530 1# $aNature$b(Online)
801 #3 $aFR$bISSN$c20240102
802 ## $a0
856 4# $uhttps://www.nature.com/
856 ## $nWayback machine
920 ## $a0028-0836$cNature$gInternet Archive$hinternetarchive$iPreserved
`
	if d := cmp.Diff(want, format(out)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	var reports []string
	for _, l := range lost {
		reports = append(reports, strings.TrimSpace(l.Tag+" "+l.Code+" "+l.Value))
	}
	// No released value is among them: 008/15-17 and 856 $u are carried, and
	// the label is not a description any more.
	if d := cmp.Diff([]string{"LDR 17 u", "LDR 18 u", "856 ind2 0"}, reports); d != "" {
		t.Errorf("losses (-want +got):\n%s", d)
	}
}

func TestReleasedMedia(t *testing.T) {
	for _, tt := range []struct{ field007, want string }{
		{"t|", "106 ## $ar"},
		{"cr||||||||||||", "106 ## $as 135 ## $aur|||||||||||"},
		{"c|||||||||||||", "106 ## $as 135 ## $au||||||||||||"},
		{"z|", "106 ## $az"},
	} {
		out, lost := Convert(parse(t, "LDR 00000nas#a2200000#c#4500\n007    "+tt.field007+"\n"+with008(nil)))
		got := strings.Join(codedFields(out), " ")
		got = strings.Replace(got, generalFill+" ", "", 1)
		got = strings.Replace(got, " "+continuingFill, "", 1)
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.field007, got, tt.want)
		}
		if len(lost) != 0 {
			t.Errorf("%s: lost %v", tt.field007, lost)
		}
	}
}

// back is the released fields of a converted record as MARC 21, by the inverse
// of the tables: field tag and subfield code.
var back = map[string]map[string]string{
	"011": {"a": "022 a", "f": "022 l", "g": "022 m", "z": "022 y", "y": "022 z"},
	"017": {"a": "022 v"},
	"200": {"a": "245 a", "h": "245 n", "i": "245 p"},
	"452": {"x": "776 x"},
	"530": {"a": "222 a", "b": "222 b"},
	"802": {"a": "022 2"},
	"856": {"u": "856 u", "n": "857 c"},
	"310": {"a": "540 a"},
}

// TestReleasedFieldsComeBack: the conversion is lossless for the released
// fields. An ISSN-L of 023 is that of 022.
func TestReleasedFieldsComeBack(t *testing.T) {
	in := parse(t, released+"022 ## $z4444-4444$v5555-5555\n")
	out, _ := Convert(in)
	want, got := map[string]bool{}, map[string]bool{}
	for _, f := range in.Fields {
		for _, s := range f.Subfields {
			switch tag := f.Tag.String(); tag {
			case "920":
				want["920 "+string(rune(s.Code))+" "+s.Value] = true
			case "023", "044":
			default:
				want[tag+" "+string(rune(s.Code))+" "+s.Value] = true
			}
		}
	}
	for _, f := range out.Fields {
		for _, s := range f.Subfields {
			if f.Tag == marc.T("920") {
				got["920 "+string(rune(s.Code))+" "+s.Value] = true
			} else if to := back[f.Tag.String()][string(rune(s.Code))]; to != "" {
				got[to+" "+s.Value] = true
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := out.First(tagCountry).Get('c'); got != in.Control(tag008)[15:18] {
		t.Errorf("country %q", got)
	}
}
