package bleveindex

import (
	"encoding/binary"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
)

// mapped is a segment in a file, whose bytes are in memory as zapFile and scorch
// write them. One that scorch has not written yet is none.
type mapped interface {
	Data() []byte
	DictAddr(field string) (uint64, error)
}

// placeList reads the places of a term where they stand in the file. Scorch's
// own iterator goes through all documents of a list to come to one, and there
// are lists of nearly all documents. This one goes through the part in which
// the document is, of about a thousand.
type placeList struct {
	list  *roaring.Bitmap
	docs  roaring.IntPeekable // of the list, from the next one on
	parts []byte              // the places, part after part
	ends  []uint32            // of the parts
	size  uint32              // documents of the segment to a part
	part  int                 // that is being read, -1 before the first
	rest  cursor              // what was not read of it
	buf   []uint32
}

// placeList is nil if the segment is not in a file.
func (s *seg) placeList(field, term string) (placer, error) {
	file, ok := s.data.(mapped)
	if !ok {
		return nil, nil
	}
	at, err := postingsAt(file, field, term)
	if err != nil || at&oneHit != 0 {
		return nil, err
	}
	data := file.Data()
	c := cursor{b: data[at:]}
	c.uvarint() // frequencies, which nobody reads
	places, length := c.uvarint(), c.uvarint()
	docs := roaring.New()
	if _, err := docs.FromBuffer(c.b[:length]); err != nil {
		return nil, err
	}
	l := &placeList{list: docs, docs: docs.Iterator(), size: uint32(partSize(docs.GetCardinality(), uint64(s.docs))), part: -1}
	c = cursor{b: data[places:]}
	l.ends = make([]uint32, c.uvarint())
	for i := range l.ends {
		l.ends[i] = uint32(c.uvarint())
	}
	l.parts = c.b
	return l, c.err
}

// postingsAt is where the postings of a term are in a file, with oneHit if they
// are one document without places.
func postingsAt(file mapped, field, term string) (uint64, error) {
	at, err := file.DictAddr(field)
	if err != nil {
		return 0, err
	}
	c := cursor{b: file.Data()[at:]}
	length := c.uvarint()
	dict, err := vellum.Load(c.b[:length])
	if err != nil {
		return 0, err
	}
	place, there, err := dict.Get([]byte(term))
	if err == nil && !there {
		err = errMisplaced
	}
	return place, err
}

func (l *placeList) places(doc uint32) ([]uint32, error) {
	if part := int(doc / l.size); part != l.part {
		l.open(part, doc)
	}
	for l.docs.HasNext() {
		at := l.docs.Next()
		entry := l.rest.cut(l.rest.uvarint())
		if l.rest.err != nil {
			return nil, l.rest.err
		}
		if at < doc {
			continue
		}
		if at > doc {
			break
		}
		return l.read(entry)
	}
	return nil, errMisplaced
}

// open begins to read a part, at a document.
func (l *placeList) open(part int, doc uint32) {
	start := uint32(0)
	if part > 0 {
		start = l.ends[part-1]
	}
	l.part, l.rest = part, cursor{b: l.parts[start:l.ends[part]]}
	// To count what is before the document is quicker than to visit it.
	first := uint32(part) * l.size
	before := l.list.Rank(doc)
	if first > 0 {
		before -= l.list.Rank(first - 1)
	}
	for ; before > 1 && l.rest.err == nil; before-- {
		l.rest.cut(l.rest.uvarint())
	}
	l.docs.AdvanceIfNeeded(doc)
}

// read is the places of an entry: as zapFile.words writes them, number of the
// field, first place, two numbers that mean nothing, and the steps to the others.
func (l *placeList) read(entry []byte) ([]uint32, error) {
	c := cursor{b: entry}
	l.buf = l.buf[:0]
	for len(c.b) > 0 && c.err == nil {
		c.uvarint()
		at := uint32(c.uvarint())
		c.uvarint()
		c.uvarint()
		l.buf = append(l.buf, at)
		for n := c.uvarint(); n > 0 && c.err == nil; n-- {
			at += uint32(c.uvarint())
			l.buf = append(l.buf, at)
		}
	}
	return l.buf, c.err
}

// cursor reads numbers one after the other.
type cursor struct {
	b   []byte
	err error
}

func (c *cursor) uvarint() uint64 {
	// Most numbers are of one byte.
	if len(c.b) > 0 && c.b[0] < 0x80 {
		n := c.b[0]
		c.b = c.b[1:]
		return uint64(n)
	}
	v, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.err = errMisplaced
		return 0
	}
	c.b = c.b[n:]
	return v
}

// cut is the next n bytes.
func (c *cursor) cut(n uint64) []byte {
	if n > uint64(len(c.b)) {
		c.err = errMisplaced
		return nil
	}
	b := c.b[:n]
	c.b = c.b[n:]
	return b
}
