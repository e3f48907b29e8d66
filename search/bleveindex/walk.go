package bleveindex

import (
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// walk goes through documents in the order of their labels, from the first or
// the last one, in all segments at once, and looks only at those before the
// places that are sought.
type walk struct {
	s      *selector
	k      *labelKey
	docs   []*roaring.Bitmap
	runs   []run
	whole  int  // documents in all runs
	lack   int  // how many of docs have no label
	lacked bool // whether those have been passed
	budget int  // documents that may be looked at
}

// walk begins one through documents.
func (s *selector) walk(k *labelKey, docs []*roaring.Bitmap) *walk {
	w := &walk{s: s, k: k, docs: docs}
	for seg, found := range docs {
		if found.IsEmpty() {
			continue
		}
		columns := k.columns[seg]
		for i, c := range columns {
			w.runs = append(w.runs, run{column: c, seg: seg, before: columns[:i]})
			w.whole += len(c.order)
		}
		if len(columns) == 1 {
			w.lack += int(found.AndCardinality(columns[0].without))
		} else {
			w.lack += int(w.without(seg).GetCardinality())
		}
	}
	return w
}

// without is the documents of a segment that are found and have no label.
func (w *walk) without(seg int) *roaring.Bitmap {
	found := w.docs[seg]
	for _, c := range w.k.columns[seg] {
		found = roaring.And(found, c.without)
	}
	return found
}

// worth reports whether places from lo to before hi of n documents are likely
// found sooner by a walk than by looking at all that are found: those are many
// of the segments', few lack a label, and the places are near an end.
func (w *walk) worth(n, lo, hi int) bool {
	const sparse = 16
	w.budget = n // as much as looking at each once
	if hi > fewest {
		w.budget = 4 * n // and twice
	}
	passed := min(hi, n-lo) + bucketLeast
	return w.whole <= sparse*n && w.lack <= max(block, n/sparse) && w.whole/n*passed < w.budget
}

// A bucket is a range of labels. It has at least bucketLeast documents or so,
// and no more than bucketsMost are before the places that are sought.
const (
	bucketLeast = 64
	bucketsMost = 64
)

// page appends the documents at the places from lo to before hi of n. It gives up
// where what is found is far from the end, or not told apart by labels.
func (w *walk) page(n, lo, hi int) (found bool, err error) {
	w.mark()
	// The places are counted from the end that is nearer.
	forward := lo <= n-hi
	from, to := lo, hi
	if !forward {
		from, to = n-hi, n-lo
	}
	width := bits.Len(uint(n / max(from/bucketsMost, bucketLeast))) // of the number of a bucket
	s := w.s
	s.all = s.all[:0]
	up := forward != w.k.descending
	passed := 0
	for passed+len(s.all) < to {
		bucket, more := w.next(width, up)
		if err := s.ctx.Err(); err != nil || !more || w.budget < 0 {
			return false, err
		}
		found := w.look(bucket, width, up)
		if len(s.all) == 0 && passed+found <= from {
			passed += found
			continue
		}
		if found > n/4 {
			return false, nil // they share a term
		}
		s.all = slices.Grow(s.all, found)
		w.gather(bucket, width)
	}
	if !forward {
		passed = n - passed - len(s.all)
	}
	s.take(s.all, 0, lo-passed, hi-passed)
	return true, nil
}

// mark sets the bits of the documents that are found.
func (w *walk) mark() {
	const words = 1 << 16 / 64 // of a container of a bitmap
	w.s.bits = w.s.bits[:0]
	for i := range w.runs {
		r := &w.runs[i]
		if i > 0 && r.seg == w.runs[i-1].seg {
			r.found = w.runs[i-1].found
			continue
		}
		at, size := len(w.s.bits), (len(r.labels)/(64*words)+1)*words
		w.s.bits = slices.Grow(w.s.bits, size)[:at+size]
		r.found = w.s.bits[at:]
		clear(r.found)
		w.docs[r.seg].WriteDenseTo(r.found)
	}
}

// next is the first bucket, or the last one, in which documents are left.
func (w *walk) next(width int, up bool) (bucket uint64, more bool) {
	take := func(b uint64) {
		if !more || up == (b < bucket) {
			bucket, more = b, true
		}
	}
	for i := range w.runs {
		r := &w.runs[i]
		if len(r.order) == 0 {
			continue
		}
		end := r.order[0]
		if !up {
			end = r.order[len(r.order)-1]
		}
		take(uint64(r.labels[end]) >> (32 - width))
	}
	if !w.lacked && w.lack > 0 {
		take(w.lacking(width))
	}
	return bucket, more
}

// look takes the documents of a bucket from the runs, and counts what is found
// of them.
func (w *walk) look(bucket uint64, width int, up bool) int {
	found := 0
	for i := range w.runs {
		r := &w.runs[i]
		if up {
			r.part, r.order = r.split((bucket + 1) << (32 - width))
		} else {
			r.order, r.part = r.split(bucket << (32 - width))
		}
		found += r.count()
		w.budget -= len(r.part) + splitting
	}
	if bucket == w.lacking(width) {
		found += w.lack
		w.lacked = true
	}
	return found
}

// lacking is the bucket of documents without a label.
func (w *walk) lacking(width int) uint64 { return w.k.missing >> 1 >> (32 - width) }

// gather makes items of the documents of a bucket.
func (w *walk) gather(bucket uint64, width int) {
	s := w.s
	for i := range w.runs {
		r := &w.runs[i]
		for _, doc := range r.part {
			if r.has(doc) {
				s.all = append(s.all, item{key: w.k.number(2 * uint64(r.labels[doc])), seg: uint32(r.seg), doc: doc})
			}
		}
	}
	if bucket != w.lacking(width) {
		return
	}
	key := w.k.number(w.k.missing)
	for seg, found := range w.docs {
		if found.IsEmpty() {
			continue
		}
		for it := w.without(seg).Iterator(); it.HasNext(); {
			s.all = append(s.all, item{key: key, seg: uint32(seg), doc: it.Next()})
		}
	}
}
