package unimarc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// blockTest is fields of a record and what they become: the fields that the
// same record without them does not have.
type blockTest struct {
	name string
	in   string
	want []string
	lost []string // "tag code value"
}

func testBlock(t *testing.T, cv Converter, tests []blockTest) {
	t.Helper()
	bare, bareLost := cv.Convert(parse(t, ""))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, lost := cv.Convert(parse(t, tt.in))
			got := without(format(out), strings.Split(format(bare), "\n"), map[string]bool{})
			want := strings.Join(append(tt.want, ""), "\n")
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			var reports []string
			for _, l := range lost[len(bareLost):] {
				if l.Reason == "" {
					t.Errorf("%v has no reason", l)
				}
				reports = append(reports, strings.TrimSpace(l.Tag+" "+l.Code+" "+l.Value))
			}
			if d := cmp.Diff(tt.lost, reports); d != "" {
				t.Errorf("losses (-want +got):\n%s", d)
			}
		})
	}
}

func TestIdentifiers(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "letters of ISSN change places",
			in:   "022 0# $a1234-5679$l1111-1119$m2222-2225$y3333-3333$z4444-4444$203",
			want: []string{"011 0# $a1234-5679$f1111-1119$g2222-2225$z3333-3333$y4444-4444", "802 ## $a03"}},
		{name: "ISSN-L of 023 joins the 011 that has none",
			in:   "022 ## $a1234-5679\n023 0# $a1111-1119$z2222-2225$y3333-3333$203",
			want: []string{"011 ## $a1234-5679$f1111-1119$g2222-2225$z3333-3333", "802 ## $a03"}},
		{name: "ISSN-L of 022 and 023 is one",
			in:   "022 ## $a1234-5679$l1111-1119$m2222-2225\n023 0# $a1111-1119$z2222-2225",
			want: []string{"011 ## $a1234-5679$f1111-1119$g2222-2225"}},
		{name: "another ISSN-L is reported",
			in:   "022 ## $a1234-5679$l1111-1119\n023 0# $a5555-5555",
			want: []string{"011 ## $a1234-5679$f1111-1119"},
			lost: []string{"023 a 5555-5555"}},
		{name: "ISSN-L alone",
			in:   "023 0# $a1111-1119",
			want: []string{"011 ## $f1111-1119"}},
		{name: "ISSN-H is local",
			in:   "022 ## $a1234-5679\n023 1# $a6666-6666$z7777-7777$0x",
			want: []string{"011 ## $a1234-5679", "017 70 $a6666-6666$z7777-7777$2issn-h"},
			lost: []string{"023 0 x"}},
		{name: "replacement of a cancelled ISSN",
			in:   "022 ## $z1234-5679$v2049-3630",
			want: []string{"011 ## $y1234-5679", "017 70 $a2049-3630$2issn-replacement"}},
		{name: "one 802 for each centre",
			in:   "022 ## $a1234-5679$203\n022 ## $a2049-3630$203\n022 ## $a0000-0000$204",
			want: []string{"011 ## $a1234-5679", "011 ## $a2049-3630", "011 ## $a0000-0000", "802 ## $a03", "802 ## $a04"}},
		{name: "other standard numbers",
			in:   "024 7# $a10.1000/x$2doi\n024 3# $a977123456700\n024 8# $aq\n024 4# $asici",
			want: []string{"017 70 $a10.1000/x$2doi", "017 80 $aq", "073 #0 $a977123456700"},
			lost: []string{"024 a sici"}},
		{name: "national numbers have a country",
			in:   "015 ## $aGBA1$2bnb\n016 7# $a25-3$2DE-600\n016 ## $a7000\n015 ## $ax$2nobib",
			want: []string{"020 ## $aGB$bGBA1", "020 ## $aDE$b25-3", "020 ## $aCA$b7000", "020 ## $bx"},
			lost: []string{"016 2 DE-600", "015 2 nobib"}},
		{name: "system numbers",
			in:   "010 ## $asn 85001244\n035 ## $a(OCoLC)1$z(OCoLC)2\n030 ## $aNATUAS$zX",
			want: []string{"035 ## $a(DLC)sn 85001244", "035 ## $a(OCoLC)1$z(OCoLC)2", "040 ## $aNATUAS$zX"}},
		{name: "authentication has no place",
			in: "042 ## $aissnuk", lost: []string{"042 a issnuk"}},
	})
}

