package mrk_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"issnd/internal/golden"
	"issnd/internal/mrk"
	"issnd/issn"
	"issnd/marc"
)

func sample(t *testing.T) []*marc.Record {
	t.Helper()
	f, err := os.Open("../../testdata/sample.mrk")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	recs, err := mrk.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	if len(recs) == 0 {
		t.Fatal("no records")
	}
	return recs
}

// sample.mrk is the source; it has the form that Append writes.
func TestSampleForm(t *testing.T) {
	var text []byte
	for _, r := range sample(t) {
		text = mrk.Append(text, r)
	}
	golden.Equal(t, "../../testdata/sample.mrk", text)
}

func TestSampleISO2709(t *testing.T) {
	var out []byte
	for _, r := range sample(t) {
		var err error
		if out, err = marc.AppendISO2709(out, r); err != nil {
			t.Fatalf("%s: %v", r.Control(marc.T("001")), err)
		}
	}
	golden.Equal(t, "../../testdata/sample.mrc", out)
}

var (
	form005 = regexp.MustCompile(`^\d{14}\.\d$`)
	form008 = regexp.MustCompile(`^\d{6}[cdu][\du]{4}[\du]{4}[a-z]{2}[a-z ][a-kmqstwuz ][nrux] [ dghjlmnprstw][ a-gosq][ a-drsqof] {4}[ f][01] {3}[ a-luz][012][a-z]{3} [ cd]$`)
)

// Every record is well formed in the fields that say what it is.
func TestSampleControlFields(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range sample(t) {
		id := r.Control(marc.T("001"))
		if _, err := issn.Parse(id); err != nil || seen[id] {
			t.Errorf("001 %q: %v, seen before: %t", id, err, seen[id])
		}
		seen[id] = true
		if got := r.Control(marc.T("003")); got != "ISSN" {
			t.Errorf("%s: 003 is %q", id, got)
		}
		stamp := r.Control(marc.T("005"))
		if _, err := time.Parse("20060102150405.0", stamp); err != nil || !form005.MatchString(stamp) {
			t.Errorf("%s: 005 is %q", id, stamp)
		}
		if v := r.Control(marc.T("008")); !form008.MatchString(v) {
			t.Errorf("%s: 008 is %q, %d bytes", id, v, len(v))
		}
		checkIdentity(t, id, r)
	}
}

// checkIdentity compares 001 with 022, and 008/06 with the dates.
func checkIdentity(t *testing.T, id string, r *marc.Record) {
	t.Helper()
	f := r.First(marc.T("022"))
	if f == nil || f.Get('a') != id {
		t.Errorf("%s: 022 does not have it in $a", id)
	}
	v := r.Control(marc.T("008"))
	if v[6] == 'c' && v[11:15] != "9999" || v[6] == 'd' && v[11:15] == "9999" {
		t.Errorf("%s: 008/06 is %c and 008/11-14 is %s", id, v[6], v[11:15])
	}
	if start, end := v[7:11], v[11:15]; !strings.ContainsRune(start+end, 'u') && start > end {
		t.Errorf("%s: ends in %s before it begins in %s", id, end, start)
	}
	if r.Leader[5] == 'd' {
		return
	}
	if f := r.First(marc.T("699")); f == nil || !slices.Contains(kinds, f.Get('8')) {
		t.Errorf("%s: 699 $8 is none of %v", id, kinds)
	}
}

var kinds = []string{"Register", "Provisional", "Legacy", "Cancelled", "Suppressed", "Unreported"}

// issnCodes are the subfields that hold an ISSN, field by field. An incorrect
// ISSN, 022 $y, may be anything.
func issnCodes(tag string) string {
	switch {
	case tag == "022":
		return "almvz"
	case tag == "023":
		return "az"
	case tag >= "760" && tag <= "787", tag == "510":
		return "x"
	case tag == "920":
		return "a"
	}
	return ""
}

