// Package rdftest compares RDF graphs in tests: whether two graphs are the
// same but for the labels of their blank nodes, and how they differ.
package rdftest

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"issnd/rdf"
)

// Isomorphic tells whether two graphs, as sets of statements, are equal up to
// the labels of blank nodes (RDF 1.1 Concepts §3.6). Language tags are compared
// without case, and xsd:string is the datatype of plain literals.
func Isomorphic(a, b *rdf.Graph) bool {
	x, y := newGraph(a), newGraph(b)
	return len(x.triples) == len(y.triples) && len(x.blanks) == len(y.blanks) && match(x, y, x.colours(nil), y.colours(nil))
}

// Diff returns "" for isomorphic graphs, else the statements that only one of
// them has, one a line, after "-" for a and "+" for b. A blank node is shown by
// what is said of it, so that equal ones look equal in both.
func Diff(a, b *rdf.Graph) string {
	if Isomorphic(a, b) {
		return ""
	}
	x, y := newGraph(a), newGraph(b)
	left, right := x.lines(x.colours(nil)), y.lines(y.colours(nil))
	var out []string
	for _, line := range slices.Sorted(maps.Keys(left)) {
		for range left[line] - right[line] {
			out = append(out, "-"+line)
		}
	}
	for _, line := range slices.Sorted(maps.Keys(right)) {
		for range right[line] - left[line] {
			out = append(out, "+"+line)
		}
	}
	if len(out) == 0 {
		return "the graphs differ only in how blank nodes are connected\n"
	}
	return strings.Join(out, "\n") + "\n"
}

// graph is a set of statements made comparable.
type graph struct {
	triples []rdf.Triple
	blanks  []string
	about   map[string][]rdf.Triple // by blank node, the statements it stands in
}

// colouring gives blank nodes that look alike the same number.
type colouring map[string]uint64

func newGraph(g *rdf.Graph) *graph {
	out := &graph{about: map[string][]rdf.Triple{}}
	seen := map[rdf.Triple]bool{}
	for _, t := range g.Triples {
		t = rdf.Triple{S: t.S, P: t.P, O: normal(t.O)}
		if seen[t] {
			continue
		}
		seen[t] = true
		out.triples = append(out.triples, t)
		if t.S.Kind == rdf.KindBlank {
			out.about[t.S.Value] = append(out.about[t.S.Value], t)
		}
		if t.O.Kind == rdf.KindBlank && t.O != t.S {
			out.about[t.O.Value] = append(out.about[t.O.Value], t)
		}
	}
	out.blanks = slices.Sorted(maps.Keys(out.about))
	return out
}

func normal(t rdf.Term) rdf.Term {
	t.Lang = strings.ToLower(t.Lang)
	if t.Lang != "" || t.Datatype == "http://www.w3.org/2001/XMLSchema#string" {
		t.Datatype = ""
	}
	return t
}

// colours refines a colouring, nil at first, until it tells no more nodes
// apart: a node's new colour is made of its old one and its statements.
func (g *graph) colours(c colouring) colouring {
	if c == nil {
		c = colouring{}
	}
	for classes := 0; ; {
		next := colouring{}
		distinct := map[uint64]bool{}
		for _, b := range g.blanks {
			var lines []string
			for _, t := range g.about[b] {
				lines = append(lines, line(t, c, b))
			}
			slices.Sort(lines)
			next[b] = hash(fmt.Sprint(c[b], lines))
			distinct[next[b]] = true
		}
		if len(distinct) <= classes {
			return next
		}
		c, classes = next, len(distinct)
	}
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// line writes a statement with colours for blank nodes, and "_:self" for one.
func line(t rdf.Triple, c colouring, self string) string {
	name := func(t rdf.Term) string {
		switch {
		case t.Kind == rdf.KindBlank && t.Value == self:
			return "_:self"
		case t.Kind == rdf.KindBlank:
			return fmt.Sprintf("_:%x", c[t.Value])
		case t.Kind == rdf.KindIRI:
			return "<" + t.Value + ">"
		}
		return fmt.Sprintf("%q@%s^^<%s>", t.Value, t.Lang, t.Datatype)
	}
	return name(t.S) + " " + name(t.P) + " " + name(t.O)
}

func (g *graph) lines(c colouring) map[string]int {
	out := map[string]int{}
	for _, t := range g.triples {
		out[line(t, c, "")]++
	}
	return out
}

// match tells whether the graphs are equal under some pairing of blank nodes of
// the same colour. Where several have one colour, a node of x is tried with
// each of y.
func match(x, y *graph, cx, cy colouring) bool {
	px, py := partition(cx), partition(cy)
	for colour, bs := range px {
		if len(py[colour]) != len(bs) {
			return false
		}
	}
	var choice []string
	for _, colour := range slices.Sorted(maps.Keys(px)) {
		if bs := px[colour]; len(bs) > 1 && (choice == nil || len(bs) < len(choice)) {
			choice = bs
		}
	}
	if choice == nil {
		return maps.Equal(x.lines(cx), y.lines(cy))
	}
	b := choice[0]
	for _, other := range py[cx[b]] {
		nx, ny := maps.Clone(cx), maps.Clone(cy)
		nx[b], ny[other] = 1, 1
		if match(x, y, x.colours(nx), y.colours(ny)) {
			return true
		}
	}
	return false
}

func partition(c colouring) map[uint64][]string {
	p := map[uint64][]string{}
	for b, colour := range c {
		p[colour] = append(p[colour], b)
	}
	for _, bs := range p {
		slices.SortFunc(bs, cmp.Compare[string])
	}
	return p
}
