package cql

import "testing"

const typical = `dc.title all "annual review" and issn.country = fra not dc.date < 1990 sortby dc.date/sort.descending`

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, query string }{
		{"term", `herpetologica`},
		{"clause", `issn.issn = 0317-8471`},
		{"typical", typical},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.query)))
			for b.Loop() {
				if _, err := Parse(c.query, Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkString(b *testing.B) {
	q := parse(b, typical)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = q.AppendCQL(dst[:0])
	}
}

func BenchmarkXCQL(b *testing.B) {
	q := parse(b, typical)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = AppendXCQL(dst[:0], q, XCQL1)
	}
}

// TestParseAllocates: a query, its two operators and three clauses, and the
// slices of the one sort key.
func TestParseAllocates(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _, _ = Parse(typical, Limits{}) }); n > 10 {
		t.Errorf("%v allocations", n)
	}
}