func TestSampleNumbers(t *testing.T) {
	for _, r := range sample(t) {
		id := r.Control(marc.T("001"))
		for i := range r.Fields {
			f := &r.Fields[i]
			for _, s := range f.Subfields {
				if strings.IndexByte(issnCodes(f.Tag.String()), s.Code) >= 0 {
					if _, err := issn.Parse(s.Value); err != nil {
						t.Errorf("%s: %s $%c: %v", id, f.Tag, s.Code, err)
					}
				}
				if n, ok := isni(f, s); ok && !validISNI(n) {
					t.Errorf("%s: %s $%c: not an ISNI: %s", id, f.Tag, s.Code, n)
				}
			}
		}
	}
}

func isni(f *marc.Field, s marc.Subfield) (string, bool) {
	if f.Tag[0] != '7' || s.Code != '0' {
		return "", false
	}
	n := strings.TrimPrefix(s.Value, "(isni)")
	return strings.TrimPrefix(n, "https://isni.org/isni/"), true
}

// validISNI checks the ISO 7064 MOD 11-2 check character.
func validISNI(s string) bool {
	if len(s) != 16 {
		return false
	}
	sum := 0
	for _, c := range s[:15] {
		sum = (sum + int(c-'0')) * 2
	}
	return s[15] == "0123456789X"[(12-sum%11)%11]
}

// Whoever names an ISSN-L names a record that names it too, and so do the
// media versions of each other.
func TestSampleClusters(t *testing.T) {
	recs := map[string]*marc.Record{}
	for _, r := range sample(t) {
		recs[r.Control(marc.T("001"))] = r
	}
	for id, r := range recs {
		l := r.First(marc.T("022")).Get('l')
		if l != "" && (recs[l] == nil || recs[l].First(marc.T("022")).Get('l') != l) {
			t.Errorf("%s: ISSN-L %s is not that of a record of the sample", id, l)
		}
		for f := range r.Each(marc.T("023")) {
			if f.Ind1 == '0' && f.Get('a') != l {
				t.Errorf("%s: ISSN-L is %s in 022 and %s in 023", id, l, f.Get('a'))
			}
		}
		for f := range r.Each(marc.T("776")) {
			other := recs[f.Get('x')]
			if other != nil && (!links(other, "776", id) || other.First(marc.T("022")).Get('l') != l) {
				t.Errorf("%s: 776 names %s, which does not name it or has another ISSN-L", id, f.Get('x'))
			}
		}
	}
}

// A link between two records of the sample is there in both directions.
func TestSampleLinks(t *testing.T) {
	inverse := map[string]string{
		"760": "762", "762": "760", "765": "767", "767": "765", "770": "772", "772": "770",
		"773": "774", "774": "773", "775": "775", "777": "777", "780": "785", "785": "780",
	}
	recs := map[string]*marc.Record{}
	for _, r := range sample(t) {
		recs[r.Control(marc.T("001"))] = r
	}
	for id, r := range recs {
		for i := range r.Fields {
			f := &r.Fields[i]
			back, other := inverse[f.Tag.String()], recs[f.Get('x')]
			if back == "" || other == nil {
				continue
			}
			if f.Tag == marc.T("785") && f.Ind2 == '7' && links(other, "785", id) {
				continue // they merge with each other
			}
			if !links(other, back, id) {
				t.Errorf("%s: %s names %s, which has no %s back", id, f.Tag, f.Get('x'), back)
			}
		}
	}
}

func links(r *marc.Record, tag, id string) bool {
	for f := range r.Each(marc.T(tag)) {
		if f.Get('x') == id {
			return true
		}
	}
	return false
}

var linkage = regexp.MustCompile(`^(\d{3})-(\d\d)/(\(N|\(S|\(2/r|\(3/r|\$1|Deva)$`)

// Every 880 and its partner name each other in $6 (MARC 21 Appendix A).
func TestSampleOriginals(t *testing.T) {
	for _, r := range sample(t) {
		id := r.Control(marc.T("001"))
		pairs := map[string]int{}
		for i := range r.Fields {
			f := &r.Fields[i]
			link := f.Get('6')
			switch {
			case f.Tag == marc.T("880"):
				m := linkage.FindStringSubmatch(link)
				if m == nil {
					t.Errorf("%s: 880 $6 is %q", id, link)
					continue
				}
				pairs[m[1]+m[2]] |= 2
			case link != "":
				n, ok := strings.CutPrefix(link, "880-")
				if !ok || f.Subfields[0].Code != '6' {
					t.Errorf("%s: %s $6 is %q", id, f.Tag, link)
				}
				pairs[f.Tag.String()+n] |= 1
			}
		}
		for pair, sides := range pairs {
			if sides != 3 {
				t.Errorf("%s: %s-%s has no partner", id, pair[:3], pair[3:])
			}
		}
	}
}