func TestTitles(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "title proper",
			in:   "245 10 $aA /$cby B ; ill. by C ; ed. D.",
			want: []string{"200 1# $aA /$fby B ;$gill. by C ;$ged. D."}},
		{name: "parallel title by its own mark or by that before it",
			in:   "245 00 $aA =$bB :\n245 00 $aA$b= B$n2,$pC",
			want: []string{"200 1# $aA =$dB :", "200 1# $aA$dB$h2,$iC"}},
		{name: "nonfiling characters are reported",
			in:   "245 04 $aThe A",
			want: []string{"200 1# $aThe A"}, lost: []string{"245 ind2 4"}},
		{name: "key title equal to the title proper",
			in:   "222 #0 $aA b. Series C\n245 00 $aA b.$nSeries C.",
			want: []string{"200 1# $aA b.$hSeries C.", "530 0# $aA b. Series C"}},
		{name: "key title with a qualifier differs",
			in:   "222 #0 $aA$b(Online)\n245 00 $aA",
			want: []string{"200 1# $aA", "530 1# $aA$b(Online)"}},
		{name: "abbreviated key title, and another abbreviation",
			in:   "210 0# $aA.$b(Print)\n210 10 $aB.$b(x)$2dnlm",
			want: []string{"517 1# $aB.$n(x)$2dnlm", "531 ## $aA.$b(Print)"}},
		{name: "kinds of variant title",
			in: "246 11 $aP\n246 14 $aC\n246 15 $aT\n246 16 $aK\n246 17 $aR\n246 18 $aS\n246 3# $iAlso:$aO$bx$n1$py$f1999\n246 23 $aN",
			want: []string{"510 1# $aP", "512 1# $aC", "513 1# $aT", "514 1# $aK", "515 1# $aR", "516 1# $aS",
				"517 1# $nAlso:$aO$ex$h1$iy$j1999", "517 0# $aN"},
			lost: []string{"246 ind2 3"}},
		{name: "uniform, former and translated titles",
			in: "130 0# $aA$n1$pB$lEnglish\n240 10 $aC\n730 0# $aD$x1234-5679\n247 10 $aE$x1234-5679$f1990\n242 00 $aF$yeng",
			want: []string{"500 11 $aA$h1$iB$mEnglish", "500 10 $aC", "500 10 $aD",
				"520 1# $aE$x1234-5679$j1990", "541 0# $aF$zeng"},
			lost: []string{"730 x 1234-5679"}},
	})
}

func TestDescription(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "edition, numbering, extent",
			in:   "250 ## $aA$bB\n362 0# $a1-\n362 1# $aBegan$zz\n300 ## $a2 v. :$bill.$c1 cm$ex\n263 ## $a2001",
			want: []string{"205 ## $aA$fB", "207 #0 $a1-", "207 #1 $aBegan$zz", "211 ## $a2001", "215 ## $a2 v. :$cill.$d1 cm$ex"}},
		{name: "publication",
			in:   "260 2# $aA :$bB,$c1999$eE$fF$g2000\n264 30 $aA\n264 21 $aA :$bB\n264 #2 $bD\n264 #4 $c2001$32001-",
			want: []string{"210 0# $aA :$cB,$d1999$eE$gF$h2000", "214 11 $aA", "214 00 $aA :$cB", "214 #2 $cD", "214 #4 $d2001"},
			lost: []string{"264 3 2001-"}},
		{name: "current frequency first, former ones newest first",
			in:   "321 ## $aW$b1990-1992\n321 ## $aX$b1995-1999\n310 ## $aM$b2000-",
			want: []string{"326 ## $aM$b2000-", "326 ## $aX$b1995-1999", "326 ## $aW$b1990-1992"}},
		{name: "former frequencies without dates stay in their order",
			in:   "310 ## $aM\n321 ## $aW\n321 ## $aX$b1995-1999",
			want: []string{"326 ## $aM", "326 ## $aW", "326 ## $aX$b1995-1999"}},
		{name: "series",
			in:   "490 1# $aS ;$v1$x1234-5679\n830 #0 $aS.$v1$x1234-5679",
			want: []string{"225 0# $aS ;$v1$x1234-5679", "410 #0 $tS.$v1$x1234-5679"}},
	})
}

