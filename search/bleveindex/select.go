package bleveindex

import (
	"cmp"
	"context"
	"runtime"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/issn"
)

// selector finds those documents of a result that stand at given places of an
// order, without putting all in order: page chooses the way.
type selector struct {
	ctx  context.Context
	ks   []sortKey // the last one is different for every document
	docs []uint32  // some documents of a segment, and their keys
	keys []uint64
	all  []item // some items that are sorted
	bits []uint64
	out  []item
}

// block is how many documents are looked at at once.
const block = 4096

// selectors keeps selectors with the memory that earlier searches have made, as
// many as can be in use at a time. A pool would lose it to the collector.
var selectors = make(chan *selector, runtime.NumCPU())

func newSelector(ctx context.Context, ks []sortKey) *selector {
	var s *selector
	select {
	case s = <-selectors:
	default:
		s = &selector{docs: make([]uint32, block), keys: make([]uint64, block)}
	}
	s.ctx, s.ks, s.out = ctx, ks, s.out[:0]
	return s
}

// release ends the use of a selector.
func (s *selector) release() {
	s.ctx, s.ks = nil, nil
	if cap(s.all) > 16*block {
		s.all = nil
	}
	select {
	case selectors <- s:
	default:
	}
}

// item is a document with its number by the key that is being looked at.
type item struct {
	key      uint64
	seg, doc uint32
}

// bucketsFor is into how many ranges the keys of n documents are counted, at
// most: some documents fall in each.
func bucketsFor(n int) uint64 { return uint64(min(max(n/8, 64), 1<<14)) }

// page appends the documents at the places from lo to before hi.
func (s *selector) page(docs []*roaring.Bitmap, lo, hi int) error {
	n := int(count(docs))
	if n <= block {
		s.all = s.all[:0]
		err := s.each(docs, func(seg int, docs []uint32, keys []uint64) {
			for i, doc := range docs {
				s.all = append(s.all, item{key: keys[i], seg: uint32(seg), doc: doc})
			}
		})
		if err != nil {
			return err
		}
		s.take(s.all, 0, lo, hi)
		return nil
	}
	if k, ok := s.ks[0].(*labelKey); ok {
		if w := s.walk(k, docs); w.worth(n, lo, hi) {
			if found, err := w.page(n, lo, hi); found || err != nil {
				return err
			}
		}
	}
	if hi <= fewest {
		return s.least(docs, lo, hi)
	}
	return s.narrow(docs, n, lo, hi)
}

// narrow counts documents by key, and sorts those with the keys that documents
// at the places have.
func (s *selector) narrow(docs []*roaring.Bitmap, n, lo, hi int) error {
	shift := shiftOf(s.ks[0].limit(), n)
	counts := make([]int, s.ks[0].limit()>>shift+1)
	err := s.each(docs, func(_ int, _ []uint32, keys []uint64) {
		for _, k := range keys {
			counts[k>>shift]++
		}
	})
	if err != nil {
		return err
	}
	parts, first, last := divide(counts, lo, hi)
	if len(parts) == 0 {
		return nil
	}
	within := make([]item, parts[len(parts)-1].end)
	err = s.each(docs, func(seg int, docs []uint32, keys []uint64) {
		for i, k := range keys {
			if b := int(k >> shift); b >= first && b <= last {
				p := &parts[b-first]
				within[p.next] = item{key: k, seg: uint32(seg), doc: docs[i]}
				p.next++
			}
		}
	})
	if err != nil {
		return err
	}
	for _, p := range parts {
		s.take(within[p.start:p.end], 0, p.lo, p.hi)
	}
	return s.ctx.Err()
}

// each visits the documents with their first keys, a block of a segment at a
// time.
func (s *selector) each(docs []*roaring.Bitmap, visit func(seg int, docs []uint32, keys []uint64)) error {
	for seg, b := range docs {
		it := b.ManyIterator()
		for n := it.NextMany(s.docs); n > 0; n = it.NextMany(s.docs) {
			if err := s.ctx.Err(); err != nil {
				return err
			}
			s.ks[0].keys(seg, s.docs[:n], s.keys[:n])
			visit(seg, s.docs[:n], s.keys[:n])
		}
	}
	return nil
}

// shiftOf is by how much the keys of n documents, up to a limit, are shifted to
// be buckets.
func shiftOf(limit uint64, n int) int {
	shift := 0
	for buckets := bucketsFor(n); limit>>shift >= buckets; {
		shift++
	}
	return shift
}

// part is a bucket that has some of the places: where its items stand, and
// which of them are wanted.
type part struct{ start, next, end, lo, hi int }

// divide finds the buckets that have places from lo to before hi. Their items
// are to stand one bucket after the other.
func divide(counts []int, lo, hi int) (parts []part, first, last int) {
	at, used := 0, 0
	for b, n := range counts {
		from, to := max(lo-at, 0), min(hi-at, n)
		at += n
		if from < to || len(parts) > 0 && at-n < hi {
			if len(parts) == 0 {
				first = b
			}
			last = b
			parts = append(parts, part{start: used, next: used, end: used + n, lo: from, hi: max(to, from)})
			used += n
		}
	}
	return parts, first, last
}

// few is how many items are sorted at once.
const few = 64

// take appends the items at the places from lo to before hi of their order.
// They have equal keys before the given level, and those of that level at hand.
func (s *selector) take(items []item, level, lo, hi int) {
	if lo >= hi {
		return
	}
	if len(items) <= few || hi-lo > len(items)/2 {
		slices.SortFunc(items, func(a, b item) int { return s.compare(a, b, level) })
		s.out = append(s.out, items[lo:hi]...)
		return
	}
	low, high := items[0].key, items[0].key
	for _, it := range items {
		low, high = min(low, it.key), max(high, it.key)
	}
	if low == high {
		s.rekey(items, level+1)
		s.take(items, level+1, lo, hi)
		return
	}
	shift := shiftOf(high-low, len(items))
	counts := make([]int, (high-low)>>shift+1)
	for _, it := range items {
		counts[(it.key-low)>>shift]++
	}
	parts, first, last := divide(counts, lo, hi)
	within := make([]item, parts[len(parts)-1].end)
	for _, it := range items {
		if b := int((it.key - low) >> shift); b >= first && b <= last {
			p := &parts[b-first]
			within[p.next] = it
			p.next++
		}
	}
	for _, p := range parts {
		s.take(within[p.start:p.end], level, p.lo, p.hi)
	}
}

// rekey gives items their numbers by the key of a level.
func (s *selector) rekey(items []item, level int) {
	for i := range items {
		items[i].key = s.key(items[i], level)
	}
}

func (s *selector) key(it item, level int) uint64 {
	s.docs[0] = it.doc
	s.ks[level].keys(int(it.seg), s.docs[:1], s.keys[:1])
	return s.keys[0]
}

func (s *selector) compare(a, b item, level int) int {
	if c := cmp.Compare(a.key, b.key); c != 0 {
		return c
	}
	for level++; level < len(s.ks); level++ {
		if c := cmp.Compare(s.key(a, level), s.key(b, level)); c != 0 {
			return c
		}
	}
	return 0
}

// appendISSNs appends the documents that were found.
func (s *selector) appendISSNs(dst []issn.ISSN, numbers numberKey) []issn.ISSN {
	for _, it := range s.out {
		dst = append(dst, numbers[it.seg][it.doc])
	}
	return dst
}
