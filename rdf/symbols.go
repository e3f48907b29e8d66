package rdf

import "unsafe"

// symbols numbers the IRIs that are met again and again, predicates, classes
// and codes above all, so that a writer works out once how it writes each.
//
// Such IRIs are constants or live as long as the program, so a string is
// recognised by the address of its bytes, without a look at them; that the
// table holds the string keeps the address from being given to another. The
// numbers are dense, from 0.
type symbols struct {
	iris    []string
	numbers map[string]int32
	slots   [1 << slotBits]symbolSlot
	graph   uint32 // counts the graphs
}

// symbolSlot is one of the two last IRIs with a hash of the address. The zero
// slot holds the empty IRI, which is number 0.
type symbolSlot struct {
	iri    string
	number int32
	missed uintptr // the address that was looked for last in vain
	graph  uint32  // and in which graph
}

// The numbers that every table has.
const (
	symbolEmpty int32 = iota
	symbolType
)

// slotBits makes several times as many slots as a graph has symbols.
const slotBits = 9

// maxSymbols is the number of IRIs above which a table is not kept.
const maxSymbols = 1 << 12

func newSymbols() symbols {
	return symbols{
		iris:    []string{symbolEmpty: "", symbolType: rdfType},
		numbers: map[string]int32{"": symbolEmpty, rdfType: symbolType},
	}
}

// next begins a new graph.
func (y *symbols) next() { y.graph++ }

// number returns the number of an IRI, a new one if it has none. IRIs with
// equal bytes have the same number.
func (y *symbols) number(iri string) int32 {
	i := y.slot(iri)
	if p := &y.slots[i]; sameString(p.iri, iri) {
		return p.number
	}
	if p := &y.slots[i^1]; sameString(p.iri, iri) {
		return p.number
	}
	return y.take(i, iri)
}

// find returns the number of an IRI or -1. An IRI that is met in a second graph
// gets a number, so that those of one record leave no trace.
func (y *symbols) find(iri string) int32 {
	i := y.slot(iri)
	p := &y.slots[i]
	if sameString(p.iri, iri) {
		return p.number
	}
	if p := &y.slots[i^1]; sameString(p.iri, iri) {
		return p.number
	}
	if a := address(iri); p.missed != a {
		p.missed, p.graph = a, y.graph
	}
	if p.graph == y.graph {
		return -1
	}
	return y.take(i, iri)
}

// take puts an IRI in slot i, and what was there in the other slot.
func (y *symbols) take(i int, iri string) int32 {
	n, ok := y.numbers[iri]
	if !ok {
		n = int32(len(y.iris))
		y.iris = append(y.iris, iri)
		y.numbers[iri] = n
	}
	p := &y.slots[i]
	y.slots[i^1] = *p
	p.iri, p.number = iri, n
	return n
}

// slot returns the first of the two slots for an IRI; the other differs in the
// last bit. It spreads addresses that lie close together over the table.
func (y *symbols) slot(iri string) int {
	const golden = 0x9E3779B97F4A7C15
	return int(uint64(address(iri)) * golden >> (64 - slotBits))
}

// sameString tells whether two strings are the same bytes in memory. Equal
// strings in different places are not.
func sameString(a, b string) bool {
	return len(a) == len(b) && unsafe.StringData(a) == unsafe.StringData(b)
}

func address(s string) uintptr { return uintptr(unsafe.Pointer(unsafe.StringData(s))) }
