package sru

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"issnd/register"
)

// TestKept compares answers of a service that keeps records with those of one
// that does not, and counts how many are read.
func TestKept(t *testing.T) {
	plain, keeping := three(t), three(t)
	without, with := newService(t, plain), newKeepingService(t, keeping, 1<<20)
	public, key := register.Viewer{}, register.NewViewer("library", register.Complete)
	const mods = "&recordSchema=mods"
	steps := []struct {
		name   string
		query  string
		accept string
		viewer register.Viewer
		change func(*stub)
		reads  int
	}{
		{name: "first", reads: 3},
		{name: "again, but what is gone", reads: 1},
		{name: "another version of the protocol", query: "&version=1.1", reads: 1},
		{name: "another format", query: mods, reads: 3},
		{name: "another viewer", viewer: key, reads: 3},
		{name: "as text", query: "&recordXMLEscaping=string", reads: 3},
		{name: "as JSON", accept: "application/json", reads: 3},
		{name: "as a page", query: "&httpAccept=text/html", reads: 3},
		{name: "after a change", change: func(s *stub) {
			s.generation++
			s.records[0].View = found(t, "Another title")[0].View
		}, reads: 3},
		{name: "again after it", reads: 1},
	}
	for _, tt := range steps {
		if tt.change != nil {
			tt.change(plain)
			tt.change(keeping)
		}
		keeping.reads = 0
		var bodies [2][]byte
		for i, s := range []*Service{without, with} {
			header := http.Header{}
			if tt.accept != "" {
				header.Set("Accept", tt.accept)
			}
			viewer := tt.viewer
			if viewer.Public() {
				viewer = public
			}
			a, err := s.Handle(context.Background(), &Call{Method: "GET", Query: "query=x" + tt.query, Header: header, Viewer: viewer, Site: "https://portal.example.org/"})
			if err != nil {
				t.Fatal(err)
			}
			bodies[i] = bytes.Clone(a.Body)
		}
		if !bytes.Equal(bodies[0], bodies[1]) {
			t.Errorf("%s: another answer:\n%s\nwithout memory:\n%s", tt.name, bodies[1], bodies[0])
		}
		if keeping.reads != tt.reads {
			t.Errorf("%s: %d records are read, want %d", tt.name, keeping.reads, tt.reads)
		}
	}
}
