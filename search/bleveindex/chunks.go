package bleveindex

// chunks is numbers for the documents of a list, in parts that can be read by
// themselves: about a thousand documents of the list are in each.
type chunks struct {
	data []byte
	ends []uint64
	docs uint64 // of the segment
	size uint64 // in documents of the segment
}

func (c *chunks) reset(found, docs uint64) {
	c.data, c.ends = c.data[:0], c.ends[:0]
	c.docs, c.size = docs, partSize(found, docs)
}

// partSize is how many documents of a segment make a part of a list in which
// so many are found.
func partSize(found, docs uint64) uint64 { return docs / (found/1024 + 1) }

// upTo ends the chunks before that of a document.
func (c *chunks) upTo(doc uint64) {
	for doc >= (uint64(len(c.ends))+1)*c.size {
		c.ends = append(c.ends, uint64(len(c.data)))
	}
}

// end ends all chunks.
func (c *chunks) end() {
	for uint64(len(c.ends)) < (c.docs-1)/c.size+1 {
		c.ends = append(c.ends, uint64(len(c.data)))
	}
}
