package bleveindex

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/diagnostic"
	"issnd/issn"
	"issnd/search"
)

// highest is not less than any key of a document.
const highest = 2*lastLabel + 1

// sortKey is a number for each document: what comes first has the lower one.
type sortKey interface {
	// keys fills dst with the numbers of documents of a segment.
	keys(seg int, docs []uint32, dst []uint64)
	// limit is not less than any of the numbers.
	limit() uint64
}

// labelKey orders by terms.
type labelKey struct {
	columns    [][]column // by segment; the first in which a document has a label counts
	missing    uint64
	descending bool
}

func (k *labelKey) limit() uint64 { return highest }

func (k *labelKey) keys(seg int, docs []uint32, dst []uint64) {
	for i := range docs {
		dst[i] = 0
	}
	for _, c := range k.columns[seg] {
		for i, doc := range docs {
			if dst[i] == 0 {
				dst[i] = 2 * uint64(c.labels[doc])
			}
		}
	}
	for i := range docs {
		if dst[i] == 0 {
			dst[i] = k.missing
		}
		dst[i] = k.number(dst[i])
	}
}

// number is that of a document at a place among the labels.
func (k *labelKey) number(place uint64) uint64 {
	if k.descending {
		return highest - place
	}
	return place
}

// with is the documents of a segment, among some, that have a term.
func (k *labelKey) with(seg int, docs *roaring.Bitmap) *roaring.Bitmap {
	found := roaring.New()
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		for _, c := range k.columns[seg] {
			if c.labels[doc] != 0 {
				found.Add(doc)
				break
			}
		}
	}
	return found
}

// numberKey orders by ISSN. It comes last, for no two documents have the same.
type numberKey [][]issn.ISSN // by segment

func (k numberKey) limit() uint64 { return 10_000_000 }

func (k numberKey) keys(seg int, docs []uint32, dst []uint64) {
	numbers := k[seg]
	for i, doc := range docs {
		dst[i] = uint64(numbers[doc])
	}
}

// numberKey is that of the documents of the segments of which docs has any.
func (v *view) numberKey(docs []*roaring.Bitmap) (numberKey, error) {
	k := make(numberKey, len(v.segs))
	for i, s := range v.segs {
		if docs[i].IsEmpty() {
			continue
		}
		var err error
		if k[i], err = s.numbers(); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// complete leaves out the documents that lack a term where that is asked for,
// or fails because of them.
func (v *view) complete(ctx context.Context, docs []*roaring.Bitmap, by []search.SortField) ([]*roaring.Bitmap, error) {
	var needed []search.SortField
	for _, b := range by {
		if b.Missing == search.MissingOmit || b.Missing == search.MissingFail {
			needed = append(needed, b)
		}
	}
	if len(needed) == 0 {
		return docs, nil
	}
	ks, err := v.gen.orders.sortKeys(ctx, v, needed)
	if err != nil {
		return nil, err
	}
	out := make([]*roaring.Bitmap, len(docs))
	for i, b := range docs {
		for n, k := range ks {
			have := k.with(i, b)
			if needed[n].Missing == search.MissingFail && have.GetCardinality() < b.GetCardinality() {
				return nil, diagnostic.New(diagnostic.SortMissingValue, "")
			}
			b = have
		}
		out[i] = b
	}
	return out, nil
}
