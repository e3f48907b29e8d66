package bleveindex

import (
	"bytes"
	"encoding/binary"
)

// keys is a sorted list of terms with labels that do not fall. The terms are in
// blocks, in which each is written as how much it shares with the one before,
// what follows that, and by how much its label is greater. A new term touches
// its block alone, so that a list of millions never stands in memory twice.
type keys struct {
	blocks [][]byte
	count  int
}

// blockTerms is how many terms a block has at most. Its first byte says how many.
const blockTerms = 64

// termsIn is how many terms a block has.
func termsIn(block []byte) int {
	if len(block) == 0 {
		return 0
	}
	return int(block[0])
}

// firstIn is the term that a block begins with, which shares nothing.
func firstIn(block []byte) []byte {
	const at = 2 // behind the number of terms and a zero
	n, used := binary.Uvarint(block[at:])
	return block[at+used:][:n]
}

// encoder writes terms to the end of a list. The zero encoder has none that wait.
type encoder struct {
	block, term []byte // the term is the last one
	label       uint32
	count       int
}

// add appends a term that comes after all others.
func (e *encoder) add(term []byte, label uint32) {
	if e.count == 0 {
		e.block, e.term, e.label = append(e.block[:0], 0), e.term[:0], 0
	}
	shared := 0
	for shared < min(len(e.term), len(term)) && e.term[shared] == term[shared] {
		shared++
	}
	e.block = binary.AppendUvarint(e.block, uint64(shared))
	e.block = binary.AppendUvarint(e.block, uint64(len(term)-shared))
	e.block = append(e.block, term[shared:]...)
	e.block = binary.AppendUvarint(e.block, uint64(label-e.label))
	e.term = append(e.term[:shared], term[shared:]...)
	e.label = label
	e.count++
	e.block[0] = byte(e.count)
}

// end is the block, in memory of its own; the next term begins another.
func (e *encoder) end() []byte {
	e.count = 0
	return bytes.Clone(e.block)
}

// push appends a term that comes after all others, and flush the last of them.
func (k *keys) push(e *encoder, term []byte, label uint32) {
	e.add(term, label)
	if e.count == blockTerms {
		k.flush(e)
	}
}

func (k *keys) flush(e *encoder) {
	if e.count > 0 {
		k.count += e.count
		k.blocks = append(k.blocks, e.end())
	}
}

// newcomer is a term that a list is to have besides: which one of another list
// it is, into which block it goes, and the label that comes after it.
type newcomer struct {
	place, block int32
	following    uint32
}

// add adds terms of another list, with their labels in that.
func (k *keys) add(terms *keys, fresh []newcomer, labels []uint32) {
	old := k.blocks
	if len(old) == 0 {
		old = make([][]byte, 1)
	}
	k.blocks = make([][]byte, 0, len(old)+len(fresh)/blockTerms)
	from := terms.cursor()
	var e encoder
	for i, b := range old {
		n := 0
		for n < len(fresh) && int(fresh[n].block) == i {
			n++
		}
		if n == 0 {
			k.blocks = append(k.blocks, b)
			continue
		}
		old[i] = nil // the collector may have it
		k.rewrite(&e, b, from, fresh[:n], labels)
		fresh = fresh[n:]
	}
}

// rewrite appends the terms of a block and those that go into it, in as many
// blocks as it takes, which are about equally full.
func (k *keys) rewrite(e *encoder, b []byte, from *keyCursor, fresh []newcomer, labels []uint32) {
	total := termsIn(b) + len(fresh)
	pieces := (total + blockTerms - 1) / blockTerms
	was := keysIn(b)
	for piece := range pieces {
		for range total*(piece+1)/pieces - total*piece/pieces {
			if len(fresh) > 0 {
				from.moveTo(int(fresh[0].place))
			}
			if len(fresh) > 0 && (!was.ok || bytes.Compare(from.term, was.term) < 0) {
				e.add(from.term, labels[from.place])
				fresh = fresh[1:]
			} else {
				e.add(was.term, was.label)
				was.next()
			}
		}
		k.blocks = append(k.blocks, e.end())
	}
	k.count += total - termsIn(b)
}
