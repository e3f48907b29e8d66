package bleveindex

import (
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// column is the label of each document of a segment, 0 for those without a
// term; nil if none has one. It never changes.
type column []uint32

// ordinals is the terms of a field, and for each document the place of its
// term among them, from 1.
func (s *seg) ordinals(field string) (*keys, column, error) {
	terms := &keys{}
	var written encoder
	n := uint32(0)
	var col column
	var lists lister
	err := s.walk(field, nil, nil, nil, func(t *index.DictEntry, d segment.TermDictionary) error {
		if col == nil {
			col = make(column, s.docs)
		}
		terms.push(&written, []byte(t.Term), 0)
		n++
		doc, one, many, err := lists.read(d, t.Term)
		if one {
			col[doc] = n
		} else if many != nil {
			many.Iterate(func(doc uint32) bool {
				col[doc] = n
				return true
			})
		}
		return err
	})
	terms.flush(&written)
	return terms, col, err
}
