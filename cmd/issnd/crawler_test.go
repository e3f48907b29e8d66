package main

import (
	"strings"
	"syscall"
	"testing"

	"issnd/bench/generate"
)

// TestExampleForPrograms: llms.txt names the first example that the register has.
func TestExampleForPrograms(t *testing.T) {
	g := generate.New(1, 20)
	s := newServed(t, g, 20)
	there := g.ISSN(0).String()
	s.options = []string{"--server-search=false", "--examples", "0028-0836," + there}
	for _, tt := range []struct{ examples, want string }{
		{"0028-0836," + there, "/resource/ISSN/" + there + ")"},
		{"0028-0836", ""},
	} {
		s.options[2] = tt.examples
		if err := s.start(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, text := asked(t, "http://"+s.address+"/llms.txt")
		if strings.Contains(text, "/resource/ISSN/0028-0836") || !strings.Contains(text, tt.want) || strings.Contains(text, "](http://"+s.address+"/resource/") != (tt.want != "") {
			t.Errorf("with the examples %s:\n%s", tt.examples, text)
		}
		if err := s.stop(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
	}
}
