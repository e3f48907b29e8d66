package unimarc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/marc"
)

// with008 is an 008 of fill characters but for what stands at some positions.
func with008(at map[int]string) string {
	v := fill008
	for pos, s := range at {
		v = v[:pos] + s + v[pos+len(s):]
	}
	return "008    " + v + "\n"
}

// codedFields is the coded data of a converted record, 100 to 135.
func codedFields(r *marc.Record) []string {
	var got []string
	for _, f := range r.Fields {
		if tag := f.Tag.String(); tag >= "100" && tag < "181" {
			got = append(got, formatField(f))
		}
	}
	return got
}

const (
	generalFill    = "100 ## $a        |           ||engy50      ||"
	continuingFill = "110 ## $a|||||||||||"
)

func TestCodedData(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   string
		want []string
		lost []string
	}{
		{
			name: "every position has its place",
			in: with008(map[int]string{0: "990102", 6: "d", 7: "198u1999", 15: "gw ", 18: "qr", 21: "p", 23: "o",
				24: "b", 25: "cis", 28: "f", 29: "1", 33: "c", 35: "ger", 38: " "}),
			want: []string{
				"100 ## $a19990102b198 1999   a0engy50      ca", "101 0# $ager", "102 ## $aDE",
				"106 ## $as", "110 ## $aahaabci1|||",
			},
		}, {
			name: "what has no place, and what shares one",
			in: with008(map[int]string{0: "700102", 6: "c", 7: "19999999", 15: "enk", 18: "ax", 20: "1", 21: "j", 22: "a", 23: "a",
				28: "m", 33: "a", 34: "0", 35: "scr", 38: "s", 39: "d"}),
			want: []string{
				"100 ## $a19700102a19999999   e1engy50      ba", "101 0# $ahrv", "102 ## $aGB$cenk",
				"106 ## $at", "110 ## $aaky||||||||",
			},
			lost: []string{"008 28 m", "008 38 s", "008 33 a", "008 23 a", "008 21 j", "008 20 1", "008 22 a", "008 34 0", "008 39 d"},
		}, {
			name: "unknown dates and transliteration",
			in: with008(map[int]string{0: "140102", 6: "u", 7: "uuuuuuuu", 15: "vp ", 18: " u", 21: " ", 23: " ", 28: " ", 38: "o"}) +
				"040 ## $aX$bfre",
			want: []string{
				"100 ## $a20140102c           y1freb50      ||", "102 ## $aZZ$cvp", "106 ## $ar", "110 ## $azyu||||||||",
			},
		}, {
			name: "codes that are in no list",
			in:   with008(map[int]string{0: "99x102", 6: "!", 7: "19?9", 15: "qqq", 18: "?", 35: "12a"}),
			want: []string{"100 ## $a        u19 9       ||engy50      ||", "110 ## $a|uu||||||||"},
			lost: []string{"008 00-05 99x102", "008 06 !", "008 09 ?", "008 35-37 12a", "008 15-17 qqq", "008 18 ?"},
		}, {
			name: "blanks written out",
			in:   "008    990102c19999999fr^^r#p-o---##0---a0fre-|\n",
			want: []string{"100 ## $a19990102a19999999   y0engy50      ba", "101 0# $afre", "102 ## $aFR", "106 ## $as", "110 ## $aaya||||0|||"},
			lost: []string{"008 33 a", "008 34 0"},
		}, {
			name: "nothing coded",
			in:   "005    20240102030405.0\n" + with008(nil),
			want: []string{"100 ## $a20240102|           ||engy50      ||", continuingFill},
		}, {
			name: "no 008",
			want: []string{generalFill, continuingFill},
		}, {
			name: "a long and a second 008",
			in:   "008    " + fill008 + "xy\n008    again",
			want: []string{generalFill, continuingFill},
			lost: []string{"008  again", "008 40- xy"},
		}, {
			name: "languages",
			in:   "041 1# $aengfre$bger$hscr$fspa$arus$me\n041 07 $aen$2iso639-1",
			want: []string{generalFill, "101 1# $aeng$afre$dger$chrv$espa$arus", continuingFill},
			lost: []string{"041 m e", "041 a en", "041 2 iso639-1"},
		}, {
			name: "language of the text from 008, of the summaries from 041",
			in:   with008(map[int]string{35: "eng"}) + "041 0# $bfre",
			want: []string{generalFill, "101 0# $aeng$dfre", continuingFill},
		}, {
			name: "countries",
			in:   with008(map[int]string{15: "nyu"}) + "044 ## $aenk$axx $cXA-DE$cFR$cUS-NY$cnowhere",
			want: []string{generalFill, "102 ## $aUS$cnyu$aGB$cenk$aZZ$aDE$aFR$cUS-NY", continuingFill},
			lost: []string{"044 c nowhere"},
		}, {
			name: "physical descriptions",
			in:   "007    co ugannnauuuu\n007    hd afu---buca\n007    td\n007    vz\n007    xx\n007    sd",
			want: []string{
				generalFill, "106 ## $ar", continuingFill, "115 ## $ac|||||||||||||||||||",
				"126 ## $aa||||||||||||||", "130 ## $adafu---auca", "135 ## $auougannnauuuu",
			},
			lost: []string{"007  td", "007 01- z", "007  xx"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, lost := Convert(parse(t, "LDR 00000nas#a2200000#c#4500\n"+tt.in))
			if d := cmp.Diff(tt.want, codedFields(out)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			var reports []string
			for _, l := range lost {
				if l.Tag[0] != 'L' {
					reports = append(reports, l.Tag+" "+l.Code+" "+l.Value)
				}
			}
			if d := cmp.Diff(tt.lost, reports); d != "" {
				t.Errorf("losses (-want +got):\n%s", d)
			}
		})
	}
}

