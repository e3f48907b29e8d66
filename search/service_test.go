package search

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/marc"
	"issnd/register"
)

var viewers = []struct {
	name   string
	viewer register.Viewer
}{{"public", publicViewer}, {"subscriber", subscriber}}

func TestPagesFollowEachOther(t *testing.T) {
	s := newService(t, sample(t))
	all := find(t, s, subscriber, "cql.allRecords = 1")
	var pages []string
	for start := uint64(1); ; start += 50 {
		r, err := s.Search(context.Background(), subscriber, Request{Query: parse(t, "cql.allRecords = 1"), Start: start, Count: 50})
		if err != nil {
			t.Fatal(err)
		}
		if int(r.Total) != len(all) {
			t.Fatalf("total %d, want %d", r.Total, len(all))
		}
		for _, f := range r.Records {
			pages = append(pages, f.ISSN.String())
		}
		if len(r.Records) == 0 {
			if len(r.Diagnostics) != 1 || r.Diagnostics[0].Code != diagnostic.FirstRecordOutOfRange {
				t.Errorf("past the last record: %v", r.Diagnostics)
			}
			break
		}
		if len(r.Diagnostics) != 0 {
			t.Errorf("start %d: %v", start, r.Diagnostics)
		}
	}
	if d := cmp.Diff(all, pages); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestNoHitsIsNoDiagnostic(t *testing.T) {
	s := newService(t, sample(t))
	r, err := s.Search(context.Background(), publicViewer, Request{Query: parse(t, "zzzz"), Start: 1, Count: 10})
	if err != nil || r.Total != 0 || len(r.Records) != 0 || len(r.Diagnostics) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestLimits(t *testing.T) {
	s := newService(t, sample(t))
	s.limits.Records, s.limits.Terms, s.limits.Facets = 3, 2, 1
	ctx := context.Background()
	r, err := s.Search(ctx, publicViewer, Request{Query: parse(t, "cql.allRecords = 1"), Count: 100,
		Facets: []FacetWish{{Point: "issn.country", Count: -1}}})
	if err != nil || len(r.Records) != 3 || len(r.Facets[0].Values) != 2 {
		t.Errorf("%d records, %+v, %v", len(r.Records), r.Facets, err)
	}
	terms, err := s.Scan(ctx, publicViewer, ScanRequest{Clause: cql.NewClause("title", "=", "a"), Position: 1, Count: 100})
	if err != nil || len(terms) != 2 {
		t.Errorf("%v, %v", terms, err)
	}
	_, err = s.Search(ctx, publicViewer, Request{Query: parse(t, "a"), Facets: make([]FacetWish, 2)})
	if code, _ := codeOf(t, err); code != diagnostic.UnsupportedParameterValue {
		t.Errorf("two facets: %v", err)
	}
}

// slow is an index that never answers.
type slow struct{ *memory }

func (slow) Search(ctx context.Context, _ *Plan, _ Window) (*Hits, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestSearchThatTakesTooLong(t *testing.T) {
	s := newService(t, nil)
	s.index, s.limits.Time = slow{newMemory()}, time.Millisecond
	_, err := s.Search(context.Background(), publicViewer, Request{Query: parse(t, "a")})
	if code, _ := codeOf(t, err); code != diagnostic.CannotProcessQuery {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err = s.Search(ctx, publicViewer, Request{Query: parse(t, "a")}); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller gave up: %v", err)
	}
}

// TestHeadingsThatTakeTooLong: how terms are shown is found within the time of
// the list.
func TestHeadingsThatTakeTooLong(t *testing.T) {
	s := newService(t, sample(t))
	s.index, s.limits.Time = slow{s.index.(*memory)}, time.Millisecond
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err := s.Scan(ctx, publicViewer, ScanRequest{Clause: cql.NewClause("keyTitle", "==", "nature"), Position: 1, Count: 1})
	if code, _ := codeOf(t, err); code != diagnostic.CannotProcessQuery {
		t.Errorf("a list: %v", err)
	}
	_, err = s.Suggest(ctx, publicViewer, "nature", 1)
	if code, _ := codeOf(t, err); code != diagnostic.CannotProcessQuery {
		t.Errorf("suggestions: %v", err)
	}
}

// TestRelevance: what is called so comes first, then what begins so, then what
// has the words in a title, then the rest.
func TestRelevance(t *testing.T) {
	s := newService(t, sample(t))
	for _, v := range viewers {
		got := find(t, s, v.viewer, `"sample journal of examples"`)
		begins := slices.Index(got, "9990-0149") // Sample journal of examples. Practice
		for _, exact := range []string{"9990-0017", "9990-0025", "9990-0033", "9990-0041", "9990-0084"} {
			if i := slices.Index(got, exact); i < 0 || i > begins {
				t.Errorf("%s: %s comes after what only begins so: %v", v.name, exact, got)
			}
		}
		if links := slices.Index(got, "9990-0068"); links >= 0 && links < begins { // a supplement of it
			t.Errorf("%s: a link to it comes first: %v", v.name, got)
		}
		science := find(t, s, v.viewer, "science")
		if len(science) < 3 || science[0] != "0036-8075" && science[0] != "1095-9203" || science[1] != "0036-8075" && science[1] != "1095-9203" {
			t.Errorf("%s: science: %v", v.name, science)
		}
	}
}

// TestFacets: every value is found by its query as often as it was counted.
func TestFacets(t *testing.T) {
	s := newService(t, sample(t))
	for _, v := range viewers {
		var wishes []FacetWish
		for _, p := range s.Table().For(v.viewer) {
			if p.Facet {
				wishes = append(wishes, FacetWish{Point: p.Names[0], Count: -1})
			}
		}
		s.limits.Facets = len(wishes)
		for _, query := range []string{`cql.allRecords = 1`, `> x = "info:srw/cql-context-set/1/dc-v1.1" x.title any "nature science journal" sortby title`} {
			r, err := s.Search(context.Background(), v.viewer, Request{Query: parse(t, query), Facets: wishes})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range r.Facets {
				if len(f.Values) == 0 {
					t.Errorf("%s: no values of %s", v.name, f.Point.Names[0])
				}
				for _, value := range f.Values {
					if value.Label == "" {
						t.Errorf("%s %q has no label", f.Point.Names[0], value.Value)
					}
					if n := total(t, s, v.viewer, value.Query); n != value.Count || n == 0 {
						t.Errorf("%s: %s finds %d, the facet counts %d", v.name, value.Query, n, value.Count)
					}
				}
			}
		}
	}
}

func TestFacetsAreRefused(t *testing.T) {
	s := newService(t, nil)
	for _, tt := range []struct {
		point string
		code  diagnostic.Code
	}{
		{"dc.nosuch", diagnostic.UnsupportedIndex},
		{"nosuch.title", diagnostic.UnsupportedContextSet},
		{"dc.title", diagnostic.QueryFeatureUnsupported},
	} {
		_, err := s.Search(context.Background(), subscriber, Request{Query: parse(t, "a"), Facets: []FacetWish{{Point: tt.point, Count: 1}}})
		if code, _ := codeOf(t, err); code != tt.code {
			t.Errorf("%s: %v, want %d", tt.point, err, tt.code)
		}
	}
}

// TestScan: every term of every list is found as often as it was counted, in
// order and without repeats.
func TestScan(t *testing.T) {
	s := newService(t, sample(t))
	for _, v := range viewers {
		points := s.Table().For(v.viewer)
		if !v.viewer.Public() {
			for _, at := range []path{{tag: tag245, code: 'a'}, {tag: tag022, code: 'a'}, {tag: tag856, code: 'u'}} {
				points = append(points, at.point())
			}
			points = append(points, s.Table().MARC(v.viewer)...)
		}
		for _, p := range points {
			for _, op := range []string{"=", "=="} {
				if !p.Scan || op == "==" && !p.Headings {
					continue
				}
				t.Run(v.name+" "+p.Names[0]+" "+op, func(t *testing.T) { scanAll(t, s, v.viewer, p, op) })
			}
		}
	}
}

func scanAll(t *testing.T, s *Service, v register.Viewer, p *Point, op string) {
	terms, err := s.Scan(context.Background(), v, ScanRequest{Clause: cql.NewClause(p.Names[0], op, ""), Position: 1, Count: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if len(terms) == 0 && (slices.Contains(notInSample, p.Names[0]) || v.Public()) {
		return // a field that the sample does not have
	}
	if len(terms) == 0 {
		t.Fatal("no terms")
	}
	if !terms[0].First || len(terms) < 1000 != terms[len(terms)-1].Last {
		t.Errorf("first %v, last %v of %d", terms[0].First, terms[len(terms)-1].Last, len(terms))
	}
	for i, term := range terms {
		if i > 0 && term.Value <= terms[i-1].Value {
			t.Errorf("%q after %q", term.Value, terms[i-1].Value)
		}
		if i%(len(terms)/100+1) != 0 {
			continue // the index in memory is slow
		}
		q := parse(t, "a")
		q.Root = cql.NewClause(p.Names[0], op, term.Value)
		r, err := s.Search(context.Background(), v, Request{Query: q})
		if err != nil || r.Total != term.Count {
			t.Errorf("%q is counted %d times, found %+v, %v", term.Value, term.Count, r, err)
		}
	}
}

var tag022, tag856 = marc.T("022"), marc.T("856")

func TestScanPositions(t *testing.T) {
	s := newService(t, sample(t))
	scan := func(term string, position, count int) (values []string, list []ScanTerm) {
		t.Helper()
		list, err := s.Scan(context.Background(), subscriber, ScanRequest{Clause: cql.NewClause("country", "=", term), Position: position, Count: count})
		if err != nil {
			t.Fatal(err)
		}
		for _, term := range list {
			values = append(values, term.Value)
		}
		return values, list
	}
	all, _ := scan("", 1, 1000)
	at := 3
	for _, tt := range []struct {
		name            string
		term            string
		position, count int
		want            []string
		first, last     bool
	}{
		{"first place", all[at], 1, 2, all[at : at+2], false, false},
		{"second place", all[at], 2, 2, all[at-1 : at+1], false, false},
		{"before the list", all[at], 0, 2, all[at+1 : at+3], false, false},
		{"after the list", all[at], 3, 2, all[at-2 : at], false, false},
		{"between two terms", all[at] + "a", 1, 1, all[at+1 : at+2], false, false},
		{"too few before", all[1], 4, 5, all[:3], true, false},
		{"too few after", all[len(all)-1], 1, 5, all[len(all)-1:], false, true},
		{"after the end", "zzz", 1, 5, nil, false, false},
		{"back from the end", "zzz", 3, 2, all[len(all)-2:], false, true},
		{"before the first", all[0], 0, 1, all[1:2], false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, list := scan(tt.term, tt.position, tt.count)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Fatalf("(-want +got):\n%s", d)
			}
			if n := len(list); n > 0 && (list[0].First != tt.first || list[n-1].Last != tt.last) {
				t.Errorf("first %v, last %v", list[0].First, list[n-1].Last)
			}
		})
	}
	for _, position := range []int{-1, 4} {
		_, err := s.Scan(context.Background(), subscriber, ScanRequest{Clause: cql.NewClause("country", "=", "a"), Position: position, Count: 2})
		if code, _ := codeOf(t, err); code != diagnostic.ResponsePositionRange {
			t.Errorf("position %d: %v", position, err)
		}
	}
}

func TestScanShowsWhatRecordsHave(t *testing.T) {
	s := newService(t, sample(t))
	for _, tt := range []struct{ point, op, term, value, display string }{
		{"keyTitle", "==", "nature", "nature london", "Nature (London)"},
		{"title", "==", "物理", "物理学报", ""},
		{"country", "=", "gb", "gb", "United Kingdom"},
		{"issn", "=", "0032874x", "0032-874x", "0032-874X"},
		{"title", "=", "nature", "nature", ""},
	} {
		list, err := s.Scan(context.Background(), subscriber, ScanRequest{Clause: cql.NewClause(tt.point, tt.op, tt.term), Position: 1, Count: 1})
		if err != nil || len(list) != 1 || list[0].Value != tt.value || list[0].Display != tt.display && list[0].Display != "" {
			t.Errorf("%s %s %q: %+v, %v", tt.point, tt.op, tt.term, list, err)
		}
	}
}

func TestScanIsRefused(t *testing.T) {
	s := newService(t, nil)
	for _, tt := range []struct {
		clause  string
		code    diagnostic.Code
		details string
	}{
		{`nosuch = a`, 16, "nosuch"},
		{`x.title = a`, 15, "x"},
		{`statement = a`, 16, "statement"},
		{`marc.245 = a`, 16, "marc.245"},
		{`note == a`, 22, "issn.note =="},
		{`marc.245$a == nature`, 22, "marc.245$a =="},
		{`title within a`, 22, "issn.title within"},
		{`title zoop a`, 19, "zoop"},
		{`title any a`, 19, "any"},
		{`title <> a`, 19, "<>"},
		{`dc.date > 1900`, 19, ">"},
		{`title =/fuzzy a`, 20, "fuzzy"},
		{`title = chem*`, 28, "chem*"},
		{`title = "^chem"`, 28, "^chem"},
	} {
		clause := parse(t, tt.clause).Root.(*cql.Clause)
		_, err := s.Scan(context.Background(), subscriber, ScanRequest{Clause: clause, Position: 1, Count: 1})
		if code, details := codeOf(t, err); code != tt.code || details != tt.details {
			t.Errorf("%s: %v, want %d %q", tt.clause, err, tt.code, tt.details)
		}
	}
}

func TestSuggest(t *testing.T) {
	s := newService(t, sample(t))
	for _, tt := range []struct {
		prefix string
		want   []ScanTerm
	}{
		{"NATURE l", []ScanTerm{
			{Value: "nature london", Display: "Nature (London)", Count: 1},
			{Value: "nature london online", Display: "Nature (London. Online)", Count: 1}}},
		{"", nil},
		{"!", nil},
		{"zzz", nil},
	} {
		got, err := s.Suggest(context.Background(), publicViewer, tt.prefix, 10)
		for i := range got {
			got[i].First, got[i].Last = false, false
		}
		if len(got) == 0 {
			got = nil
		}
		if d := cmp.Diff(tt.want, got); d != "" || err != nil {
			t.Errorf("%q (-want +got):\n%s%v", tt.prefix, d, err)
		}
	}
}
