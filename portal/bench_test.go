package portal_test

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"

	"issnd/bench/generate"
	"issnd/portal"
	"issnd/register"
	"issnd/server"
	"issnd/store"
)

// discard takes a response and keeps nothing, so that only our work counts.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

// BenchmarkResource answers requests for records from store to bytes, without
// a cache and without a network.
func BenchmarkResource(b *testing.B) {
	const n = 10_000
	s, err := store.Open(filepath.Join(b.TempDir(), "register.db"), store.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	g, rules := generate.New(1, n), register.DefaultRules()
	var batch []*register.Record
	var paths []string
	for i := range n {
		r, err := rules.Record(g.Record(i))
		if err != nil {
			b.Fatal(err)
		}
		batch = append(batch, r)
		if r.Status == register.Confirmed && !r.Deleted {
			paths = append(paths, "/resource/ISSN/"+r.ISSN.String())
		}
	}
	if _, err := s.Apply(b.Context(), batch); err != nil {
		b.Fatal(err)
	}
	complete := register.NewViewer("bench", register.Complete)
	svc := uncached(b, register.New(s))
	h := server.New(server.Options{Log: slog.New(slog.DiscardHandler)},
		portal.Routes(svc, func(http.Header) (register.Viewer, error) { return complete, nil }, nil))
	for _, f := range svc.Formats().All() {
		b.Run(f.Name, func(b *testing.B) {
			b.ReportAllocs()
			w := &discard{http.Header{}}
			for i := 0; b.Loop(); i++ {
				r, err := http.NewRequest(http.MethodGet, paths[i*7919%len(paths)], nil)
				if err != nil {
					b.Fatal(err)
				}
				r.Host = "portal.example.org"
				r.Header["Accept"] = []string{f.MediaTypes[0]}
				clear(w.header)
				h.ServeHTTP(w, r)
			}
		})
	}
}
