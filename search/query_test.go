package search

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/register"
)

// The records that the tests below name.
const (
	nature       = "0028-0836"
	natureOnline = "1476-4687"
	nauka        = "0028-1263" // Наука и жизнь
	wuli         = "1000-3290" // 物理学报
	toshokan     = "0027-9153" // 国立国会図書館月報
)

var (
	natures = []string{nature, natureOnline}
	nothing = []string{}
)

// queries is what a viewer with a key finds in the sample register.
var queries = []struct {
	query string
	want  []string
}{
	// text
	{`nature`, natures},
	{`cql.serverChoice = nature`, natures},
	{`DC.TITLE = NATURE`, natures},
	{`title = "london nature"`, nothing},
	{`title = "nature london"`, natures},
	{`title adj "nature london"`, natures},
	{`title exact nature`, natures},
	{`title == "nature (LONDON)"`, []string{nature, natureOnline}},
	{`keyTitle == "nature (london. online)"`, []string{natureOnline}},
	{`keyTitle == "nature*online"`, []string{natureOnline}},
	{`keyTitle == nature`, nothing},
	{`keyTitle =/string "nature london"`, []string{nature}},
	{`keyTitle = "^london"`, nothing},
	{`keyTitle = "^nature london^"`, []string{nature}},
	{`title all "weekly nature illustrated"`, []string{nature}},
	{`title all "^weekly nature"`, nothing},
	{`keyTitle any "^natur?"`, natures},
	{`title = "nat* lon???"`, natures},
	{`keyTitle = *ature`, natures},
	{`keyTitle = n*t?re`, natures},
	{`keyTitle = zz\*`, nothing},
	{`keyTitle =/fuzzy naturr`, natures},
	{`keyTitle = naturr`, nothing},
	{`(keyTitle = nature) not keyTitle = online`, []string{nature}},
	{`keyTitle = nature and keyTitle <> online`, []string{nature}},
	{`keyTitle = nature prox/distance<=1/unit=word/ordered keyTitle = london`, natures},
	{`keyTitle = london prox/distance<=1/unit=word/ordered keyTitle = nature`, nothing},
	{`keyTitle = london prox keyTitle = nature`, natures},
	{`keyTitle = nature prox/distance>1 keyTitle = online`, []string{natureOnline}},
	{`keyTitle = nature prox/distance=1 keyTitle = online`, nothing},
	{`> p = "info:srw/cql-context-set/1/dc-v1.1" p.title == nature`, natures},
	{`> "info:srw/cql-context-set/1/dc-v1.1" title == nature`, natures},
	{`abbreviatedTitle == "Nature (Lond.)"`, []string{nature}},
	{`note = "Latest issue consulted: 2014"`, []string{nature}},
	{`publisher = "springer nature" and url = "nature.com"`, natures},
	// original scripts
	{`"Наука и жизнь"`, []string{nauka}},
	{`title = жизнь`, []string{nauka}},
	{`"nauka i zhizn"`, []string{nauka}},
	{`"nauka i žizn'"`, []string{nauka}},
	{`title == 物理学报`, []string{wuli}},
	{`title = 物理`, []string{wuli}},
	{`title = 物理學報`, []string{wuli}},
	{`title = 學報`, []string{wuli}},
	{`title = 理报`, nothing},
	{`title = "^物"`, []string{wuli}},
	{`title = "报^" and title = "学报^"`, []string{wuli}},
	{`title = "物理^"`, nothing},
	{`title = 月报`, []string{toshokan}},
	{`title = 국회 or title = 분석과학`, []string{"1225-0163", "2288-8985"}},
	{`title = 𠮷野雑誌`, []string{"9990-0513"}},
	{`title = "ΕΛΛΗΝΙΚΑ"`, []string{"0013-6336"}},
	{`title = "achilliou" and title = "πολισ"`, []string{"2654-0223"}},
	{`title = أبجديات`, []string{"1687-8280"}},
	{`title = ابجديات`, []string{"1687-8280"}},
	{`title = आखर`, []string{"2583-0597"}},
	// numbers of records
	{`issn = 0028-0836`, []string{nature}},
	{`bath.issn = 00280836`, []string{nature}},
	{`issn = "ISSN 0028-0836"`, []string{nature}},
	{`issn = "urn:issn:0028-0836"`, []string{nature}},
	{`issn = 0032874x`, []string{"0032-874X"}},
	{`issn = 0032-874x`, []string{"0032-874X"}},
	{`issn = 0028-083*`, []string{nature}},
	{`issn = 0028083*`, []string{nature}},
	{`issn = "0028 083*"`, []string{nature}},
	{`issn = 0032874?`, []string{"0032-874X"}},
	{`keyTitle = nature and issn = *0836`, []string{nature}},
	{`keyTitle = nature and issn = *28083*`, []string{nature}},
	{`keyTitle = nature and issn = 0028?0836`, []string{nature}},
	{`keyTitle = nature and issn = 00*6`, []string{nature}},
	{`issn any "0028083* 1476468*"`, natures},
	{`issn any "0028-0836 1476-4687"`, natures},
	{`issn = 1234-5678`, nothing},
	{`issnL = 0028-0836`, natures},
	{`cancelledIssn = 0302-2889`, []string{nature}},
	{`issn = 0302-2889`, nothing},
	{`anyIssn = 0302-2889`, []string{nature}},
	{`linkedIssn = 1476-4687`, []string{nature}},
	{`predecessor = 0300-8746`, []string{nature}},
	{`otherMedium = 1476-4687`, []string{nature}},
	{`incorrectIssn = 9990-0000`, []string{"9990-0017"}},
	{`rec.identifier = 0028-0836`, []string{nature}},
	{`rec.identifier = 0028083*`, []string{nature}},
	{`rec.identifier = 0028-0836*`, []string{nature}},
	{`0028-083*`, natures},
	{`cql.anywhere = 0028083*`, natures},
	{`cql.anywhere == 0028-083*`, natures},
	{`cql.anywhere any "0028-08??"`, natures},
	{`cql.anywhere all "0028-0* natur*" and issn = 0028-0836`, []string{nature}},
	{`1521-375*`, []string{"1521-3757", "0044-8249"}},
	{`0028-0836`, natures},
	{`00280836 and keyTitle = nature`, natures},
	{`1521-3757`, []string{"1521-3757", "0044-8249"}}, // in an address of the second: 15213757
	{`954`, []string{"0012-9976"}},                    // Dewey 330.954
	{`15213757`, []string{"1521-3757", "0044-8249"}},
	{`coden = natuas`, []string{nature}},
	{`NATUAS`, []string{nature}},
	{`coden = NAT-U*`, []string{nature}},
	{`issn = 0042-1294 and isni = "0000 0001 2192*"`, []string{"0042-1294"}},
	{`issn = 0042-1294 and isni = "https://isni.org/isni/000000012192*"`, []string{"0042-1294"}},
	{`dewey = "574.8/7/0*"`, []string{"0092-8674"}},
	{`dewey = 574.87*`, []string{"0092-8674"}},
	// codes, numbers, days
	{`keyTitle = nature and country = gb`, natures},
	{`keyTitle = nature and country = "united kingdom"`, natures},
	{`keyTitle = nature and region = England`, natures},
	{`keyTitle = nature and language = English and medium = online`, []string{natureOnline}},
	{`keyTitle = nature and language any "ger en"`, natures},
	{`keyTitle = nature and frequency = weekly`, natures},
	{`keyTitle = nature and frequency <> w`, nothing},
	{`keyTitle = nature and dewey = 505`, []string{nature}},
	{`keyTitle = nature and dewey = 50*`, []string{nature}},
	{`keyTitle = nature and dc.date = 1869`, []string{nature}},
	{`keyTitle = nature and dc.date < 1870`, []string{nature}},
	{`keyTitle = nature and dc.date > 1869`, []string{natureOnline}},
	{`keyTitle = nature and dc.date >= 1869`, natures},
	{`keyTitle = nature and dc.date within "1869 1900"`, []string{nature}},
	{`keyTitle = nature and dc.date within "1900 1869"`, nothing},
	{`dateChanged = 2023-09-15`, []string{nature}},
	{`keyTitle = nature and dateChanged = 2023-09`, []string{nature}},
	{`keyTitle = nature and dateChanged = 2023`, natures},
	{`keyTitle = nature and dateChanged > 2023-05`, []string{nature}},
	{`keyTitle = nature and dateChanged <= 2023-05-21`, []string{natureOnline}},
	{`keyTitle = nature and dateChanged < 20230521`, nothing},
	// fields
	{`marc.245$a = nature`, natures},
	{`marc.245.a == "nature"`, natures},
	{`marc.264b = "springer nature"`, natures},
	{`marc.264b = "nature springer"`, nothing},
	{`marc.264b == "nature publishing group"`, []string{nature}},
	{`marc.264b = "^nature"`, []string{nature}},
	{`marc.264b all "group nat*"`, []string{nature}},
	{`marc.022a = 00280836`, []string{nature}},
	{`keyTitle = nature and marc.008.18 = w`, natures},
	{`keyTitle = nature and "marc.008/15-17" = enk`, natures},
	{`keyTitle = nature and marc.ldr.06 <> a`, nothing},
	{`marc.245$a <> nature and keyTitle = nature`, nothing},
	{`marc.222$a = 物理学报`, []string{wuli}},
	{`marc.022$a = 0028-083*`, []string{nature}},
	{`marc.022a = 0028083*`, []string{nature}},
	{`marc.022 any "0028-083* 1476-4687"`, natures},
	{`marc.780$x = 0300-8746`, []string{nature}},
	{`keyTitle = nature and marc.245 = nature`, natures},
	{`keyTitle = nature and marc.245 <> nature`, nothing},
	{`marc.264 = "london macmillan"`, []string{nature}},
	{`marc.264 = "macmillan london"`, nothing},
	{`marc.264 = "^london macmillan"`, []string{nature}},
	{`marc.264 = "^macmillan"`, nothing},
	{`marc.264 == "london macmillan 1869"`, []string{nature}},
	{`marc.264 == "london macmillan"`, nothing},
	{`marc.264 all "group nat*"`, []string{nature}},
	{`keyTitle = nature and marc.264 = macmill*`, []string{nature}},
	{`marc.022 = 00280836`, natures},
	{`marc.001 = 00280836`, []string{nature}},
	{`marc.001 = 0028083*`, []string{nature}},
	{`keyTitle = nature and marc.003 = issn`, natures},
	{`marc.005 = 20230915084211.0`, []string{nature}},
	{`marc.005 = 2023091508*`, []string{nature}},
	{`keyTitle = nature and marc.989$a = "natural sciences"`, natures},
	{`"marc.008/15-17" = SW and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" = "sw " and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" = sw# and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" any "sw zz" and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" = s* and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" = ?w and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" = *w and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" = sw? and marc.008.18 = d`, []string{"1101-2412"}},
	{`"marc.008/15-17" = "?w?" and marc.008.18 = d`, []string{"1101-2412"}},
	{`keyTitle = nature and "marc.008/15-17" = en`, nothing},
	{`keyTitle = nature and marc.008.24 = " "`, natures},
	{`keyTitle = nature and marc.008.24 <> "#"`, nothing},
	{`keyTitle = nature and marc.000.06 = a`, natures},
	{`rec.identifier = 0028-0836 and cql.allRecords = 1`, []string{nature}},
	{`rec.identifier = 0028-0836 and cql.allRecords > 2`, []string{nature}},
	// order
	{`keyTitle = nature sortby title`, natures},
	{`keyTitle = nature sortby dc.title/sort.descending`, []string{natureOnline, nature}},
	{`keyTitle = nature sortby endYear dc.date/descending`, []string{natureOnline, nature}},
	{`keyTitle = nature sortby medium/sort.descending/ignoreCase`, natures},
	{`keyTitle = nature sortby endYear/missingOmit`, nothing},
	{`issn any "9990-0017 9990-0033" sortby endYear`, []string{"9990-0033", "9990-0017"}},
	{`issn any "9990-0017 9990-0033" sortby endYear/missingLow`, []string{"9990-0017", "9990-0033"}},
	{`issn any "9990-0017 9990-0033" sortby endYear/missingValue=2000`, []string{"9990-0017", "9990-0033"}},
}

