package bleveindex

import (
	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// column is the documents of a segment by their term in a field. It never
// changes. That of a segment in which none has a term is empty.
type column struct {
	labels  []uint32        // by document, 0 for those without a term
	order   []uint32        // the documents with a term, by label
	without *roaring.Bitmap // the others
}

// ordinals is the terms of a field and a column with their places, from 1, for
// labels.
func (s *seg) ordinals(field string) (*keys, column, error) {
	terms := &keys{}
	var written encoder
	var c column
	var lists lister
	n := uint32(0)
	err := s.walk(field, nil, nil, nil, func(t *index.DictEntry, d segment.TermDictionary) error {
		if c.labels == nil {
			c.labels, c.order = make([]uint32, s.docs), make([]uint32, 0, s.docs)
		}
		terms.push(&written, []byte(t.Term), 0)
		n++
		doc, one, many, err := lists.read(d, t.Term)
		if one {
			c.add(doc, n)
		} else if many != nil {
			many.Iterate(func(doc uint32) bool {
				c.add(doc, n)
				return true
			})
		}
		return err
	})
	terms.flush(&written)
	c.without = roaring.New()
	for doc, n := range c.labels {
		if n == 0 {
			c.without.Add(uint32(doc))
		}
	}
	c.without.RunOptimize()
	return terms, c, err
}

// add gives a document a label. Of several it has the first.
func (c *column) add(doc, label uint32) {
	if c.labels[doc] == 0 {
		c.labels[doc] = label
		c.order = append(c.order, doc)
	}
}
