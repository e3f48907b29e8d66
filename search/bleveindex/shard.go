package bleveindex

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/issn"
)

// shard is what is remembered of one segment. Its number stays when the segment
// is written to disk, and so do its documents; a merge makes a new segment.
type shard struct {
	id   uint64
	docs uint32

	mu     sync.Mutex
	scopes [2]scope // of those with a key, of the public

	// Each is made beside searches that do not need it.
	issns   lazy[[]issn.ISSN] // by document
	facets  lazies[[]facetTerm]
	samples lazies[[]string]
}

// scope is what may be found when a number of documents is deleted.
type scope struct {
	docs *roaring.Bitmap
	dead uint64
}

func newShard(id uint64, docs uint32) *shard {
	return &shard{id: id, docs: docs}
}

// numbers is the ISSNs of the documents of a segment, by document number.
func (s *seg) numbers() ([]issn.ISSN, error) { return s.issns.get(s.readNumbers) }

func (s *seg) readNumbers() ([]issn.ISSN, error) {
	issns := make([]issn.ISSN, s.docs)
	for doc := range issns {
		id, err := s.data.DocID(uint64(doc))
		if err != nil {
			return nil, err
		}
		if len(id) != 4 {
			return nil, fmt.Errorf("%w: a document has the id %q", ErrCorrupt, id)
		}
		issns[doc] = issn.ISSN(binary.BigEndian.Uint32(id))
	}
	return issns, nil
}
