package sru_test

import (
	"net/http"
	"testing"

	"issnd/sru"
)

// BenchmarkHandle answers requests over the sample register: records in two
// formats, none, facets and explain.
func BenchmarkHandle(b *testing.B) {
	svc := service(b)
	for _, c := range []struct{ name, query string }{
		{"marcxml", "query=cql.allRecords%3D1"},
		{"mods", "query=cql.allRecords%3D1&recordSchema=mods"},
		{"string", "query=cql.allRecords%3D1&recordXMLEscaping=string"},
		{"none", "query=cql.allRecords%3D1&maximumRecords=0"},
		{"facets", "query=cql.allRecords%3D1&maximumRecords=0&facetLimit=5"},
		{"scan", "scanClause=dc.title%3Da"},
		{"explain", ""},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				a, err := svc.Handle(b.Context(), &sru.Call{Method: http.MethodGet, Query: c.query, Site: "http://localhost/"})
				if err != nil {
					b.Fatal(err)
				}
				n = len(a.Body)
			}
			b.SetBytes(int64(n))
		})
	}
}
