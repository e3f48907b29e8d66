package sru

import (
	"context"
	"net/http"
	"os"
	"testing"

	"issnd/crosswalk"
	"issnd/diagnostic"
	"issnd/format"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
	"issnd/search"
)

// stub is a searcher that finds what it is told to, so that the protocol is
// tested alone.
type stub struct {
	records []search.Found // all there are
	terms   []search.ScanTerm
	facets  []search.Facet
	notes   []*diagnostic.Diagnostic // beside the records
	err     error

	asked   search.Request     // of the last search
	scanned search.ScanRequest // of the last scan

	generation uint64
	reads      int
}

func (s *stub) Search(_ context.Context, _ register.Viewer, r search.Request) (*search.Result, error) {
	s.asked = r
	if s.err != nil {
		return nil, s.err
	}
	out := &search.Result{Total: uint64(len(s.records)), Facets: s.facets, Diagnostics: s.notes}
	if r.Start > 1 && r.Start > out.Total {
		out.Diagnostics = append(out.Diagnostics, diagnostic.New(diagnostic.FirstRecordOutOfRange, ""))
	}
	for i := r.Start; i < r.Start+uint64(r.Count) && i-1 < out.Total; i++ {
		f := s.records[i-1]
		if r.Bare {
			f.View = nil
		}
		out.Records = append(out.Records, f)
	}
	return out, nil
}

func (s *stub) Scan(_ context.Context, _ register.Viewer, r search.ScanRequest) ([]search.ScanTerm, error) {
	s.scanned = r
	return s.terms, s.err
}

func (s *stub) Read(_ context.Context, _ register.Viewer, id issn.ISSN) (*register.View, error) {
	s.reads++
	for _, f := range s.records {
		if f.ISSN == id {
			return f.View, s.err
		}
	}
	return nil, s.err
}

func (s *stub) Generation() uint64 { return s.generation }

// points is a table of one point of each kind.
type points []*search.Point

func (p points) For(v register.Viewer) []*search.Point {
	var out []*search.Point
	for _, one := range p {
		if one.For(v) {
			out = append(out, one)
		}
	}
	return out
}

func (points) MARC(v register.Viewer) []*search.Point {
	if v.Public() {
		return nil
	}
	return []*search.Point{{Names: []string{"marc.008.18"}, Title: "Frequency", Kind: search.Code, Tier: register.Complete, Scan: true}}
}

func (points) ContextSets(v register.Viewer) []search.ContextSet {
	sets := []search.ContextSet{
		{Name: "issn", URI: "http://issn.org/cql-context-set/1/issn-v1.0", Title: "ISSN Register"},
		{Name: "cql", URI: "info:srw/cql-context-set/1/cql-v1.2", Title: "CQL"},
		{Name: "dc", URI: "info:srw/cql-context-set/1/dc-v1.1", Title: "Dublin Core"},
	}
	if !v.Public() {
		sets = append(sets, search.ContextSet{Name: "marc", URI: "info:srw/cql-context-set/1/marc-1.1", Title: "MARC 21"})
	}
	return sets
}

var (
	titlePoint = &search.Point{Names: []string{"issn.keyTitle", "dc.title"}, Title: "Key title", Kind: search.Text, Scan: true, Sort: true,
		Values: func(dst []string, v *register.View) []string { return append(dst, crosswalk.Title(v)) }}
	countryPoint = &search.Point{Names: []string{"issn.country"}, Title: "Country", Kind: search.Code, Facet: true}
	testPoints   = points{
		{Names: []string{"cql.allRecords"}, Title: "All records", Kind: search.Everything},
		titlePoint, countryPoint,
		{Names: []string{"issn.startYear", "dc.date"}, Title: "First year", Kind: search.Number, Tier: register.Complete, Sort: true},
		{Names: []string{"rec.lastModificationDate"}, Title: "Last change", Kind: search.Date},
	}
)

// found are the views of serials that have the titles.
func found(t testing.TB, titles ...string) []search.Found {
	t.Helper()
	var out []search.Found
	for i, title := range titles {
		id := numbered(i)
		rec := &marc.Record{Leader: marc.Leader([]byte("00000nas a2200000 a 4500")), Fields: []marc.Field{
			{Tag: marc.T("001"), Value: id.String()},
			{Tag: marc.T("008"), Value: "900101c19009999xxkwr p       0   a0eng  "},
			{Tag: marc.T("022"), Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: id.String()}}},
			{Tag: marc.T("222"), Ind1: ' ', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: title}}},
		}}
		var rules register.Rules
		r, err := rules.Record(rec)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, search.Found{ISSN: id, View: r.View(register.Released)})
	}
	return out
}

// numbered is the ISSN of the seven digits of n.
func numbered(n int) issn.ISSN {
	for check := range 11 {
		digits := []byte("9000000X")
		digits[6] = byte('0' + n%10)
		if check < 10 {
			digits[7] = byte('0' + check)
		}
		if id, err := issn.Parse(string(digits)); err == nil {
			return id
		}
	}
	panic("no check character")
}

// newService is a service over a stub.
func newService(t testing.TB, s Searcher) *Service { return newKeepingService(t, s, 0) }

// newKeepingService is newService with a cache of some bytes.
func newKeepingService(t testing.TB, s Searcher, size uint64) *Service {
	t.Helper()
	o := crosswalk.Options{License: "https://creativecommons.org/licenses/by-nc-sa/4.0/", LicenseName: "CC BY-NC-SA 4.0"}
	o.PublicURL = "https://portal.example.org/"
	rows, err := format.Default(o)
	if err != nil {
		t.Fatal(err)
	}
	table, err := format.NewTable(rows...)
	if err != nil {
		t.Fatal(err)
	}
	frame := func(title string, main []byte) (http.Header, []byte) {
		return http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Content-Security-Policy": {"default-src 'none'"}},
			append([]byte("<!DOCTYPE html><title>"+title+"</title>\n"), main...)
	}
	svc, err := New(Config{Title: "Test register", Crosswalk: o, Frame: frame, CacheSize: size}, s, testPoints, table)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

// three is a stub with three records, one of which has gone.
func three(t testing.TB) *stub {
	s := &stub{records: found(t, "Nature & <science>", "Annales"), facets: []search.Facet{{Point: countryPoint, Values: []search.FacetValue{
		{Value: "xxk", Label: "United Kingdom", Count: 2, Query: `(a) and issn.country = "xxk"`},
	}}, {Point: titlePoint}}}
	s.records = append(s.records, search.Found{ISSN: numbered(2)})
	s.terms = []search.ScanTerm{{Value: "annales", Count: 1, First: true}, {Value: "nature", Display: "Nature", Count: 1, Last: true}}
	return s
}

// reference is the reference folder, for tests that are skipped without it.
func reference(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ISSND_SHARED")
	if dir == "" {
		t.Skip("ISSND_SHARED is not set")
	}
	return dir
}