// Fields stand in the order of their tags.
func TestSampleOrder(t *testing.T) {
	for _, r := range sample(t) {
		inOrder := slices.IsSortedFunc(r.Fields, func(a, b marc.Field) int {
			return bytes.Compare(a.Tag[:], b.Tag[:])
		})
		if !inOrder {
			t.Errorf("%s: fields are out of order", r.Control(marc.T("001")))
		}
	}
}

// A place with coordinates is one that the record names.
func TestSamplePlaces(t *testing.T) {
	named := map[string]string{"926": "260a 264a", "953": "533b", "962": "260a 264a"}
	for _, r := range sample(t) {
		id := r.Control(marc.T("001"))
		for i := range r.Fields {
			f := &r.Fields[i]
			from := named[f.Tag.String()]
			if from != "" && !namesPlace(r, from, f.Get('a')) {
				t.Errorf("%s: %s is of %q, which is in none of %s", id, f.Tag, f.Get('a'), from)
			}
		}
	}
}

func namesPlace(r *marc.Record, from, place string) bool {
	for _, at := range strings.Fields(from) {
		for f := range r.Each(marc.T(at[:3])) {
			for v := range f.All(at[3]) {
				if strings.TrimRight(v, " :;,[]") == place {
					return true
				}
			}
		}
	}
	return false
}

// The sample shows what a register may hold.
func TestSampleCoverage(t *testing.T) {
	has := map[string]bool{}
	for _, r := range sample(t) {
		has["leader "+string(r.Leader[5:8])] = true
		has["media "+string(r.Control(marc.T("007"))[:2])] = true
		for i := range r.Fields {
			f := &r.Fields[i]
			tag := f.Tag.String()
			has[tag] = true
			has[tag+" "+string(f.Ind1)+string(f.Ind2)] = true
			for _, s := range f.Subfields {
				has[tag+"$"+string(s.Code)] = true
				if tag == "699" || tag == "950" {
					has[tag+" "+s.Value] = true
				}
				if _, script, ok := strings.Cut(s.Value, "/"); ok && tag == "880" && s.Code == '6' {
					has["script "+script] = true
				}
			}
		}
	}
	var want []string
	for _, k := range kinds {
		want = append(want, "699 "+k)
	}
	want = append(want, strings.Split("leader cas,leader nas,leader das,leader cai,leader cis,leader ces,leader cgs,"+
		"media ta,media cr,media co,media hd,media sr,media ad,media fb,media vf,"+
		"script (N,script (S,script (2/r,script (3/r,script $1,script Deva,"+
		"950 OA,950 OA-B,022$l,022$m,022$v,022$y,022$z,022$2,023 0 ,023 1 ,039$v,699$v,044$c,030$a,080$a,082$a,210$b,222$b,"+
		"246 3 ,246 30,246 11,246 12,246 13,246 14,246 15,246 16,246 17,246 18,245$n,245$p,247$x,260$a,264 21,264 31,310,321,"+
		"336$b,337$b,338$b,362$z,362 0 ,362 1 ,510$u,510$9,533$c,550,580,588,710$0,710$b,711$a,720$0,"+
		"760$x,762$x,765$x,767$x,770$x,772$x,773$x,774$x,775$x,776$x,777$x,780 00,780 01,780 04,780 05,780 07,785 00,785 06,785 07,786$x,787$x,"+
		"856 40,856 41,856 42,857$c,920$a,920$c,920$d,920$e,920$f,920$g,920$h,920$i,920$j,920$k,920$l,920$m,"+
		"926$l,926$o,926$u,953$b,962$u,981$u,982$u,985$a,989$u", ",")...)
	for _, w := range want {
		if !has[w] {
			t.Errorf("no record has %s", w)
		}
	}
}
