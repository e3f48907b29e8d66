package sru

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/diagnostic"
	"issnd/search"
)

// brief is diagnostics as code or code:details.
func brief(list []*diagnostic.Diagnostic) string {
	var out []string
	for _, d := range list {
		s := strconv.Itoa(int(d.Code))
		if d.Details != "" {
			s += ":" + d.Details
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func parse(t *testing.T, query string) *Request {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(values)
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, query string
		version     Version
		operation   Operation
		faults      string
	}{
		{"nothing", "", V20, Explain, ""},
		{"a query alone", "query=a", V20, SearchRetrieve, ""},
		{"a scan clause alone", "scanClause=a", V20, Scan, ""},
		{"a type of query alone", "queryType=cql", V20, SearchRetrieve, "7:query"},
		{"1.1", "version=1.1&operation=searchRetrieve&query=a", V11, SearchRetrieve, ""},
		{"1.2 explain", "version=1.2&operation=explain", V12, Explain, ""},
		{"version alone is explain", "version=1.1", V11, Explain, ""},
		{"2.0 by the old parameters", "version=2.0&operation=scan&scanClause=a", V20, Scan, ""},
		{"operation without version", "operation=searchRetrieve&query=a", V20, SearchRetrieve, ""},
		{"the highest not above 1.3", "version=1.3&operation=searchRetrieve&query=a", V12, SearchRetrieve, ""},
		{"1.0 is no version", "version=1.0&operation=searchRetrieve&query=a", V11, SearchRetrieve, "5:2.0"},
		{"9.9 is no version", "version=9.9&operation=searchRetrieve&query=a", V20, SearchRetrieve, "5:2.0"},
		{"abc is no version", "version=abc&query=a", V20, SearchRetrieve, "5:2.0"},
		{"1.x is no version", "version=1.x&query=a", V20, SearchRetrieve, "5:2.0"},
		{"unknown operation", "version=1.2&operation=nosuch&query=a", V12, SearchRetrieve, "4:nosuch"},
		{"operations have letter case", "version=1.2&operation=SearchRetrieve&query=a", V12, SearchRetrieve, "4:SearchRetrieve"},
		{"no query", "version=1.1&operation=searchRetrieve", V11, SearchRetrieve, "7:query"},
		{"empty query", "version=1.2&operation=searchRetrieve&query=", V12, SearchRetrieve, "7:query"},
		{"no query in 2.0", "operation=searchRetrieve", V20, SearchRetrieve, "9:query"},
		{"unknown parameter", "version=1.2&operation=searchRetrieve&query=a&nosuch=1", V12, SearchRetrieve, "8:nosuch"},
		{"somebody's own parameter", "version=1.2&operation=searchRetrieve&query=a&x-info-99-foo=1", V12, SearchRetrieve, ""},
		{"parameter of another operation", "operation=explain&query=a", V20, Explain, "8:query"},
		{"parameter of 2.0 in 1.2", "version=1.2&operation=searchRetrieve&query=a&recordXMLEscaping=xml", V12, SearchRetrieve, "8:recordXMLEscaping"},
		{"facets in 1.1", "version=1.1&operation=searchRetrieve&query=a&facetLimit=1", V11, SearchRetrieve, "8:facetLimit"},
		{"sort keys in 1.2", "version=1.2&operation=searchRetrieve&query=a&sortKeys=title", V12, SearchRetrieve, "8:sortKeys"},
		{"XPath in 1.1", "version=1.1&operation=searchRetrieve&query=a&recordXPath=/x", V11, SearchRetrieve, "72"},
		{"XPath in 1.2", "version=1.2&operation=searchRetrieve&query=a&recordXPath=/x", V12, SearchRetrieve, "8:recordXPath"},
		{"twice the same", "query=a&query=a", V20, SearchRetrieve, ""},
		{"twice something else", "query=a&query=b", V20, SearchRetrieve, "6:query"},
		{"start 0", "query=a&startRecord=0", V20, SearchRetrieve, "6:startRecord"},
		{"start -1", "query=a&startRecord=-1", V20, SearchRetrieve, "6:startRecord"},
		{"start abc", "query=a&startRecord=abc", V20, SearchRetrieve, "6:startRecord"},
		{"no start", "query=a&startRecord=", V20, SearchRetrieve, ""},
		{"maximum -1", "query=a&maximumRecords=-1", V20, SearchRetrieve, "6:maximumRecords"},
		{"all that is wrong", "query=a&maximumRecords=x&startRecord=y&z=1", V20, SearchRetrieve, "8:z 6:startRecord 6:maximumRecords"},
		{"time to live", "query=a&resultSetTTL=60", V20, SearchRetrieve, ""},
		{"time to live, wrong", "query=a&resultSetTTL=long", V20, SearchRetrieve, "6:resultSetTTL"},
		{"packing in 1.x", "version=1.1&operation=searchRetrieve&query=a&recordPacking=bogus", V11, SearchRetrieve, "71:bogus"},
		{"packing in 2.0", "query=a&recordPacking=packed", V20, SearchRetrieve, ""},
		{"packing in 2.0, wrong", "query=a&recordPacking=bogus", V20, SearchRetrieve, "6:recordPacking"},
		{"escaping", "query=a&recordXMLEscaping=bogus", V20, SearchRetrieve, "71:bogus"},
		{"query type", "query=a&queryType=nosuch", V20, SearchRetrieve, "6:queryType"},
		{"syntax", "query=(a", V20, SearchRetrieve, "13:2"},
		{"httpAccept", "query=a&httpAccept=image/png", V20, SearchRetrieve, "6:httpAccept"},
		{"responseType", "query=a&responseType=nosuch", V20, SearchRetrieve, "6:responseType"},
		{"httpAccept in 1.2", "version=1.2&operation=explain&httpAccept=text/xml", V12, Explain, "8:httpAccept"},
		{"style sheet", "query=a&stylesheet=/a.xsl", V20, SearchRetrieve, ""},
		{"style sheet, a script", "query=a&stylesheet=javascript:1", V20, SearchRetrieve, "111:javascript:1"},
		{"style sheet, rendered here", "query=a&stylesheet=/a.xsl&renderedBy=server", V20, SearchRetrieve, "110"},
		{"rendered by nobody", "query=a&renderedBy=nobody", V20, SearchRetrieve, "6:renderedBy"},
		{"no scan clause", "version=1.2&operation=scan", V12, Scan, "7:scanClause"},
		{"maximumTerms", "scanClause=a&maximumTerms=abc", V20, Scan, "6:maximumTerms"},
		{"maximumTerms 0", "scanClause=a&maximumTerms=0", V20, Scan, "6:maximumTerms"},
		{"responsePosition", "scanClause=a&responsePosition=abc", V20, Scan, "6:responsePosition"},
		{"responsePosition after the end", "scanClause=a&maximumTerms=3&responsePosition=4", V20, Scan, ""},
		{"responsePosition far", "scanClause=a&maximumTerms=3&responsePosition=5", V20, Scan, "120"},
		{"scan of two clauses", "scanClause=a and b", V20, Scan, "10:2"},
		{"scan with an order", "scanClause=a sortby b", V20, Scan, "10:9"},
		{"facets of too many", "query=a&facetLimit=1:a,1:b,1:c,1:d,1:e,1:f,1:g,1:h,1:i,1:j,1:k,1:l,1:m,1:n,1:o,1:p,1:q,1:r,1:s,1:t,1:u", V20, SearchRetrieve, "6:facetLimit"},
		{"facetLimit", "query=a&facetLimit=x", V20, SearchRetrieve, "6:facetLimit"},
		{"facetStart", "query=a&facetStart=0", V20, SearchRetrieve, "6:facetStart"},
		{"facetSort", "query=a&facetSort=colour", V20, SearchRetrieve, "6:facetSort"},
		{"too many parameters", "query=a&" + manyParameters(), V20, SearchRetrieve, "8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := parse(t, c.query)
			if r.Version != c.version || r.Operation != c.operation {
				t.Errorf("%s %s, want %s %s", r.Version, r.Operation, c.version, c.operation)
			}
			if got := brief(r.Faults); got != c.faults {
				t.Errorf("faults %q, want %q", got, c.faults)
			}
		})
	}
}

func manyParameters() string {
	var b strings.Builder
	for i := range maxParameters {
		b.WriteString("a" + strconv.Itoa(i) + "=1&")
	}
	return b.String()
}

func TestNumbersAreBounded(t *testing.T) {
	r := parse(t, "query=a&maximumRecords=99999999999999999999&startRecord=99999999999999999999")
	if r.Faults != nil || r.Count != limits.Records || r.Start != 1<<64-1 {
		t.Errorf("%d records from %d, %s", r.Count, r.Start, brief(r.Faults))
	}
	r = parse(t, "scanClause=a&maximumTerms=1000000")
	if r.Faults != nil || r.Terms != limits.Terms {
		t.Errorf("%d terms, %s", r.Terms, brief(r.Faults))
	}
}

// TestLimitsAreThoseOfTheSearch: what is advertised is what is done, and one more
// is refused.
func TestLimitsAreThoseOfTheSearch(t *testing.T) {
	l := search.DefaultLimits()
	var facets []string
	for n := range l.Facets {
		facets = append(facets, "1:f"+strconv.Itoa(n))
	}
	query := "query=a&facetLimit=" + strings.Join(facets, ",")
	if r := parse(t, query); r.Faults != nil || len(r.Facets) != l.Facets {
		t.Errorf("%d facets, %s", len(r.Facets), brief(r.Faults))
	}
	if got := brief(parse(t, query+",1:more").Faults); got != "6:facetLimit" {
		t.Errorf("one facet more: %s", got)
	}
	keys := "query=a&sortKeys=" + strings.Repeat("title+", search.QueryBounds().SortKeys)
	if r := parse(t, keys); r.Faults != nil {
		t.Errorf("sort keys: %s", brief(r.Faults))
	}
	if got := brief(parse(t, keys+"title").Faults); got != "84:"+strconv.Itoa(search.QueryBounds().SortKeys) {
		t.Errorf("one sort key more: %s", got)
	}
}

func TestSortKeys(t *testing.T) {
	for _, c := range []struct{ name, keys, want string }{
		{"path", "title", "a sortby title"},
		{"set", "dc.title", "a sortby dc.title"},
		{"ascending", "title,,1", "a sortby title/sort.ascending"},
		{"descending", "title,,0", "a sortby title/sort.descending"},
		{"case", "title,,,1", "a sortby title/sort.respectCase"},
		{"several", "dc.date,,0  dc.title", "a sortby dc.date/sort.descending dc.title"},
		{"missing", "title,,,,omit", "a sortby title/sort.missingOmit"},
		{"missing value", `title,,,,"a b,c"`, `a sortby title/sort.missingValue="a b,c"`},
		{"schema", "title,nosuch", "87:nosuch"},
		{"direction", "title,,x", "90:x"},
		{"case, wrong", "title,,,x", "91:x"},
		{"missing, wrong", "title,,,,x", "92:x"},
		{"no path", ",,1", "88"},
		{"blanks", "  ", "82:  "},
		{"too many parts", "a,,,,omit,x", "82:a,,,,omit,x"},
		{"too many", "a a a a a a a a a", "84:8"},
	} {
		for _, version := range []string{"version=1.1&operation=searchRetrieve&", ""} {
			t.Run(c.name+" "+version, func(t *testing.T) {
				r := parse(t, version+"query=a&sortKeys="+url.QueryEscape(c.keys))
				got := brief(r.Faults)
				if got == "" {
					got = r.Query.String()
				}
				if got != c.want {
					t.Errorf("%q, want %q", got, c.want)
				}
			})
		}
	}
	r := parse(t, "query=a sortby dc.date&sortKeys=title")
	if brief(r.Notes) != "94" || r.Faults != nil || r.Query.String() != "a sortby dc.date" {
		t.Errorf("both: notes %q, faults %q, %s", brief(r.Notes), brief(r.Faults), r.Query)
	}
}

func TestFacets(t *testing.T) {
	const none = "none"
	for _, c := range []struct{ name, query, want string }{
		{"nothing", "", none},
		{"one", "facetLimit=3:dc.date", "dc.date 3 from 1 by count least 0"},
		{"two", "facetLimit=3:a,5:b", "a 3 from 1 by count least 0; b 5 from 1 by count least 0"},
		{"all", "facetLimit=7", "* 7 from 1 by count least 0"},
		{"for all and for one", "facetLimit=5:a,7", "a 5 from 1 by count least 0"},
		{"no limit", "facetLimit=-1:a", "a -1 from 1 by count least 0"},
		{"start", "facetLimit=3:a&facetStart=2:a", "a 3 from 2 by count least 0"},
		{"start for all", "facetLimit=3:a&facetStart=2", "a 3 from 2 by count least 0"},
		{"least", "facetLimit=3:a&facetCount=2", "a 3 from 1 by count least 2"},
		{"sort", "facetLimit=3:a&facetSort=alphanumeric", "a 3 from 1 by term least 0"},
		{"sort down", "facetLimit=3:a&facetSort=alphanumeric,descending", "a 3 from 1 by term down least 0"},
		{"sort with modifiers", "facetSort=alphanumeric/caseInsensitive/ascending:a", "a 10 from 1 by term least 0"},
		{"count up", "facetLimit=1:a&facetSort=recordCount/ascending", "a 1 from 1 by count down least 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := parse(t, "query=x&"+c.query)
			if r.Faults != nil {
				t.Fatal(brief(r.Faults))
			}
			wishes := r.Facets
			if r.Spread != nil {
				w := *r.Spread
				w.Point = "*"
				wishes = append(wishes, w)
			}
			var got []string
			for _, w := range wishes {
				s := w.Point + " " + strconv.Itoa(w.Count) + " from " + strconv.Itoa(w.Start) + " by count"
				if w.ByTerm {
					s = strings.TrimSuffix(s, "count") + "term"
				}
				if w.Descending {
					s += " down"
				}
				got = append(got, s+" least "+strconv.FormatUint(w.MinCount, 10))
			}
			text := strings.Join(got, "; ")
			if text == "" {
				text = none
			}
			if d := cmp.Diff(c.want, text); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestSearchTermsAreNotCQL(t *testing.T) {
	r := parse(t, "queryType=searchTerms&query="+url.QueryEscape(`cats and (dogs" *`))
	if r.Faults != nil || r.Query == nil {
		t.Fatalf("%s", brief(r.Faults))
	}
	r = parse(t, "queryType=searchTerms&query="+strings.Repeat("a", 20_000))
	if brief(r.Faults) != "12:2000" {
		t.Errorf("too long: %s", brief(r.Faults))
	}
}
