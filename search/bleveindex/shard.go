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

	mu      sync.Mutex
	scopes  [2]scope    // of those with a key, of the public
	issns   []issn.ISSN // by document; nil until it is asked for
	facets  map[string][]facetTerm
	samples map[string][]string
}

// scope is what may be found when a number of documents is deleted.
type scope struct {
	docs *roaring.Bitmap
	dead uint64
}

func newShard(id uint64, docs uint32) *shard {
	return &shard{id: id, docs: docs, facets: map[string][]facetTerm{}, samples: map[string][]string{}}
}

// numbers is the ISSNs of the documents of a segment, by document number.
func (s *seg) numbers() ([]issn.ISSN, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.issns != nil {
		return s.issns, nil
	}
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
	s.issns = issns
	return issns, nil
}
