package crosswalk

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/rdf"
	"issnd/register"
)

// TestProfileRows tests the profile row by row: the fields of a record besides
// its number, and what they make it say of the resource or of what the
// statements begin with.
func TestProfileRows(t *testing.T) {
	fixed := func(pos int, codes string) string {
		s := []byte("=008  " + strings.Repeat("\\", 40))
		copy(s[6+pos:], codes)
		return string(s)
	}
	for _, tt := range []struct {
		name  string
		lines []string
		about string   // what is shown: statements whose subject or predicate has this in it
		want  []string // in short form
	}{
		{"760", []string{"=760  0\\$x1476-4687"}, "1476-4687", []string{"# bf:subseriesOf issn:1476-4687", "# dct:isPartOf issn:1476-4687"}},
		{"762", []string{"=762  0\\$x1476-4687"}, "1476-4687", []string{"# bf:hasSubseries issn:1476-4687", "# dct:hasPart issn:1476-4687"}},
		{"765", []string{"=765  0\\$x1476-4687"}, "1476-4687", []string{"# bf:translationOf issn:1476-4687", "# schema:translationOfWork issn:1476-4687"}},
		{"767", []string{"=767  0\\$x1476-4687"}, "1476-4687", []string{"# bf:translation issn:1476-4687", "# schema:workTranslation issn:1476-4687"}},
		{"770 the other way round", []string{"=770  0\\$x1476-4687"}, "1476-4687", []string{"# bf:supplementTo issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"772 the other way round", []string{"=772  0\\$x1476-4687"}, "1476-4687", []string{"# bf:supplement issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"775", []string{"=775  0\\$x1476-4687"}, "1476-4687", []string{"# bf:otherEdition issn:1476-4687", "# dct:isVersionOf issn:1476-4687"}},
		{"776", []string{"=776  08$x1476-4687"}, "1476-4687", []string{"# bf:otherPhysicalFormat issn:1476-4687", "# dct:isFormatOf issn:1476-4687"}},
		{"777", []string{"=777  0\\$x1476-4687"}, "1476-4687", []string{"# bf:issuedWith issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 0", []string{"=780  00$x1476-4687"}, "1476-4687", []string{"# bf:continues issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 1", []string{"=780  01$x1476-4687"}, "1476-4687", []string{"# bf:continuesInPart issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 2", []string{"=780  02$x1476-4687"}, "1476-4687", []string{"# bf:replacementOf issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 3", []string{"=780  03$x1476-4687"}, "1476-4687", []string{"# bf:replacementOf issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 4", []string{"=780  04$x1476-4687"}, "1476-4687", []string{"# bf:mergerOf issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 5", []string{"=780  15$x1476-4687"}, "1476-4687", []string{"# bf:absorbed issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 6", []string{"=780  16$x1476-4687"}, "1476-4687", []string{"# bf:absorbed issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 7", []string{"=780  07$x1476-4687"}, "1476-4687", []string{"# bf:separatedFrom issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"780 blank", []string{"=780  0\\$x1476-4687"}, "1476-4687", []string{"# bf:precededBy issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"785 0", []string{"=785  00$x1476-4687"}, "1476-4687", []string{"# bf:continuedBy issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"785 1", []string{"=785  01$x1476-4687"}, "1476-4687", []string{"# bf:continuedInPartBy issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"785 2", []string{"=785  02$x1476-4687"}, "1476-4687", []string{"# bf:replacedBy issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"785 3", []string{"=785  03$x1476-4687"}, "1476-4687", []string{"# bf:replacedBy issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"785 4", []string{"=785  04$x1476-4687"}, "1476-4687", []string{"# bf:absorbedBy issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"785 5", []string{"=785  05$x1476-4687"}, "1476-4687", []string{"# bf:absorbedBy issn:1476-4687", "# dc:relation issn:1476-4687"}},
		{"785 6 twice", []string{"=785  06$x1476-4687", "=785  06$x0028-0836"}, "splitInto", []string{"# bf:splitInto issn:0028-0836", "# bf:splitInto issn:1476-4687"}},
		{"785 7 the last is the result", []string{"=785  07$x1476-4687", "=785  07$x0028-0836"}, "resource/ISSN/", []string{
			"# bf:mergedToForm issn:0028-0836", "# dc:relation issn:0028-0836", "# dc:relation issn:1476-4687"}},
		{"785 7 whose result has no number", []string{"=785  07$x1476-4687", "=785  07$tNew"}, "1476-4687", []string{"# dc:relation issn:1476-4687"}},
		{"785 8", []string{"=785  08$x1476-4687"}, "1476-4687", []string{"# dc:relation issn:1476-4687"}},
		{"787", []string{"=787  0\\$x1476-4687"}, "1476-4687", []string{"# dc:relation issn:1476-4687"}},
		{"links to one serial", []string{"=780  00$x1476-4687", "=787  0\\$x1476-4687", "=787  0\\$x14764687"}, "dc:relation", []string{"# dc:relation issn:1476-4687"}},
		{"a wrong number links nothing", []string{"=780  00$x1476-4688", "=787  0\\$tNo number"}, "relation", nil},

		{"frequency of no pattern", []string{fixed(18, "#")}, "accrual", []string{"# dct:accrualPeriodicity <http://purl.org/cld/freq/irregular>"}},
		{"frequency blank", []string{fixed(18, "\\")}, "accrual", []string{"# dct:accrualPeriodicity <http://purl.org/cld/freq/irregular>"}},
		{"frequency thrice a year", []string{fixed(18, "t")}, "accrual", []string{"# dct:accrualPeriodicity <http://purl.org/cld/freq/threeTimesAYear>"}},
		{"frequency unknown", []string{fixed(18, "u")}, "accrual", []string{`# dct:accrualPeriodicity "unknown"`}},
		{"frequency not coded", []string{fixed(18, "|")}, "accrual", []string{`# dct:accrualPeriodicity "unknown"`}},
		{"frequency other", []string{fixed(18, "z")}, "accrual", []string{`# dct:accrualPeriodicity "other"`}},
		{"no 008", nil, "accrual", nil},
		{"codes that are not coded", []string{fixed(6, "|||||||||||||||||||||||||||||||||")}, "M008", nil},
		{"unknown digits", []string{fixed(7, "18uuuuuu")}, "Date", []string{`# schema:endDate "uuuu"`, `# schema:startDate "18uu"`}},
		{"alphabet", []string{fixed(33, "c")}, "M008CR33", []string{"# <http://marc21rdf.info/elements/00X/M008CR33> <http://marc21rdf.info/terms/continuingscr#23c>"}},
		{"form of original", []string{fixed(22, "e")}, "M008CR22", []string{"# <http://marc21rdf.info/elements/00X/M008CR22> <http://marc21rdf.info/terms/continuingori#e>"}},
		{"newspaper", []string{fixed(21, "n")}, "Newspaper", []string{"# a schema:Newspaper"}},
		{"web site", []string{fixed(21, "w")}, "WebSite", []string{"# a schema:WebSite"}},
		{"database", []string{fixed(21, "d")}, "Dataset", []string{"# a schema:Dataset"}},
		{"map", []string{"=007  aj"}, "Map", []string{"# a schema:Map"}},
		{"braille", []string{"=007  fb"}, "Tactile", []string{"# a bf:Tactile"}},
		{"video", []string{"=007  vf", "=007  mr"}, "VideoObject", []string{"# a schema:VideoObject"}},
		{"languages run together", []string{fixed(35, "eng"), "=041  0\\$aengfreger"}, "inLanguage", []string{
			"# schema:inLanguage <http://id.loc.gov/vocabulary/languages/eng>", "# schema:inLanguage <http://id.loc.gov/vocabulary/languages/fre>",
			"# schema:inLanguage <http://id.loc.gov/vocabulary/languages/ger>"}},
		{"country without ISO code", []string{fixed(15, "xx")}, "spatial", []string{"# dct:spatial <http://id.loc.gov/vocabulary/countries/xx>"}},
		{"subdivision in 044", []string{fixed(15, "cau"), "=044  \\\\$cus-ca"}, "spatial", []string{
			"# dct:spatial <http://id.loc.gov/vocabulary/countries/cau>", "# dct:spatial <https://www.iso.org/obp/ui/#iso:code:3166:US>"}},

		{"numbering in two forms", []string{"=362  0\\$aVol. 1-$zFrom.", "=362  1\\$aBegan."}, "3XX", []string{
			`# <http://marc21rdf.info/elements/3XX/M3620_a> "Vol. 1-"`, `# <http://marc21rdf.info/elements/3XX/M3620_z> "From."`,
			`# <http://marc21rdf.info/elements/3XX/M3621_a> "Began."`}},
		{"classification", []string{"=080  \\\\$a5", "=082  04$a505"}, "classification", []string{
			`# bf:classification [a bf:ClassificationDdc; rdf:value "505"]`, `# bf:classification [a bf:ClassificationUdc; rdf:value "5"]`}},
		{"the narrowest UDC class of each occurrence", []string{
			"=981  1\\$aSCIENCE$uhttp://udcdata.info/1", "=983  1\\$aBiology$uhttp://udcdata.info/3", "=982  2\\$aArt$uhttp://udcdata.info/2"}, "about", []string{
			"# schema:about <http://udcdata.info/2>", "# schema:about <http://udcdata.info/3>"}},
		{"note", []string{"=588  \\\\$aLatest issue consulted: 2014.", "=538  \\\\$aSystem."}, "note", []string{
			`# bf:note [bf:noteType "Source of the description note"; a bf:Note; rdf:value "Latest issue consulted: 2014."]`}},
		{"no 510 without a facet", []string{"=510  2\\$aScopus$uhttps://www.scopus.com/1"}, "indexedIn", nil},
		{"no bf:isb without a name", []string{"=710  2\\$a ,"}, "isb", nil},
		{"uncontrolled and meeting names", []string{"=711  2\\$aCongress", "=720  \\\\$aSociety"}, "isb", []string{
			"# bfrel:isb #IssuingBody-Congress", "# bfrel:isb #IssuingBody-Society"}},

		{"earliest, intervening and latest", []string{"=260  \\\\$aA :$bX,$c1900-", "=264  21$aB$bY", "=264  21$aC$bZ", "=264  31$aD$bV", "=264  \\4$c©1900"}, "Event", []string{
			"# schema:publication #EarliestPublicationEvent", "# schema:publication #InterveningPublicationEvent1", "# schema:publication #InterveningPublicationEvent2",
			"# schema:publication #LatestPublicationEvent", "# schema:publication #ReferencePublicationEvent",
			"#EarliestPublicationEvent a schema:PublicationEvent", `#EarliestPublicationEvent dct:temporal "1900-"`,
			"#EarliestPublicationEvent schema:location #PublicationPlace-A", "#EarliestPublicationEvent schema:publishedBy #Publisher-X",
			"#InterveningPublicationEvent1 a schema:PublicationEvent", "#InterveningPublicationEvent1 schema:location #PublicationPlace-B", "#InterveningPublicationEvent1 schema:publishedBy #Publisher-Y",
			"#InterveningPublicationEvent2 a schema:PublicationEvent", "#InterveningPublicationEvent2 schema:location #PublicationPlace-C", "#InterveningPublicationEvent2 schema:publishedBy #Publisher-Z",
			"#LatestPublicationEvent a schema:PublicationEvent", "#LatestPublicationEvent schema:location #PublicationPlace-D", "#LatestPublicationEvent schema:publishedBy #Publisher-V",
			"#ReferencePublicationEvent a schema:PublicationEvent"}},
		{"distribution is no publication", []string{"=264  \\2$aA$bX"}, "Publisher-", nil},
		{"a place with its position", []string{"=260  \\\\$aParis :$bX", "=962  \\\\$aParis$uhttp://www.geonames.org/2988507/paris.html", "=953  \\\\$aParis$l48.85$o2.35$bFrance"}, "PublicationPlace", []string{
			"#EarliestPublicationEvent schema:location #PublicationPlace-Paris",
			"#PublicationPlace-Paris a schema:Place", `#PublicationPlace-Paris rdfs:label "Paris"`,
			"#PublicationPlace-Paris schema:geo #PublicationPlace-Paris-GeoCoordinates", "#PublicationPlace-Paris schema:sameAs <https://sws.geonames.org/2988507/>",
			"#PublicationPlace-Paris-GeoCoordinates a schema:GeoCoordinates", `#PublicationPlace-Paris-GeoCoordinates schema:addressCountry "France"`,
			`#PublicationPlace-Paris-GeoCoordinates schema:latitude "48.85"^^xsd:decimal`, `#PublicationPlace-Paris-GeoCoordinates schema:longitude "2.35"^^xsd:decimal`}},
		{"a position that is none", []string{"=260  \\\\$aParis :$bX", "=926  \\\\$aParis$lnorth$o2.35"}, "geo", nil},

		{"variant types", []string{"=246  3\\$aA", "=246  30$aB", "=246  18$aC", "=246  11$aD"}, "bf:title", []string{
			`# bf:title [bf:mainTitle "A"@und-latn; a bf:VariantTitle]`,
			`# bf:title [bf:mainTitle "B"@und-latn; bf:variantType "Portion of title"; a bf:VariantTitle]`,
			`# bf:title [bf:mainTitle "C"@und-latn; bf:variantType "Spine title"; a bf:VariantTitle]`,
			`# bf:title [bf:mainTitle "D"@und-latn; a bf:ParallelTitle]`}},
		{"parts and non-sorting words", []string{"=245  04$a\u0098The \u009cjournal.$nPart A,$pPhysics :$bb /$cc"}, "# bf:mainTitle", []string{`# bf:mainTitle "The journal. Part A, Physics"`}},
		{"Chinese by the language", []string{fixed(35, "jpn"), "=245  00$a科学"}, "bf:title", []string{`# bf:title [bf:mainTitle "科学"@und-jpan; a bf:Title]`}},
		{"an abbreviation of another body", []string{"=210  00$aNature$2dnlm"}, "Abbreviated", nil},

		{"creation", []string{"=039  \\\\$v20110503", "=039  \\\\$v2004-02-11", "=699  \\\\$v_7"}, "startedAtTime", []string{
			`#RecordCreation <http://www.w3.org/ns/prov#startedAtTime> "2004-02-11"^^xsd:date`}},
		{"no creation without a centre", []string{"=039  \\\\$v20110503"}, "RecordCreation", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range brief(graphOf(t, register.Complete, tt.lines...)) {
				if strings.Contains(s, tt.about) || strings.Contains(tt.about, "resource/ISSN/") && strings.Contains(s, " issn:") {
					got = append(got, s)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// brief is the statements of a graph with prefixes, "#" for the resource.
func brief(g *rdf.Graph) []string {
	const self = "<http://issn.org/resource/ISSN/0317-8471"
	replacer := strings.NewReplacer(
		self+">", "#", self+"#", "<#",
		"<http://issn.org/resource/ISSN/", "<issn:",
		"<"+nsRDF+"type>", "a", "<"+nsRDF, "<rdf:", "<"+nsRDFS, "<rdfs:",
		"<"+nsBFREL, "<bfrel:", "<"+nsBF, "<bf:", "<"+nsBFLC, "<bflc:",
		"<"+nsDCT, "<dct:", "<"+nsDC, "<dc:", "<"+nsSchema, "<schema:",
		"\"@^^", "\"^^", nsXSD, "xsd:",
	)
	var lines []string
	for _, s := range statements(g) {
		s = replacer.Replace(s)
		for _, p := range []string{"#", "issn:", "rdf:", "rdfs:", "bfrel:", "bf:", "bflc:", "dct:", "dc:", "schema:"} {
			s = unbracket(s, p)
		}
		s = strings.ReplaceAll(strings.ReplaceAll(s+" ", "\"^^ ", "\" "), "^^;", ";")
		s = strings.ReplaceAll(strings.ReplaceAll(s, "^^;", ";"), "^^]", "]")
		lines = append(lines, strings.TrimSuffix(strings.TrimSpace(s), "^^"))
	}
	slices.Sort(lines)
	return lines
}

// unbracket drops the angle brackets around names that begin with prefix.
func unbracket(s, prefix string) string {
	for {
		i := strings.Index(s, "<"+prefix)
		if i < 0 {
			return s
		}
		end := i + strings.IndexByte(s[i:], '>')
		s = s[:i] + s[i+1:end] + s[end+1:]
	}
}

func TestAppendName(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"spaces", "Springer  Nature\tLimited", "Springer_Nature_Limited"},
		{"points", "Nature Pub. Group", "Nature_Pub._Group"},
		{"punctuation at the end", "London : ", "London"},
		{"brackets", "[London]", "%5BLondon%5D"},
		{"delimiters of IRIs", `"a"<b>#c%\^{|}` + "`", "%22a%22%3Cb%3E%23c%25%5C%5E%7B%7C%7D%60"},
		{"what may stand", "a-b._~!$&'()*+,;=:@/?c", "a-b._~!$&'()*+,;=:@/?c"},
		{"letters", "Éditions Łódź 科学", "Éditions_Łódź_科学"},
		{"composed", "E\u0301ditions", "Éditions"},
		{"control and private use", "a\x01b\ue000c", "a%01b%EE%80%80c"},
		{"direction marks", "a\u200fb", "a%E2%80%8Fb"},
		{"not UTF-8", "a\xffb", "a%EF%BF%BDb"},
		{"nothing", " :;,/= ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(appendName(nil, tt.in)); got != tt.want {
				t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzAppendName(f *testing.F) {
	f.Add("Nature Pub. Group :")
	f.Add("[London] \xff 科学")
	f.Fuzz(func(t *testing.T, name string) {
		got := appendName(nil, name)
		if !validIRI("http://example.org/#" + string(got)) {
			t.Errorf("%q becomes %q", name, got)
		}
		if again := appendName(nil, name); string(again) != string(got) {
			t.Errorf("%q becomes %q and %q", name, got, again)
		}
	})
}

func TestWebIRI(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"https://example.org/a?b=c#d", "https://example.org/a?b=c#d"},
		{" HTTP://example.org/a b ", "HTTP://example.org/a%20b"},
		{"http://example.org/é<>", "http://example.org/%C3%A9%3C%3E"},
		{"http://example.org/100%", "http://example.org/100%25"},
		{"ftp://example.org/", ""},
		{"example.org", ""},
		{"http://", ""},
		{"http:///a", ""},
		{"", ""},
	} {
		got, ok := webIRI(tt.in)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: %q, %v; want %q", tt.in, got, ok, tt.want)
		}
	}
}
