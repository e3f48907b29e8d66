package bleveindex

import (
	"bytes"
	"encoding/binary"
	"sort"
)

// keyCursor stands at a term of a list, or after the last one.
type keyCursor struct {
	blocks [][]byte // those of the list
	opened int      // how many of them have been opened, or passed over
	left   int      // how many terms follow in the one that was opened last
	rest   []byte   // and how they are written
	place  int      // of the term among all, unless blocks were passed over
	term   []byte   // good until the cursor moves
	label  uint32
	before uint32 // the label of the term before; any if that is in a block that was passed over
	ok     bool   // whether it stands at a term
}

// cursor stands at the first term.
func (k *keys) cursor() *keyCursor { return keysIn(k.blocks...) }

func keysIn(blocks ...[]byte) *keyCursor {
	c := &keyCursor{blocks: blocks, place: -1}
	c.next()
	return c
}

// next goes on to the next term.
func (c *keyCursor) next() {
	c.before = c.label
	c.place++
	for c.left == 0 {
		if c.opened == len(c.blocks) {
			c.ok = false
			return
		}
		c.open(c.opened)
	}
	c.left--
	shared, added := c.number(), c.number()
	c.term = append(c.term[:shared], c.rest[:added]...)
	c.rest = c.rest[added:]
	c.label += uint32(c.number())
	c.ok = true
}

func (c *keyCursor) open(block int) {
	b := c.blocks[block]
	c.opened = block + 1
	if c.left = termsIn(b); c.left > 0 {
		c.rest, c.label = b[1:], 0
	}
}

func (c *keyCursor) number() uint64 {
	n, used := binary.Uvarint(c.rest)
	c.rest = c.rest[used:]
	return n
}

// moveTo goes on to a place; no blocks are passed over.
func (c *keyCursor) moveTo(place int) {
	for c.place < place {
		c.next()
	}
}

// seek goes on to the first term that is not less, and says whether it is the
// same.
func (c *keyCursor) seek(term []byte) bool {
	if next := c.nextBlock(term); next > c.opened {
		c.left = 0
		c.opened = next - 1
		c.next()
	}
	for c.ok {
		switch bytes.Compare(c.term, term) {
		case 0:
			return true
		case 1:
			return false
		}
		c.next()
	}
	return false
}

// nextBlock is the first that is not open yet and begins with a greater term.
func (c *keyCursor) nextBlock(term []byte) int {
	greater := func(i int) bool { return bytes.Compare(firstIn(c.blocks[c.opened+i]), term) > 0 }
	n := len(c.blocks) - c.opened
	if n == 0 || greater(0) {
		return c.opened
	}
	return c.opened + sort.Search(n, greater)
}

// block is the one in which the cursor stands.
func (c *keyCursor) block() int { return max(c.opened-1, 0) }
