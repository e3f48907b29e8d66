package rdf

import "hash/maphash"

type nodeState uint8

const (
	unvisited nodeState = iota
	visiting
	apart  // written at the top level
	nested // written inside its only reference
)

// term returns what a node is.
func (x *index) term(n int32) *Term {
	at := x.nodes[n].term
	if at < 0 {
		return &x.root
	}
	t := &x.triples[at>>1]
	if at&1 == 1 {
		return &t.O
	}
	return &t.S
}

// subject returns the node that is the subject of a statement.
func (x *index) subject(i int32) int32 { return x.runs[x.statements[i].run].node }

// pred returns the symbol that is the predicate of a statement.
func (x *index) pred(i int32) int32 { return x.runs[x.statements[i].run].pred }

// nodeOf finds the node of a term, or makes it of the term at a place (see
// node).
func (x *index) nodeOf(t *Term, at int32) int32 {
	entry := x.entry(t)
	if *entry == 0 {
		x.nodes = append(x.nodes, node{term: at, first: -1, last: -1, parent: -1})
		*entry = int32(len(x.nodes))
	}
	return *entry - 1
}

// find returns the node of a term, or -1.
func (x *index) find(t *Term) int32 { return *x.entry(t) - 1 }

// entry returns the place in a table for 1 + the node of a term.
func (x *index) entry(t *Term) *int32 {
	if t.Kind == KindBlank {
		if n := blankNumber(t.Value); n >= 0 && n < len(x.blanks) {
			return &x.blanks[n]
		}
	}
	mask := uint64(len(x.nodeTable) - 1)
	for h := maphash.String(x.seed, t.Value) + uint64(t.Kind); ; h++ {
		entry := &x.nodeTable[h&mask]
		if *entry == 0 || sameNode(x.term(*entry-1), t) {
			return entry
		}
	}
}

// sameNode tells whether two IRIs or blank nodes are equal.
func sameNode(a, b *Term) bool {
	return a.Kind == b.Kind && (sameString(a.Value, b.Value) || a.Value == b.Value)
}

// blankNumber returns the number in a label that NewBlank made, or -1. No other
// label has the same number.
func blankNumber(label string) int {
	if len(label) < 2 || len(label) > 9 || label[0] != 'b' || label[1] == '0' && len(label) > 2 {
		return -1
	}
	n := 0
	for i := 1; i < len(label); i++ {
		d := int(label[i]) - '0'
		if d < 0 || d > 9 {
			return -1
		}
		n = n*10 + d
	}
	return n
}

// nest links blank nodes to the statements that they are the object of, and
// decides which are written inside such a statement: those that are the object
// of exactly one, unless following such statements upwards comes back to the
// node.
func (x *index) nest() {
	for _, i := range x.objects {
		if o := &x.triples[i].O; o.Kind == KindBlank {
			x.refer(i, x.nodeOf(o, 2*i+1))
		}
	}
	for i := range x.nodes {
		n := int32(i)
		for n >= 0 && x.nodes[n].state == unvisited && x.nestable(n) {
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

func (x *index) nestable(n int32) bool { return x.nodes[n].refs == 1 && x.term(n).Kind == KindBlank }