func TestNotes(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "text is joined",
			in:   "533 ## $aMicrofilm.$bLondon :$cBL$5Uk",
			want: []string{"325 ## $aMicrofilm. London : BL"},
			lost: []string{"533 5 Uk"}},
		{name: "licence",
			in:   "540 ## $aCC BY-NC-SA 4.0$uhttps://creativecommons.org/licenses/by-nc-sa/4.0/$2cc",
			want: []string{"310 ## $aCC BY-NC-SA 4.0 https://creativecommons.org/licenses/by-nc-sa/4.0/"},
			lost: []string{"540 2 cc"}},
		{name: "kinds of note",
			in: "500 ## $aA\n515 ## $aB\n516 ## $aC\n520 ## $aD\n538 ## $aE$uhttp://e\n546 ## $aF\n550 ## $aG\n555 ## $aH\n580 ## $aI",
			want: []string{"300 ## $aA", "300 ## $aI", "302 ## $aF", "314 ## $aG", "315 ## $aB", "320 ## $aH",
				"330 ## $aD", "336 ## $aC", "337 ## $aE$uhttp://e"}},
		{name: "basis of the description is only a note",
			in:   "588 ## $aBased on 1",
			want: []string{"300 ## $aBased on 1"}, lost: []string{"588 a Based on 1"}},
		{name: "coverage",
			in:   "510 2# $aCA,$x0009-2258$b1999-$cx\n510 0# $aCB",
			want: []string{"321 ## $aCA,$x0009-2258$b1999-$cx", "321 ## $aCB"}, lost: []string{"510 ind1 2"}},
	})
}

func TestSubjects(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "place and period change places",
			in:   "650 #0 $aA$zP$y19th$vPeriodicals$xX\n651 #7 $aB$2fast\n655 #4 $aC\n653 1# $aD$aE",
			want: []string{"606 ## $aA$yP$z19th$jPeriodicals$xX$2lc", "607 ## $aB$2fast", "608 ## $aC", "610 1# $aD$aE"}},
		{name: "names as subjects",
			in:   "600 10 $aKing, Martin,$d1929-1968$xX\n600 30 $aStuart$xY\n610 20 $aA$bB$vJ\n611 20 $aC$d1999$cP\n630 00 $aBible$pNT",
			want: []string{"600 #1 $aKing$bMartin,$f1929-1968$xX$2lc", "601 02 $aA$bB$jJ$2lc", "601 12 $aC$f1999$eP$2lc", "602 ## $aStuart$xY$2lc", "605 ## $aBible$iNT$2lc"}},
		{name: "class numbers",
			in:   "080 ## $a5$2MRF\n082 04 $a410$223$qx\n084 ## $aPQ$2blsrissc\n050 #4 $aQ1$b.N2\n060 ## $aW1\n072 #7 $as1$2rero",
			want: []string{"615 ## $ns1$2rero", "675 ## $a5$vMRF", "676 ## $a410$v23", "680 ## $aQ1$b.N2", "686 ## $aPQ$2blsrissc", "686 ## $aW1$2nlm"},
			lost: []string{"082 q x"}},
	})
}

func TestNames(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "bodies",
			in:   "110 1# $aFrance.$bSénat\n710 2# $aA,$epublisher.\n711 2# $aM$n2$d1999$cP$4isb",
			want: []string{"710 01 $aFrance.$bSénat", "712 02 $aA,$4650", "712 12 $aM$d2$f1999$eP$4570"}, lost: []string{"711 4 isb"}},
		{name: "persons and families",
			in:   "100 1# $aLeigh, Denis.\n700 0# $aHomer\n700 3# $aStuart, House of",
			want: []string{"700 #1 $aLeigh$bDenis.", "702 #0 $aHomer", "722 ## $aStuart, House of"}},
		{name: "ISNI, authority and an unknown role",
			in:   "710 2# $aA$0(isni)0000000121032683$0(DE-588)1$1https://isni.org/isni/0000000121032683$eHerausgeber",
			want: []string{"712 02 $aA$o(isni)0000000121032683$3(DE-588)1$ohttps://isni.org/isni/0000000121032683"},
			lost: []string{"710 e Herausgeber"}},
		{name: "uncontrolled name",
			in:   "720 2# $aA$4pbl",
			want: []string{"730 2# $aA$4650"}},
	})
}

