package rdf

import (
	"hash/maphash"
	"sync"
)

// index is a graph grouped for writing: its nodes in order of appearance, the
// runs of statements with one subject and one predicate, and what points where.
// Statements that arrive grouped cost one comparison each; the others are found
// through hash tables. Positions are int32 and -1 is none.
type index struct {
	triples []Triple
	nodes   []node
	runs    []run
	next    []int32 // by statement: the next one of its run
	object  []int32 // by statement: the node that is its object
	nextIn  []int32 // by statement: the next one with the same object
	written []bool  // by statement; of the JSON-LD writer
	used    []bool  // by prefix; of the Turtle and RDF/XML writers
	header  []byte  // scratch of the same

	seed      maphash.Seed
	nodeTable []int32
	runTable  []int32
}

// node is a subject, or a blank node that is only an object.
type node struct {
	term    Term
	first   int32 // its first run
	last    int32 // its last run
	refs    int32 // how many statements have it as object
	parent  int32 // the subject of the last of them
	firstIn int32 // the first of them
	lastIn  int32
	mapRun  int32 // the run in whose id map it stands
	state   nodeState
}

type nodeState uint8

const (
	unvisited nodeState = iota
	visiting
	apart  // written at the top level
	nested // written inside its only reference
	begun  // written or being written (JSON-LD)
)

// run is the statements with one subject and one predicate.
type run struct {
	pred        string
	node        int32
	first, last int32 // statements
	n           int32
	next        int32 // the next run of the node
}

var indexes = sync.Pool{New: func() any { return &index{seed: maphash.MakeSeed()} }}

// maxPooled is the number of statements above which scratch memory is not kept.
const maxPooled = 1 << 14

// newIndex groups a graph and links blank nodes to the statements they are the
// object of. Statements that RDF does not allow (RDF 1.1 Concepts §3.1) are
// left out. Give the index back with free.
func newIndex(g *Graph) *index {
	x := prepare(g)
	x.group()
	x.link(false)
	return x
}

// newLinkedIndex is newIndex with the IRIs that are subjects, and root if it is
// not empty, linked in the same way; root is then node 0.
func newLinkedIndex(g *Graph, root string) *index {
	x := prepare(g)
	if root != "" {
		x.nodeOf(&Term{Kind: KindIRI, Value: root}, true)
	}
	x.group()
	x.link(true)
	x.written = append(x.written[:0], make([]bool, len(g.Triples))...)
	return x
}

func prepare(g *Graph) *index {
	x := indexes.Get().(*index)
	x.triples = g.Triples
	n := len(g.Triples)
	x.next = resized(x.next, n)
	x.object = resized(x.object, n)
	x.nextIn = resized(x.nextIn, n)
	x.nodeTable = emptyTable(x.nodeTable, 2*n+1)
	x.runTable = emptyTable(x.runTable, n)
	return x
}

func (x *index) free() {
	x.triples = nil
	clear(x.nodes)
	clear(x.runs)
	x.nodes, x.runs = x.nodes[:0], x.runs[:0]
	if len(x.next) <= maxPooled {
		indexes.Put(x)
	}
}

func (x *index) group() {
	cur := int32(-1)
	for i := range x.triples {
		t := &x.triples[i]
		if !t.valid() {
			continue
		}
		if cur < 0 || x.nodes[cur].term.Value != t.S.Value || x.nodes[cur].term.Kind != t.S.Kind {
			cur = x.nodeOf(&t.S, true)
		}
		x.appendToRun(cur, int32(i), t.P.Value)
	}
}

func (x *index) appendToRun(nd, i int32, pred string) {
	x.next[i] = -1
	r := x.nodes[nd].last
	if r < 0 || x.runs[r].pred != pred {
		r = x.runOf(nd, pred)
	}
	run := &x.runs[r]
	if run.n == 0 {
		run.first = i
	} else {
		x.next[run.last] = i
	}
	run.last = i
	run.n++
}

func (x *index) link(links bool) {
	for r := range x.runs {
		for i := x.runs[r].first; i >= 0; i = x.next[i] {
			o := &x.triples[i].O
			x.object[i] = -1
			if o.Kind != KindBlank && (!links || o.Kind != KindIRI) {
				continue
			}
			to := x.nodeOf(o, o.Kind == KindBlank)
			if to < 0 {
				continue
			}
			x.object[i], x.nextIn[i] = to, -1
			nd := &x.nodes[to]
			if nd.refs == 0 {
				nd.firstIn = i
			} else {
				x.nextIn[nd.lastIn] = i
			}
			nd.lastIn = i
			nd.refs++
			nd.parent = x.runs[r].node
		}
	}
}

// nodeOf finds the node of a term, or makes it; without create it may be -1.
func (x *index) nodeOf(t *Term, create bool) int32 {
	mask := uint64(len(x.nodeTable) - 1)
	h := maphash.String(x.seed, t.Value) + uint64(t.Kind)
	for ; ; h++ {
		i := x.nodeTable[h&mask]
		if i == 0 {
			break
		}
		if nd := &x.nodes[i-1]; nd.term.Value == t.Value && nd.term.Kind == t.Kind {
			return i - 1
		}
	}
	if !create {
		return -1
	}
	x.nodes = append(x.nodes, node{term: *t, first: -1, last: -1, parent: -1, firstIn: -1, mapRun: -1})
	x.nodeTable[h&mask] = int32(len(x.nodes))
	return int32(len(x.nodes)) - 1
}

// runOf finds or makes the run of a node and a predicate.
func (x *index) runOf(nd int32, pred string) int32 {
	mask := uint64(len(x.runTable) - 1)
	h := maphash.String(x.seed, pred) + uint64(nd)*0x9E3779B97F4A7C15
	for ; ; h++ {
		i := x.runTable[h&mask]
		if i == 0 {
			break
		}
		if r := &x.runs[i-1]; r.node == nd && r.pred == pred {
			return i - 1
		}
	}
	r := int32(len(x.runs))
	x.runs = append(x.runs, run{pred: pred, node: nd, next: -1})
	x.runTable[h&mask] = r + 1
	if n := &x.nodes[nd]; n.last < 0 {
		n.first, n.last = r, r
	} else {
		x.runs[n.last].next = r
		n.last = r
	}
	return r
}

// nest decides which blank nodes are written inside the statement that they
// are the object of: those that are the object of exactly one, unless
// following such statements upwards comes back to the node.
func (x *index) nest() {
	for i := range x.nodes {
		n := int32(i)
		for n >= 0 && x.nodes[n].state == unvisited && x.nodes[n].nestable() {
			x.nodes[n].state = visiting
			n = x.nodes[n].parent
		}
		if n >= 0 && x.nodes[n].state == visiting {
			for ; x.nodes[n].state == visiting; n = x.nodes[n].parent {
				x.nodes[n].state = apart
			}
		}
		for n = int32(i); n >= 0 && x.nodes[n].state == visiting; n = x.nodes[n].parent {
			x.nodes[n].state = nested
		}
		if x.nodes[i].state == unvisited {
			x.nodes[i].state = apart
		}
	}
}

func (n *node) nestable() bool { return n.term.Kind == KindBlank && n.refs == 1 }

// valid tells whether RDF allows the statement.
func (t *Triple) valid() bool {
	return (t.S.Kind == KindIRI || t.S.Kind == KindBlank) && t.P.Kind == KindIRI && t.O.Kind != None
}

func resized(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n)
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
