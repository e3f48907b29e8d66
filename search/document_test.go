package search

import (
	"errors"
	"io"
	"os"
	"testing"

	"issnd/marc"
	"issnd/register"
)

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

func BenchmarkDocument(b *testing.B) {
	recs, tab := sample(b), table(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		tab.Document(recs[i%len(recs)])
	}
}

func TestDump(t *testing.T) {
	d := table(t).Document(sample(t)[0])
	n := 0
	for _, f := range d.Fields {
		t.Logf("%s %v", f.Field, f.Tokens)
		n += len(f.Tokens)
	}
	t.Log(n)
}
