package search

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/marc"
	"issnd/register"
	"issnd/store"
)

// subscriber is a viewer with a key.
var subscriber = register.NewViewer("library", register.Complete)

var publicViewer register.Viewer

// newService makes a register of the records and a service that searches it.
func newService(t testing.TB, recs []*register.Record) *Service {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Apply(context.Background(), recs); err != nil {
		t.Fatal(err)
	}
	tab, ix := table(t), newMemory()
	if err := Follow(context.Background(), s, ix, tab, nil); err != nil {
		t.Fatal(err)
	}
	return NewService(tab, ix, register.New(s), Limits{})
}

// sample is the records of the sample register.
func sample(t testing.TB) []*register.Record {
	t.Helper()
	f, err := os.Open("../testdata/sample.mrc")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return readRecords(t, f)
}

// readRecords reads the records of a file that have an ISSN.
func readRecords(t testing.TB, in io.Reader) (list []*register.Record) {
	t.Helper()
	rules := register.DefaultRules()
	r := marc.NewISO2709Reader(in, marc.Options{})
	for {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		if rec, err := rules.Record(item.Record); err == nil {
			list = append(list, rec)
		}
	}
}

func table(t testing.TB) *Table {
	t.Helper()
	tab, err := DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func parse(t testing.TB, query string) *cql.Query {
	t.Helper()
	q, err := cql.Parse(query, cql.DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return q
}

// total is how many records a query finds.
func total(t testing.TB, s *Service, v register.Viewer, query string) uint64 {
	t.Helper()
	r, err := s.Search(context.Background(), v, Request{Query: parse(t, query)})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return r.Total
}

// find is the ISSNs that a query finds, in order.
func find(t testing.TB, s *Service, v register.Viewer, query string) []string {
	t.Helper()
	r, err := s.Search(context.Background(), v, Request{Query: parse(t, query), Start: 1, Count: 1000})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	list := []string{}
	for _, f := range r.Records {
		if f.View == nil {
			t.Errorf("%s: no view of %s", query, f.ISSN)
		}
		list = append(list, f.ISSN.String())
	}
	return list
}

// codeOf is the code of the diagnostic that an error is, with its details.
func codeOf(t testing.TB, err error) (diagnostic.Code, string) {
	t.Helper()
	var d *diagnostic.Diagnostic
	if err != nil && !errors.As(err, &d) {
		t.Fatalf("not a diagnostic: %v", err)
	}
	if d == nil {
		return 0, ""
	}
	return d.Code, d.Details
}

func BenchmarkDocument(b *testing.B) {
	recs, tab := sample(b), table(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		tab.Document(recs[i%len(recs)])
	}
}
