package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
	"issnd/store"
)

// synthetic makes the i-th of a series of records of about 1.06 KB as ISO
// 2709, in no order of ISSN, one in three in the cluster of another.
func synthetic(i int) *register.Record {
	id := shuffled(i)
	rng := rand.New(rand.NewPCG(uint64(i), 1))
	r := &register.Record{Head: register.Head{
		ISSN: id, ISSNL: id, Status: register.Confirmed, StatusSource: register.Given,
		Media: register.Media(0).With(register.Print),
	}}
	if i%3 == 2 {
		r.ISSNL = shuffled(i - 1)
	}
	m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 a 4500"))}
	m.Fields = append(m.Fields,
		marc.Field{Tag: marc.T("001"), Value: id.String()},
		marc.Field{Tag: marc.T("008"), Value: "020121c20029999fr mr p       0   b0fre c"},
		marc.Field{Tag: marc.T("022"), Ind1: '0', Ind2: ' ', Subfields: subfields('a', id.String(), 'l', r.ISSNL.String())},
	)
	if i%20 == 7 {
		m.Fields[2].Subfields = append(m.Fields[2].Subfields, marc.Subfield{Code: 'z', Value: shuffled(i - 3).String()})
	}
	for n := range 19 {
		tag := marc.T(fmt.Sprintf("%03d", 210+n*35))
		m.Fields = append(m.Fields, marc.Field{
			Tag: tag, Ind1: ' ', Ind2: '0', Subfields: subfields('a', words(rng, 1+rng.IntN(4)), 'b', words(rng, 1)),
		})
	}
	r.MARC = m
	return r
}

func subfields(c1 byte, v1 string, c2 byte, v2 string) []marc.Subfield {
	return []marc.Subfield{{Code: c1, Value: v1}, {Code: c2, Value: v2}}
}

// shuffled is a bijection from 0…9999990 to ISSNs.
func shuffled(i int) issn.ISSN {
	const prime = 9999991
	id, _ := issn.FromNumber(uint32((i*6364137+1)%prime) + 1)
	return id
}

func words(rng *rand.Rand, n int) string {
	var b strings.Builder
	for k := range n {
		if k > 0 {
			b.WriteByte(' ')
		}
		for range 3 + rng.IntN(9) {
			b.WriteByte(byte('a' + rng.IntN(26)))
		}
	}
	return b.String()
}

// rawLen is the length of a record as ISO 2709.
func rawLen(m *marc.Record) int {
	n := marc.LeaderLength + 2
	for _, f := range m.Fields {
		n += 12 + len(f.Value) + 1
		if !f.Tag.Control() {
			n += 2
		}
		for _, s := range f.Subfields {
			n += 2 + len(s.Value)
		}
	}
	return n
}

// BenchmarkImport applies ISSND_BENCH_RECORDS records, 20,000 if it is unset,
// in batches of 10,000 to a new store and reports the size of the file in
// relation to that of the records as ISO 2709.
func BenchmarkImport(b *testing.B) {
	const batch = 10_000
	records := 20_000
	fmt.Sscan(os.Getenv("ISSND_BENCH_RECORDS"), &records)
	var raw int
	recs := make([]*register.Record, 0, batch)
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "register.db")
		s, err := store.Open(path, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		raw = 0
		for i := 0; i < records; i += len(recs) {
			b.StopTimer()
			recs = recs[:0]
			for k := i; k < min(i+batch, records); k++ {
				recs = append(recs, synthetic(k))
				raw += rawLen(recs[k-i].MARC)
			}
			b.StartTimer()
			if _, err := s.Apply(b.Context(), recs); err != nil {
				b.Fatal(err)
			}
		}
		b.StopTimer()
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/float64(raw), "size/raw")
		b.ReportMetric(float64(raw)/float64(records), "raw-B/record")
		b.StartTimer()
	}
	b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "records/s")
}
