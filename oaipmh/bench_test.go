package oaipmh

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"issnd/format"
	"issnd/register"
)

// BenchmarkListRecords renders pages of 100 records; ns/record is the figure to
// look at.
func BenchmarkListRecords(b *testing.B) {
	f := start(b, func(*Config) {})
	for _, prefix := range []string{"marc21", "oai_dc"} {
		b.Run(prefix, func(b *testing.B) {
			var dst []byte
			var err error
			for b.Loop() {
				if dst, err = f.AppendResponse(b.Context(), dst[:0], register.Viewer{}, testSite, "verb=ListRecords&metadataPrefix="+prefix); err != nil {
					b.Fatal(err)
				}
			}
			perRecord(b, DefaultRecords)
		})
	}
	b.Run("gzip", func(b *testing.B) {
		h := f.handler(nil)
		r := httptest.NewRequest(http.MethodGet, "/oai?verb=ListRecords&metadataPrefix=marc21", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		for b.Loop() {
			h.ServeHTTP(httptest.NewRecorder(), r)
		}
		perRecord(b, DefaultRecords)
	})
}

// BenchmarkRecord renders one record without reading it.
func BenchmarkRecord(b *testing.B) {
	f := start(b, func(*Config) {})
	items, err := f.register.Harvest(b.Context(), register.Viewer{}, "", 0, 1<<63, DefaultRecords, nil)
	if err != nil {
		b.Fatal(err)
	}
	x, err := f.exchange(b.Context(), make([]byte, 0, 1<<20), register.Viewer{}, testSite)
	if err != nil {
		b.Fatal(err)
	}
	var marcxml *format.Format
	if marcxml, err = x.format("marc21"); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		x.out.Buf = x.out.Buf[:0]
		for i := range items {
			if err := x.record(marcxml, &items[i]); err != nil {
				b.Fatal(err)
			}
		}
	}
	perRecord(b, len(items))
}

func perRecord(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/record")
}
