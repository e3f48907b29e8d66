package bleveindex

import (
	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// term is the documents of a segment with a term in a field, deleted ones
// included. It may point into a file, and nobody may change it.
func (s *seg) term(field, term string) (*roaring.Bitmap, error) {
	dict, err := s.data.Dictionary(field)
	if err != nil {
		return nil, err
	}
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	return postings(list), nil
}

// postings is the documents of a list, as term gives them.
func postings(list segment.PostingsList) *roaring.Bitmap {
	it, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return roaring.New()
	}
	if doc, one := it.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(doc))
	}
	if b := it.ActualBitmap(); b != nil {
		return b
	}
	return roaring.New()
}

// union is a set of documents that grows by lists of postings. It is quick
// where there are many small ones.
type union struct {
	docs  uint32
	lists int
	few   *roaring.Bitmap
	many  []uint64 // one bit a document, once there are many lists
	buf   []uint32
}

// manyLists is from how many lists on a union keeps bits.
const manyLists = 16

func newUnion(docs uint32) *union { return &union{docs: docs, few: roaring.New()} }

func (u *union) add(list segment.PostingsList) {
	u.lists++
	if u.lists < manyLists {
		u.few.Or(postings(list))
		return
	}
	if u.many == nil {
		u.many = make([]uint64, (u.docs+63)/64)
		u.buf = make([]uint32, 1024)
		u.set(u.few)
	}
	it, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return
	}
	if doc, one := it.DocNum1Hit(); one {
		u.many[doc/64] |= 1 << (doc % 64)
	} else if b := it.ActualBitmap(); b != nil {
		u.set(b)
	}
}

func (u *union) set(b *roaring.Bitmap) {
	it := b.ManyIterator()
	for n := it.NextMany(u.buf); n > 0; n = it.NextMany(u.buf) {
		for _, doc := range u.buf[:n] {
			u.many[doc/64] |= 1 << (doc % 64)
		}
	}
}

// bitmap is the set; the union is not used after it.
func (u *union) bitmap() *roaring.Bitmap {
	if u.many == nil {
		return u.few
	}
	return roaring.FromDense(u.many, false)
}

// terms iterates over the terms of a dictionary from the first bound to before
// the second; nil is open.
func terms(dict segment.TermDictionary, a segment.Automaton, from, before []byte) segment.DictionaryIterator {
	type withoutCounts interface {
		AutomatonIteratorOmitCount(segment.Automaton, []byte, []byte) segment.DictionaryIterator
	}
	if d, ok := dict.(withoutCounts); ok {
		return d.AutomatonIteratorOmitCount(a, from, before)
	}
	return dict.AutomatonIterator(a, from, before)
}

// walk visits the terms of a field from the first bound to before the second;
// nil is open.
func (s *seg) walk(field string, a segment.Automaton, from, before []byte, visit func(*index.DictEntry, segment.TermDictionary) error) error {
	dict, err := s.data.Dictionary(field)
	if err != nil {
		return err
	}
	it := terms(dict, a, from, before)
	for {
		e, err := it.Next()
		if err != nil || e == nil {
			return err
		}
		if err := visit(e, dict); err != nil {
			return err
		}
	}
}

// prefixEnd is the first string after all that begin with the prefix, nil if
// there is none.
func prefixEnd(prefix string) []byte {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]++; b[i] != 0 {
			return b[:i+1]
		}
	}
	return nil
}

// after is the first string after s.
func after(s string) []byte { return append([]byte(s), 0) }
