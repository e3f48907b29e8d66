package rdftest_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"issnd/rdf"
	"issnd/rdf/rdftest"
)

// parse reads N-Triples with short names: "a p _b; _b p 'x'@en".
func parse(t *testing.T, s string) *rdf.Graph {
	t.Helper()
	term := func(s string) rdf.Term {
		switch {
		case strings.HasPrefix(s, "_"):
			return rdf.Term{Kind: rdf.KindBlank, Value: s[1:]}
		case strings.HasPrefix(s, "'"):
			text, lang, _ := strings.Cut(s[1:], "'")
			return rdf.LangString(text, strings.TrimPrefix(lang, "@"))
		}
		return rdf.IRI(s)
	}
	g := &rdf.Graph{}
	for statement := range strings.SplitSeq(s, ";") {
		f := strings.Fields(statement)
		g.Add(term(f[0]), term(f[1]), term(f[2]))
	}
	return g
}

func TestIsomorphic(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want bool
	}{
		"labels":             {"a p _x; _x p 'n'", "a p _y; _y p 'n'", true},
		"order":              {"a p b; a p c", "a p c; a p b", true},
		"twice":              {"a p b; a p b", "a p b", true},
		"case of tags":       {"a p 'x'@EN", "a p 'x'@en", true},
		"tags":               {"a p 'x'@en", "a p 'x'", false},
		"kinds":              {"a p 'b'", "a p b", false},
		"two blanks for one": {"a p _x; a p _y", "a p _x", false},
		"swapped":            {"_x p _y; _y q 'n'", "_x p _y; _x q 'n'", false},
		"cycles of three":    {"_a p _b; _b p _c; _c p _a", "_3 p _1; _1 p _2; _2 p _3", true},
		"six or twice three": {
			"_a p _b; _b p _c; _c p _d; _d p _e; _e p _f; _f p _a",
			"_a p _b; _b p _c; _c p _a; _d p _e; _e p _f; _f p _d",
			false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := parse(t, c.a), parse(t, c.b)
			if got := rdftest.Isomorphic(a, b); got != c.want {
				t.Errorf("Isomorphic = %t, want %t", got, c.want)
			}
			if d := rdftest.Diff(a, b); (d == "") != c.want {
				t.Errorf("Diff = %q", d)
			}
		})
	}
}

// TestOneChange: a random graph equals itself with other labels in another
// order, and no longer after any one statement changes.
func TestOneChange(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 2))
		a := rdftest.Random(r)
		b := &rdf.Graph{}
		for _, i := range r.Perm(len(a.Triples)) {
			t := a.Triples[i]
			for _, term := range []*rdf.Term{&t.S, &t.O} {
				if term.Kind == rdf.KindBlank {
					term.Value = "other" + term.Value
				}
			}
			b.Add(t.S, t.P, t.O)
		}
		if !rdftest.Isomorphic(a, b) {
			t.Fatalf("seed %d: relabelled graph differs:\n%s", seed, rdftest.Diff(a, b))
		}
		if len(b.Triples) == 0 {
			continue
		}
		b.Triples[r.IntN(len(b.Triples))].P = rdf.IRI("http://example.org/changed")
		if rdftest.Isomorphic(a, b) {
			t.Fatalf("seed %d: changed graph is equal", seed)
		}
	}
}
