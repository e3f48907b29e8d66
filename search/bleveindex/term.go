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

// lister reads lists of postings one after the other into the same memory: what
// it gives is good until it reads again.
type lister struct {
	list segment.PostingsList
	it   segment.PostingsIterator
}

// read is the documents of a term: one, or many, or with nil none.
func (l *lister) read(d segment.TermDictionary, term string) (doc uint32, one bool, many *roaring.Bitmap, err error) {
	if l.list, err = d.PostingsList([]byte(term), nil, l.list); err != nil {
		return 0, false, nil, err
	}
	l.it = l.list.Iterator(false, false, false, l.it)
	it, ok := l.it.(segment.OptimizablePostingsIterator)
	if !ok {
		return 0, false, nil, nil
	}
	if n, hit := it.DocNum1Hit(); hit {
		return uint32(n), true, nil, nil
	}
	return 0, false, it.ActualBitmap(), nil
}

// union is a set of documents that grows by lists of postings. It is quick
// where there are many small ones.
type union struct {
	docs   uint32
	lists  int
	few    *roaring.Bitmap
	many   []uint64 // one bit a document, once there are many lists
	lister lister
	buf    []uint32
}

// manyLists is from how many lists on a union keeps bits.
const manyLists = 16

func newUnion(docs uint32) *union { return &union{docs: docs, few: roaring.New()} }

// add adds the documents of a term.
func (u *union) add(d segment.TermDictionary, term string) error {
	if u.lists++; u.lists < manyLists {
		// The set may share memory with the list.
		list, err := d.PostingsList([]byte(term), nil, nil)
		if err == nil {
			u.few.Or(postings(list))
		}
		return err
	}
	u.dense()
	doc, one, many, err := u.lister.read(d, term)
	if one {
		u.many[doc/64] |= 1 << (doc % 64)
	} else if many != nil {
		u.set(many)
	}
	return err
}

// addAll adds documents.
func (u *union) addAll(b *roaring.Bitmap) {
	if u.lists++; u.lists < manyLists {
		u.few.Or(b)
		return
	}
	u.dense()
	u.set(b)
}

// dense goes over to bits.
func (u *union) dense() {
	if u.many == nil {
		u.many = make([]uint64, (u.docs+63)/64)
		u.buf = make([]uint32, 1024)
		u.set(u.few)
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