func TestQueriesFind(t *testing.T) {
	s := newService(t, sample(t))
	for _, tt := range queries {
		t.Run(tt.query, func(t *testing.T) {
			if d := cmp.Diff(tt.want, find(t, s, subscriber, tt.query)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestQueriesOfThePublicFind(t *testing.T) {
	s := newService(t, sample(t))
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{`nature`, natures},
		{`title == nature`, natures},
		{`illustrated`, nothing},
		{`macmillan`, nothing},
		{`NATUAS`, nothing},
		{`title = illustrated`, nothing},
		{`nature not macmillan`, natures},
		{`title = nature and title <> illustrated`, natures},
		{`0028-0836`, natures},
		{`1476-4687`, []string{natureOnline}},
		{`anyIssn = 1476-4687`, []string{natureOnline}},
		{`anyIssn = 0302-2889`, []string{nature}},
		{`issn = 9990-0211`, nothing},
		{`keyTitle = provisional`, nothing},
		{`rec.identifier = 9990-0254`, nothing},
		{`anyIssn = 9990-0254`, []string{"9990-0017"}},
		{`keyTitle = nature and country = gb and medium = print`, []string{nature}},
	} {
		t.Run(tt.query, func(t *testing.T) {
			if d := cmp.Diff(tt.want, find(t, s, publicViewer, tt.query)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestQueriesAreRefused(t *testing.T) {
	s := newService(t, nil)
	for _, tt := range []struct {
		query   string
		code    diagnostic.Code
		details string
	}{
		{`nosuch.title = a`, 15, "nosuch"},
		{`> x = "http://nosuch.example/" x.title = a`, 15, "http://nosuch.example/"},
		{`> "http://nosuch.example/" a`, 15, "http://nosuch.example/"},
		{`(> x = "http://nosuch.example/" a) and b`, 15, "http://nosuch.example/"},
		{`dc.nosuch = a`, 16, "dc.nosuch"},
		{`nosuch = a`, 16, "nosuch"},
		{`> "info:srw/cql-context-set/1/dc-v1.1" keyTitle = a`, 16, "keyTitle"},
		{`marc.24 = a`, 16, "marc.24"},
		{`marc.008.99 = a`, 16, "marc.008.99"},
		{`marc.008 = a`, 16, "marc.008"},
		{`marc.ldr = a`, 16, "marc.ldr"},
		{`marc.006.00 = a`, 16, "marc.006.00"},
		{`marc.001.00 = a`, 16, "marc.001.00"},
		{`marc.950 = a`, 16, "marc.950"},
		{`marc.950$a = OA-B`, 16, "marc.950$a"},
		{`marc.920$z = a`, 16, "marc.920$z"},
		{`marc.abc = a`, 16, "marc.abc"},
		{`marc.245$ab = a`, 16, "marc.245$ab"},
		{`marc.245$6 = a`, 16, "marc.245$6"},
		{`"marc.245:1" = a`, 16, "marc.245:1"},
		{`cql.allRecords zoop 1`, 19, "zoop"},
		{`cql.allRecords nosuch.any 1`, 15, "nosuch"},
		{`cql.allRecords =/nosuch 1`, 20, "nosuch"},
		{`title zoop a`, 19, "zoop"},
		{`title dc.any a`, 19, "dc.any"},
		{`title nosuch.any a`, 15, "nosuch"},
		{`title =/nosuch a`, 20, "nosuch"},
		{`title =/stem a`, 20, "stem"},
		{`title =/phonetic a`, 20, "phonetic"},
		{`title =/respectCase a`, 20, "respectCase"},
		{`title =/respectAccents a`, 20, "respectAccents"},
		{`title =/regexp a`, 20, "regexp"},
		{`title =/substring="1:2" a`, 20, "substring"},
		{`title =/locale=fr a`, 20, "locale"},
		{`title =/number a`, 20, "number"},
		{`title =/oid a`, 20, "oid"},
		{`dc.date within/partial "1 2"`, 20, "partial"},
		{`issn =/fuzzy a`, 20, "fuzzy"},
		{`marc.245$a =/fuzzy nature`, 20, "fuzzy"},
		{`title =/word/string a`, 21, "/word/string"},
		{`title =/masked/unmasked a`, 21, "/masked/unmasked"},
		{`title ==/fuzzy nature`, 21, "/fuzzy"},
		{`title any/string a`, 21, "/string"},
		{`title within "1 5"`, 22, "issn.title within"},
		{`title encloses a`, 22, "issn.title encloses"},
		{`issn > 0028-0836`, 22, "issn.issn >"},
		{`dc.date adj 1900`, 22, "issn.startYear adj"},
		{`dc.date within 1900`, 24, "within"},
		{`title = ""`, 27, ""},
		{`issn = ""`, 27, ""},
		{`title = "!!!"`, 27, ""},
		{`title any "- -"`, 27, ""},
		{`dc.date = 19*`, 28, "*"},
		{`title =/fuzzy natur*`, 28, "*"},
		{`title any/fuzzy "annual natur?"`, 28, "?"},
		{`anywhere =/fuzzy 0028-083*`, 28, "*"},
		{`title = *`, 29, "2"},
		{`title = a*`, 29, "2"},
		{`issn = *`, 29, "1"},
		{`issn = -*`, 29, "1"},
		{`marc.008.18 = ?`, 29, "1"},
		{`title = a?b?c?d?e?f?g?h?i?j`, 30, "8"},
		{`issn = "^0028-0836"`, 31, "^"},
		{`dc.date = "^1900"`, 31, "^"},
		{`title = "fi^sh"`, 32, "^"},
		{`title = 物?学`, 49, "?"},
		{`dc.date > fish`, 36, "fish"},
		{`dateChanged = 2023-02-30`, 36, "2023-02-30"},
		{`issn = fish`, 36, "fish"},
		{`issn = fish*`, 36, "fish*"},
		{`issn = 0028-08361*`, 36, "0028-08361*"},
		{`issn = 0028-x83*`, 36, "0028-x83*"},
		{`isni = 0000?1`, 36, "0000?1"},
		{`marc.008.18 = weekly`, 36, "weekly"},
		{`marc.008.18 = week*`, 36, "week*"},
		{`marc.008.18 = "|"`, 36, "|"},
		{`a prox issn = 0028-0836`, 39, "issn.issn ="},
		{`a prox (b and c)`, 39, ""},
		{`a prox title any "b c"`, 39, "issn.title any"},
		{`keyTitle = a prox title = b`, 18, "issn.keyTitle issn.title"},
		{`a prox/distance~1 b`, 46, "distance~1"},
		{`a prox/distance b`, 40, ""},
		{`a prox/distance<fish b`, 41, "fish"},
		{`a prox/distance<1000 b`, 41, "1000"},
		{`a prox/unit=sentence b`, 42, "sentence"},
		{`a prox/ordered=1 b`, 43, "1"},
		{`a prox/ordered/unordered b`, 44, "unordered"},
		{`a prox "^b"`, 34, "^"},
		{`a and/nosuch b`, 46, "nosuch"},
		{`a prox/nosuch b`, 46, "nosuch"},
		{`cql.resultSetId = x`, 50, ""},
		{`a sortby nosuch`, 88, "nosuch"},
		{`a sortby note`, 88, "note"},
		{`a sortby title/respectCase`, 91, "respectCase"},
		{`a sortby title/nosuch`, 82, "nosuch"},
		{`a sortby title/missingValue`, 82, "missingValue"},
		{`a sortby dc.date/missingValue=fish`, 92, "fish"},
		{`a sortby title title title title title title title title title`, 84, "8"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			_, err := s.Search(context.Background(), subscriber, Request{Query: parse(t, tt.query)})
			code, details := codeOf(t, err)
			if code != tt.code || details != tt.details {
				t.Errorf("%d %q, want %d %q", code, details, tt.code, tt.details)
			}
		})
	}
}

// TestPointsThatNeedAKey: the public is told so, whatever it does with them.
func TestPointsThatNeedAKey(t *testing.T) {
	s := newService(t, sample(t))
	for _, p := range append(s.Table().Points(), path{tag: tag245, code: 'a'}.point()) {
		t.Run(p.Names[0], func(t *testing.T) {
			want := diagnostic.Code(diagnostic.AuthenticationError)
			if p.Tier == register.Released {
				want = 0
			}
			term := "1900"
			if p.number {
				term = nature
			}
			for _, op := range []string{"=", "any"} {
				q := parse(t, `cql.allRecords = 1`)
				q.Root = cql.NewClause(p.Names[0], op, term)
				_, err := s.Search(context.Background(), publicViewer, Request{Query: q})
				if code, _ := codeOf(t, err); code != want {
					t.Errorf("search %s: %d, want %d", op, code, want)
				}
			}
			if p.Scan {
				_, err := s.Scan(context.Background(), publicViewer, ScanRequest{Clause: cql.NewClause(p.Names[0], "=", term), Position: 1, Count: 5})
				if code, _ := codeOf(t, err); code != want {
					t.Errorf("scan: %d, want %d", code, want)
				}
			}
			if p.Facet {
				_, err := s.Search(context.Background(), publicViewer,
					Request{Query: parse(t, "nature"), Facets: []FacetWish{{Point: p.Names[0], Count: 5}}})
				if code, _ := codeOf(t, err); code != want {
					t.Errorf("facet: %d, want %d", code, want)
				}
			}
			if p.Sort {
				_, err := s.Search(context.Background(), publicViewer, Request{Query: parse(t, "nature sortby "+p.Names[0])})
				if code, _ := codeOf(t, err); code != want {
					t.Errorf("sort: %d, want %d", code, want)
				}
			}
		})
	}
}
