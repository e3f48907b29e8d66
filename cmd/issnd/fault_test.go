package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"issnd/bench/generate"
	"issnd/marc"
	"issnd/store"
)

// TestStoreFault: a server whose store is damaged under it goes on, says so, and
// writes nothing more; once a copy is restored all is well.
func TestStoreFault(t *testing.T) {
	const records = 400
	g := generate.New(7, records)
	for name, left := range map[string]int64{"all is gone": 0, "most is gone": 6 * store.DefaultPageSize} {
		t.Run(name, func(t *testing.T) {
			s := newServed(t, g, 100)
			if err := s.start(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.awaitReadiness(t, ready)
			kept := filepath.Join(s.dir, "kept.db")
			if _, err := s.run(t.Context(), "backup", "--data", s.data, kept); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(filepath.Join(s.data, "register.db"), left); err != nil {
				t.Fatal(err)
			}
			if ok, failed := s.answers(t, g, records); failed == 0 || ok+failed != records {
				t.Errorf("of %d records %d are answered, %d with an error", records, ok, failed)
			}
			s.awaitReadiness(t, func(p parts) bool {
				state := p.Parts["store"].State
				return p.Status == http.StatusServiceUnavailable && (state == "damaged" || state == "failed")
			})
			err := s.importRecords(t.Context(), one(t, g))
			if err == nil || !strings.Contains(err.Error(), "the file is damaged") {
				t.Errorf("an import: %v", err)
			}
			if err := s.stop(os.Interrupt); err != nil {
				t.Error(err)
			}
			said := s.log.String()
			if n := strings.Count(said, "the store is damaged"); n != 1 || strings.Contains(said, "goroutine ") {
				t.Errorf("the server says so %d times:\n%.2000s", n, said)
			}
			if _, err := s.run(t.Context(), "restore", "--data", s.data, "--force", kept); err != nil {
				t.Fatal(err)
			}
			if err := s.start(t.Context()); err != nil {
				t.Fatal(err)
			}
			if ok, failed := s.answers(t, g, records); failed > 0 || ok != records {
				t.Errorf("after restoring: of %d records %d are answered, %d with an error", records, ok, failed)
			}
		})
	}
}

// answers asks for each record and counts answers that are one and those that
// say that something went wrong.
func (s *served) answers(t *testing.T, g *generate.Generator, records int) (ok, failed int) {
	t.Helper()
	for i := range records {
		res, err := http.Get(fmt.Sprintf("http://%s/resource/ISSN/%s?format=json", s.address, g.ISSN(i)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode == http.StatusInternalServerError {
			failed++
		} else if res.StatusCode < http.StatusInternalServerError {
			ok++
		}
	}
	return ok, failed
}

// one is a record as a file.
func one(t *testing.T, g *generate.Generator) []byte {
	t.Helper()
	iso, err := marc.AppendISO2709(nil, g.Record(0))
	if err != nil {
		t.Fatal(err)
	}
	return iso
}

// TestIndexFault: a server whose index is cut under it goes on, and makes another.
func TestIndexFault(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	d := &damage{following: newFollowing(t, 11, 60)}
	d.following.served.lose(t) // so that all of the index is in files
	d.level(t, false)
	cut("index/gen-*/*.zap", 0)(t, d)
	if err := d.importFile(t.Context(), d.changes(t)); err != nil {
		t.Fatal(err)
	}
	d.level(t, true)
	if said := d.served.log.String(); !strings.Contains(said, "the index is made anew") || strings.Contains(said, "goroutine ") {
		t.Errorf("the server says\n%.2000s", said)
	}
}