func TestLinks(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "kinds of earlier title",
			in:   "780 00 $tA\n780 11 $tB\n780 02 $tC\n780 03 $tD\n780 04 $tE\n780 05 $tF\n780 06 $tG\n780 07 $tH\n780 0# $tI",
			want: []string{"430 #1 $tA", "430 #1 $tI", "431 #0 $tB", "432 #1 $tC", "433 #1 $tD", "434 #1 $tF", "435 #1 $tG", "436 #1 $tE", "437 #1 $tH"}},
		{name: "kinds of later title",
			in:   "785 00 $tA\n785 01 $tB\n785 02 $tC\n785 03 $tD\n785 04 $tE\n785 05 $tF\n785 06 $tG\n785 07 $tH\n785 08 $tI",
			want: []string{"440 #1 $tA", "441 #1 $tB", "442 #1 $tC", "443 #1 $tD", "444 #1 $tE", "445 #1 $tF", "446 #1 $tG", "447 #1 $tH", "448 #1 $tI"}},
		{name: "other links",
			in: "760 0# $tA\n762 0# $tB\n765 0# $tC\n767 0# $tD\n770 0# $tE\n772 0# $tF\n773 0# $tG\n774 0# $tH\n775 0# $tI\n776 1# $tJ\n777 0# $tK\n786 0# $tL\n787 0# $tM",
			want: []string{"410 #1 $tA", "411 #1 $tB", "421 #1 $tE", "422 #1 $tF", "423 #1 $tK", "451 #1 $tI", "452 #0 $tJ",
				"453 #1 $tD", "454 #1 $tC", "462 #1 $tH", "463 #1 $tG", "488 #1 $tL", "488 #1 $tM"}},
		{name: "relation named by its text",
			in:   "787 08 $iReproduction of (manifestation):$tA\n787 08 $iSee$tB",
			want: []string{"311 ## $aReproduction of (manifestation): A", "311 ## $aSee B", "455 #1 $tA", "488 #1 $tB"},
			lost: []string{"787 i Reproduction of (manifestation):", "787 i See"}},
		{name: "subfields",
			in:   "776 0# $aAuthor$tT$c(Online)$bEd.$dBerlin : Springer, 1990-$gv. 1$h2 v.$x1234-5679$z978$yCODEN$w(DLC)1$w(OCoLC)2$on",
			want: []string{"452 #1 $aAuthor$tT (Online)$eEd.$cBerlin$nSpringer$d1990-$vv. 1$p2 v.$x1234-5679$y978$zCODEN$0(DLC)1"},
			lost: []string{"776 w (OCoLC)2", "776 o n"}},
		{name: "uniform title stands in for the title",
			in:   "775 0# $sA$x1234-5679\n775 0# $tB$sA",
			want: []string{"451 #1 $tA$x1234-5679", "451 #1 $tB"}, lost: []string{"775 s A"}},
	})
}

func TestLocations(t *testing.T) {
	testBlock(t, Converter{}, []blockTest{
		{name: "electronic location",
			in:   "856 40 $uhttp://a$3v. 1$zz$ytext$xn$qpdf\n856 42 $uhttp://b\n856 7# $uhttp://c$2https\n856 4# $uhttp://d$70",
			want: []string{"856 4# $uhttp://a$zv. 1$zz$2text$xn$qpdf", "856 4# $uhttp://b$zRelated resource", "856 7# $uhttp://c$yhttps", "856 4# $uhttp://d"},
			lost: []string{"856 ind2 0", "856 3 v. 1", "856 ind2 2", "856 7 0"}},
		{name: "web archive",
			in: "857 4# $cWayback machine", want: []string{"856 4# $nWayback machine"}},
		{name: "holdings",
			in:   "852 41 $31999$aBL$bDSC$hZK.9$zn\n866 ## $a1-2\n850 ## $aDLC",
			want: []string{"850 ## $aDLC", "852 21 $y1999$aBL$bDSC$jZK.9$yn"}, lost: []string{"852 3 1999", "866 a 1-2"}},
		{name: "local fields are copied",
			in:   "920 ## $aa$hh\n699 1# $8v\nCAT ## $aX",
			want: []string{"699 1# $8v", "920 ## $aa$hh", "CAT ## $aX"}},
	})
}