func TestLabel(t *testing.T) {
	for _, tt := range []struct{ in, want, lost string }{
		{"02080cas#a22005657a#4500", "00000cas##22000003##450#", "17 7, 18 a"},
		{"02080#ai#a2200565#i#4500", "00000nai##2200000###450#", ""},
		{"02080aab#a22005658c#4500", "00000caa##22000002i#450#", "05 a"},
		{"02080cms#a2200565uu#4500", "00000cls##22000003n#450#", "17 u, 18 u"},
		{"00000|||||||||||||||||||", "00000nas##22000003n#450#", ""},
	} {
		_, lost := Convert(parse(t, "LDR "+tt.in))
		out, _ := Convert(parse(t, "LDR "+tt.in))
		if got := strings.SplitN(format(out), "\n", 2)[0]; got != "LDR "+tt.want {
			t.Errorf("%s: %s, want %s", tt.in, got, tt.want)
		}
		var reports []string
		for _, l := range lost {
			if l.Tag == "LDR" {
				reports = append(reports, l.Code+" "+l.Value)
			}
		}
		if got := strings.Join(reports, ", "); got != tt.lost {
			t.Errorf("%s: lost %q, want %q", tt.in, got, tt.lost)
		}
	}
}

// TestCodesLeadBack: a code that is carried without a report is the only one
// that becomes its UNIMARC code.
func TestCodesLeadBack(t *testing.T) {
	for name, m := range map[string]*codeMap{
		"status": ldrStatus, "type": ldrType, "level": ldrLevel, "encoding": ldrEncoding, "form": ldrForm,
		"publication status": publicationStatus, "government": government, "script": originalScript,
		"form of item": formOfItem, "resource type": resourceType, "frequency": frequency,
		"regularity": regularity, "contents": contents, "conference": conference,
	} {
		back := make(map[byte]int)
		for from, to := range m.to {
			if to != 0 && !m.coarse[from] && from != '|' {
				if first, taken := back[to]; taken {
					t.Errorf("%s: %c and %c both become %c", name, first, from, to)
				}
				back[to] = from
			}
		}
	}
}

func TestCountriesLeadBack(t *testing.T) {
	back := make(map[string]string)
	for code, k := range countryCodes {
		if len(k.iso) != 2 || len(code) < 2 || len(code) > 3 {
			t.Errorf("%q: %v", code, k)
		}
		if k.back {
			if first := back[k.iso]; first != "" {
				t.Errorf("%s leads back to %s and %s", k.iso, first, code)
			}
			back[k.iso] = code
		}
	}
	for iso, want := range map[string]string{"US": "xxu", "GB": "xxk", "CA": "xxc", "AU": "at", "FR": "fr", "ZZ": "xx", "SU": "ur"} {
		if back[iso] != want {
			t.Errorf("%s leads back to %q, want %q", iso, back[iso], want)
		}
	}
}
