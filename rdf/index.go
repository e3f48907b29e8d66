package rdf

import "hash/maphash"

// index is a graph grouped for writing: its nodes in order of appearance, the
// runs of statements with one subject and one predicate, and what points where.
// Statements that arrive grouped cost one comparison each; for the others, a
// node is found through a hash table and its run by going through its runs.
//
// Everything is numbered and -1 is none: without pointers, the memory of an
// index can be used again without being cleared, and costs the collector
// nothing.
type index struct {
	symbols symbols // of predicates, and of what a writer adds

	triples    []Triple
	root       Term
	nodes      []node
	runs       []run
	statements []statement // by place in triples
	objects    []int32     // the statements whose object may be a node

	seed      maphash.Seed
	nodeTable []int32
	blanks    []int32 // by number of the label: 1 + the node
	latest    []int32 // by symbol: the run made last with that predicate, if any was made
}

// node is a subject, or a term that is only an object.
type node struct {
	term   int32 // where it stands: twice a statement, 1 more for its object; none for the root
	first  int32 // its first run
	last   int32 // its last run
	refs   int32 // how many statements have it as object
	parent int32 // the subject of the last of them
	state  nodeState
}

// run is the statements with one subject and one predicate.
type run struct {
	pred        int32 // a symbol
	node        int32
	first, last int32 // statements
	n           int32
	next        int32 // the next run of the node
	linked      bool  // an object is a node
}

type statement struct {
	run    int32
	next   int32 // the next one of its run
	object int32 // the node that is its object
}

// maxPooled is the number of statements above which memory is not kept.
const maxPooled = 1 << 14

func newIndex() index { return index{symbols: newSymbols(), seed: maphash.MakeSeed()} }

// group makes the nodes that are subjects and the runs. Statements that RDF does
// not allow (RDF 1.1 Concepts §3.1) are left out. With a root, node 0 is that
// IRI, subject or not.
func (x *index) group(g *Graph, root string) {
	x.prepare(g)
	if root != "" {
		x.root = Term{Kind: KindIRI, Value: root}
		x.nodeOf(&x.root, -1)
	}
	cur, last, isNew := int32(-1), int32(-1), false
	var subject *Term
	for i := range x.triples {
		t := &x.triples[i]
		if !t.valid() {
			continue
		}
		if subject == nil || !sameNode(subject, &t.S) {
			subject = &t.S
			cur = x.nodeOf(subject, int32(2*i))
			last = x.nodes[cur].last
			isNew = last < 0
		}
		pred := x.symbols.number(t.P.Value)
		if last < 0 || x.runs[last].pred != pred {
			last = x.runOf(cur, pred, isNew)
		}
		x.extend(last, int32(i))
		if t.O.Kind != KindLiteral {
			x.objects = append(x.objects, int32(i))
		}
	}
}

func (x *index) prepare(g *Graph) {
	n := len(g.Triples)
	x.symbols.next()
	x.triples = g.Triples
	x.nodes, x.objects = x.nodes[:0], x.objects[:0]
	x.runs = resized(x.runs, n)[:0] // there are no more runs than statements
	x.statements = resized(x.statements, n)
	x.nodeTable = emptyTable(x.nodeTable, 2*n+1)
	x.blanks = resized(x.blanks, min(g.blanks, 2*n))
	clear(x.blanks)
}

// release lets go of the graph. It tells whether the memory is worth keeping.
func (x *index) release() bool {
	x.triples, x.root = nil, Term{}
	return cap(x.statements) <= maxPooled && len(x.symbols.iris) <= maxSymbols
}

// extend adds a statement to a run.
func (x *index) extend(r, i int32) {
	run := &x.runs[r]
	if run.n == 0 {
		run.first = i
	} else {
		x.statements[run.last].next = i
	}
	run.last = i
	run.n++
	x.statements[i] = statement{run: r, next: -1, object: -1}
}

// refer makes a node the object of a statement.
func (x *index) refer(i, to int32) {
	s := &x.statements[i]
	s.object = to
	x.runs[s.run].linked = true
	x.nodes[to].refs++
	x.nodes[to].parent = x.runs[s.run].node
}

// runOf finds or makes the run of a node and a predicate. The node is new if it
// had no statements before the one at hand and those just before it.
func (x *index) runOf(nd, pred int32, isNew bool) int32 {
	for int(pred) >= len(x.latest) {
		x.latest = append(x.latest, 0)
	}
	r := x.latest[pred]
	if int(r) < len(x.runs) && x.runs[r].pred == pred {
		if x.runs[r].node == nd {
			return r
		}
		if !isNew {
			for r = x.nodes[nd].first; r >= 0; r = x.runs[r].next {
				if x.runs[r].pred == pred {
					return r
				}
			}
		}
	}
	r = int32(len(x.runs))
	x.latest[pred] = r
	x.runs = x.runs[:r+1]
	p := &x.runs[r]
	p.pred, p.node, p.n, p.next, p.linked = pred, nd, 0, -1, false
	if n := &x.nodes[nd]; n.last < 0 {
		n.first, n.last = r, r
	} else {
		x.runs[n.last].next = r
		n.last = r
	}
	return r
}

// valid tells whether RDF allows the statement.
func (t *Triple) valid() bool {
	return (t.S.Kind == KindIRI || t.S.Kind == KindBlank) && t.P.Kind == KindIRI && t.O.Kind != None
}

func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// emptyTable returns a cleared table of a power of two at least twice n.
func emptyTable(t []int32, n int) []int32 {
	size := 16
	for size < 2*n {
		size *= 2
	}
	t = resized(t, size)
	clear(t)
	return t
}
