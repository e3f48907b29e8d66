package bleveindex

import (
	"math"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// longList is from how many documents on the places of a term are kept: a list
// of postings can only be read from its beginning, past all documents that are
// not asked for.
const longList = 2048

// longLists keeps the places of terms that stand in many documents, those that
// were asked for last.
type longLists struct {
	least, max int // documents, bytes

	making sync.Mutex // one list at a time, for all who ask for it
	mu     sync.Mutex
	lists  *lru[longID, *placeList]
}

type longID struct {
	shard       uint64
	field, term string
}

func newLongLists(least, max int) *longLists {
	return &longLists{least: least, max: max, lists: newLRU[longID, *placeList](max)}
}

func (c *longLists) get(id longID) (*placeList, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lists.get(id)
}

// fits says whether the places of so many documents are to be kept.
func (c *longLists) fits(docs uint64) bool {
	return docs >= uint64(c.least) && docs*bytesOfPlace <= uint64(max(c.max, 0)/4)
}

// places is where a long list has its term; nil for a list that is not kept. A
// slot that has masks has no such list.
func (e *evaluation) places(id longID, l segment.PostingsList) (*placeList, error) {
	c := e.view.gen.long
	if id.term == "" || !c.fits(l.Count()) {
		return nil, nil
	}
	if got, ok := c.get(id); ok {
		return got, nil
	}
	c.making.Lock()
	defer c.making.Unlock()
	if got, ok := c.get(id); ok {
		return got, nil
	}
	p, err := e.readPlaces(l)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lists.put(id, p, p.bytes())
	return p, nil
}

// placeList is the places of a term by document: docs has a document as often
// as the term stands in it.
type placeList struct {
	docs []uint32
	at   []uint16
}

const bytesOfPlace = 6

// bytes is about what the list takes in memory. It may be nil.
func (p *placeList) bytes() int {
	const entry = 256
	if p == nil {
		return entry
	}
	return entry + bytesOfPlace*cap(p.docs)
}

// readPlaces reads a whole list. It is nil, to be read anew each time, if a
// place has no room.
func (e *evaluation) readPlaces(l segment.PostingsList) (*placeList, error) {
	n := int(l.Count())
	p := &placeList{docs: make([]uint32, 0, n+n/16), at: make([]uint16, 0, n+n/16)}
	var buf []uint32
	it := l.Iterator(true, true, true, nil)
	for {
		if err := e.tick(); err != nil {
			return nil, err
		}
		next, err := it.Next()
		if err != nil || next == nil {
			return p, err
		}
		buf = appendPlaces(buf[:0], next)
		for _, at := range buf {
			if at > math.MaxUint16 {
				return nil, nil
			}
			p.docs, p.at = append(p.docs, uint32(next.Number())), append(p.at, uint16(at))
		}
	}
}

// seek is the first place, from a number on, in a document that is not before
// the given one. It takes few steps if that is near.
func (p *placeList) seek(from int, doc uint32) int {
	lo, step := from, 1
	for lo+step < len(p.docs) && p.docs[lo+step] < doc {
		lo += step
		step *= 2
	}
	hi := min(lo+step, len(p.docs))
	for lo < hi {
		if mid := int(uint(lo+hi) / 2); p.docs[mid] < doc {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
