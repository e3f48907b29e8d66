package rdf_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"issnd/rdf"
	"issnd/rdf/rdftest"
)

// TestReuse: what writers keep from other graphs changes nothing. Each graph is
// written twice more, so that its IRIs are known, the second time as copies.
func TestReuse(t *testing.T) {
	ctx := func() *rdf.Context {
		c, err := rdf.NewContext(rdftest.Prefixes(), rdftest.Terms())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	all := func(g *rdf.Graph, ns *rdf.Namespaces, c *rdf.Context) []byte {
		doc, err := rdf.AppendRDFXML(nil, g, ns)
		if err != nil {
			t.Fatal(err)
		}
		doc = rdf.AppendTurtle(doc, g, ns)
		doc = rdf.AppendNTriples(doc, g)
		doc = rdf.AppendJSONLDGraph(doc, g)
		return rdf.AppendJSONLD(doc, g, rdftest.SerialIRI, c)
	}
	ns, c := rdf.NewNamespaces(rdftest.Prefixes()), ctx()
	for seed := range uint64(40) {
		g := rdftest.Random(rand.New(rand.NewPCG(seed, 3)))
		want := all(g, rdf.NewNamespaces(rdftest.Prefixes()), ctx())
		for _, graph := range []*rdf.Graph{g, g, copied(g)} {
			if got := all(graph, ns, c); !bytes.Equal(got, want) {
				t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, got, want)
			}
		}
	}
}

// copied returns a graph with strings of its own.
func copied(g *rdf.Graph) *rdf.Graph {
	c := *g
	c.Triples = nil
	own := func(t rdf.Term) rdf.Term {
		t.Value, t.Datatype = strings.Clone(t.Value), strings.Clone(t.Datatype)
		return t
	}
	for _, t := range g.Triples {
		c.Add(own(t.S), own(t.P), own(t.O))
	}
	return &c
}

// TestManyIRIs: more predicates and objects than a writer keeps.
func TestManyIRIs(t *testing.T) {
	g := &rdf.Graph{}
	for i := range 5000 {
		n := "n" + strings.Repeat("a", i%50) + string(rune('a'+i/50%26)) + string(rune('a'+i/1300))
		g.Add(rdf.IRI("http://example.org/"+n), rdf.IRI("http://schema.org/"+n), rdf.IRI("http://example.org/x"+n))
	}
	for range 3 {
		for _, syntax := range syntaxes {
			doc, err := syntax.write(g)
			if err != nil {
				t.Fatal(err)
			}
			got, err := syntax.read(doc)
			if err != nil {
				t.Fatal(err)
			}
			if !rdftest.Isomorphic(g, got) {
				t.Fatalf("%s: another graph comes back", syntax.name)
			}
		}
	}
}

// TestLabels: labels that look like those of NewBlank are nodes of their own.
func TestLabels(t *testing.T) {
	g := &rdf.Graph{}
	nodes := []rdf.Term{g.NewBlank(), g.NewBlank(), g.NewBlank()}
	for _, label := range []string{"b3", "b00", "b01", "b", "b-1", "b1x", "b999999999999", "0", "1", "c0"} {
		nodes = append(nodes, rdf.Term{Kind: rdf.KindBlank, Value: label})
	}
	root, p := rdf.IRI(rdftest.SerialIRI), rdf.IRI("http://schema.org/name")
	for _, n := range nodes {
		g.Add(root, p, n)
		g.Add(root, rdf.IRI("http://schema.org/about"), n)
		g.Add(n, p, rdf.Literal(n.Value))
	}
	g.SetLabelPrefix("x") // see prepare
	for _, syntax := range syntaxes {
		t.Run(syntax.name, func(t *testing.T) {
			doc, err := syntax.write(g)
			if err != nil {
				t.Fatal(err)
			}
			got, err := syntax.read(doc)
			if err != nil {
				t.Fatal(err)
			}
			if d := rdftest.Diff(g, got); d != "" {
				t.Errorf("(-want +got):\n%s\n%s", d, doc)
			}
		})
	}
}

// TestNewBlank: nodes stay different beyond the labels that are made once.
func TestNewBlank(t *testing.T) {
	g, seen := &rdf.Graph{}, map[rdf.Term]bool{}
	for range 300 {
		b := g.NewBlank()
		if seen[b] || b.Kind != rdf.KindBlank {
			t.Fatalf("%v is not new", b)
		}
		seen[b] = true
	}
	g.Reset()
	if b := g.NewBlank(); b.Value != "b0" {
		t.Errorf("after Reset the first label is %s", b.Value)
	}
}
