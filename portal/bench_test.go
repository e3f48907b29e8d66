package portal_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

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

// AddField implements field.Adder, as the server's own responses do.
func (d *discard) AddField(string, []byte) {}

// BenchmarkResource answers requests for records from store to bytes, without
// a cache and without a network, by format.
func BenchmarkResource(b *testing.B) {
	reg, paths := generated(b)
	for _, f := range uncached(b, reg).Formats().All() {
		b.Run(f.Name, func(b *testing.B) {
			benchmarkHandler(b, uncached(b, reg), paths, http.Header{"Accept": {f.MediaTypes[0]}})
		})
	}
}

// BenchmarkAtHand answers with renditions that are at hand, here or with the
// client.
func BenchmarkAtHand(b *testing.B) {
	reg, paths := generated(b)
	b.Run("cached", func(b *testing.B) {
		benchmarkHandler(b, service(b, reg), paths[:100], http.Header{"Accept": {"text/turtle"}})
	})
	b.Run("304", func(b *testing.B) {
		benchmarkHandler(b, service(b, reg), paths[:100], http.Header{"Accept": {"text/turtle"}, "If-None-Match": {"*"}})
	})
}

// BenchmarkServed answers over connections of its own, every format in turn: the
// load that the profile for the compiler is made of (make profile).
func BenchmarkServed(b *testing.B) {
	reg, paths := generated(b)
	svc := uncached(b, reg)
	o := server.Options{Plain: []string{portal.ResourcePath}, Log: slog.New(slog.DiscardHandler), ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: time.Minute}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	h := server.New(o, portal.Routes(svc, func(http.Header) (register.Viewer, error) { return register.Viewer{}, nil }, nil))
	go server.Serve(b.Context(), l, h, o)
	types := []string{"text/html", "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples", "application/marc", "application/marcxml+xml"}
	b.RunParallel(func(pb *testing.PB) {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			b.Error(err)
			return
		}
		defer c.Close()
		in := bufio.NewReader(c)
		var request []byte
		for i := 0; pb.Next(); i++ {
			request = fmt.Appendf(request[:0], "GET %s HTTP/1.1\r\nHost: portal.example.org\r\nAccept: %s\r\n\r\n", paths[i*7919%len(paths)], types[i%len(types)])
			if _, err := c.Write(request); err != nil {
				b.Error(err)
				return
			}
			if err := skipResponse(in); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// skipResponse reads a response and looks at its length only, so that the
// profile is that of the server.
func skipResponse(in *bufio.Reader) error {
	const name = "Content-Length: "
	n := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == len("\r\n") {
			_, err = in.Discard(n)
			return err
		}
		if s := string(line); strings.HasPrefix(s, name) {
			if n, err = strconv.Atoi(strings.TrimSpace(s[len(name):])); err != nil {
				return err
			}
		}
	}
}

// generated is a register of generated records and the paths of the confirmed
// ones.
func generated(b *testing.B) (*register.Register, []string) {
	const n = 10_000
	s, err := store.Open(filepath.Join(b.TempDir(), "register.db"), store.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
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
	return register.New(s), paths
}

func benchmarkHandler(b *testing.B, svc *portal.Service, paths []string, header http.Header) {
	h := server.New(server.Options{Log: slog.New(slog.DiscardHandler)},
		portal.Routes(svc, func(http.Header) (register.Viewer, error) { return register.Viewer{}, nil }, nil))
	b.ReportAllocs()
	w := &discard{http.Header{}}
	for i := 0; b.Loop(); i++ {
		r, err := http.NewRequest(http.MethodGet, paths[i*7919%len(paths)], nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Host, r.Header = "portal.example.org", header
		clear(w.header)
		h.ServeHTTP(w, r)
	}
}
