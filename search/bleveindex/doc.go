// Package bleveindex is a search.Index in a directory of bleve: bleve's scorch
// keeps dictionaries and postings, and this package works on the postings of
// its segments as bitmaps.
package bleveindex

import (
	_ "github.com/RoaringBitmap/roaring/v2"
	_ "github.com/blevesearch/bleve/v2/index/scorch"
	_ "github.com/blevesearch/bleve_index_api"
	_ "github.com/blevesearch/scorch_segment_api/v2"
	_ "github.com/blevesearch/vellum"
	_ "github.com/blevesearch/vellum/levenshtein"
	_ "github.com/blevesearch/vellum/regexp"
)
