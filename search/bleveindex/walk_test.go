package bleveindex

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	gocmp "github.com/google/go-cmp/cmp"

	"issnd/issn"
	"issnd/search"
)

// pages is documents of some segments in random order, to sort in every way.
type pages struct {
	key     *labelKey
	numbers numberKey
	docs    []*roaring.Bitmap
	want    []issn.ISSN // all of docs in order
}

// pagesCase says what the documents are like.
type pagesCase struct {
	name    string
	columns int
	labels  uint32  // how many there are
	lacking float64 // what part of documents have none in a column
	found   float64 // what part of documents are found
	missing uint64
	near    bool // what is found has labels of a tenth of their range
	walked  bool // whether the first page is found by a walk
}

var pagesCases = []pagesCase{
	{"nearly all", 1, 1 << 31, 0.01, 0.9, highest, false, true},
	{"missing first", 1, 1 << 31, 0.01, 0.6, 0, false, true},
	{"missing among others", 1, 1 << 31, 0.01, 0.9, 2*(lastLabel/3) + 1, false, true},
	{"some", 1, 1 << 31, 0, 0.2, highest, false, true},
	{"of two fields", 2, 1 << 31, 0.2, 0.9, highest, false, true},
	{"many with the same term", 1, 30, 0, 0.9, highest, false, true},
	{"all with the same term", 1, 1, 0, 0.9, highest, false, false},
	{"many without a term", 1, 1 << 31, 0.5, 0.9, highest, false, false},
	{"no term at all", 0, 1, 0, 0.9, highest, false, false},
	{"near each other", 1, 1 << 31, 0, 1, highest, true, false},
}

func newPages(r *rand.Rand, c pagesCase, descending bool) *pages {
	p := &pages{key: &labelKey{missing: c.missing, descending: descending}}
	issns := r.Perm(200_000)
	for _, size := range []int{70_000, 9_000, 300, 1} {
		var columns []column
		for range c.columns {
			columns = append(columns, randomColumn(r, c, size))
		}
		numbers, docs := make([]issn.ISSN, size), roaring.New()
		for doc := range numbers {
			numbers[doc], issns = issn.ISSN(issns[0]), issns[1:]
			far := c.near && columns[0].labels[doc]/(lastLabel/10) != 3
			if !far && r.Float64() < c.found {
				docs.Add(uint32(doc))
			}
		}
		p.key.columns = append(p.key.columns, columns)
		p.numbers, p.docs = append(p.numbers, numbers), append(p.docs, docs)
	}
	p.key.columns, p.numbers, p.docs = append(p.key.columns, nil), append(p.numbers, nil), append(p.docs, roaring.New())
	p.sort()
	return p
}

func randomColumn(r *rand.Rand, c pagesCase, size int) column {
	col := column{labels: make([]uint32, size), without: roaring.New()}
	for doc := range uint32(size) {
		if r.Float64() < c.lacking {
			col.without.Add(doc)
			continue
		}
		col.labels[doc] = 1 + r.Uint32N(c.labels)*((lastLabel-1)/c.labels)
		col.order = append(col.order, doc)
	}
	slices.SortFunc(col.order, func(a, b uint32) int { return cmp.Compare(col.labels[a], col.labels[b]) })
	return col
}

// sort makes want.
func (p *pages) sort() {
	type one struct {
		key  uint64
		issn issn.ISSN
	}
	var all []one
	for seg, docs := range p.docs {
		for _, doc := range docs.ToArray() {
			var key [1]uint64
			p.key.keys(seg, []uint32{doc}, key[:])
			all = append(all, one{key[0], p.numbers[seg][doc]})
		}
	}
	slices.SortFunc(all, func(a, b one) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.issn, b.issn)) })
	for _, o := range all {
		p.want = append(p.want, o.issn)
	}
}

// check compares the documents at some places with what find finds.
func (p *pages) check(t *testing.T, way string, lo, hi int, find func(s *selector) (bool, error)) (found bool) {
	t.Helper()
	s := newSelector(context.Background(), []sortKey{p.key, p.numbers})
	defer s.release()
	found, err := find(s)
	if err != nil {
		t.Fatal(err)
	}
	if !found {
		return false
	}
	if d := gocmp.Diff(p.want[lo:hi], s.appendISSNs(nil, p.numbers)); d != "" {
		t.Errorf("%s, places from %d to %d of %d (-want +got):\n%s", way, lo, hi, len(p.want), d)
	}
	return true
}

// TestPages finds places at both ends and in the middle of orders in every way
// there is, and compares with documents that are sorted.
func TestPages(t *testing.T) {
	for _, c := range pagesCases {
		t.Run(c.name, func(t *testing.T) {
			for _, descending := range []bool{false, true} {
				p := newPages(rand.New(rand.NewPCG(8, 9)), c, descending)
				n := len(p.want)
				for _, lo := range []int{0, 5, 1000, n / 3, n / 2, n - n/4, n - 700, n - 3} {
					hi := min(lo+10, n)
					p.check(t, "any", lo, hi, func(s *selector) (bool, error) { return true, s.page(p.docs, lo, hi) })
					p.check(t, "counted", lo, hi, func(s *selector) (bool, error) { return true, s.narrow(p.docs, n, lo, hi) })
					p.check(t, "the least", lo, hi, func(s *selector) (bool, error) {
						if hi > fewest {
							return false, nil
						}
						return true, s.least(p.docs, lo, hi)
					})
					walked := p.check(t, "walked", lo, hi, func(s *selector) (bool, error) {
						if w := s.walk(p.key, p.docs); w.worth(n, lo, hi) {
							return w.page(n, lo, hi)
						}
						return false, nil
					})
					if lo == 0 && walked != c.walked {
						t.Errorf("the first page is walked: %v, want %v", walked, c.walked)
					}
				}
			}
		})
	}
}

// TestOrdinals: a column has each document at the place of its term, once.
func TestOrdinals(t *testing.T) {
	ix := warmIndex(t)
	v, err := ix.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	terms, c, err := v.segs[0].ordinals("title")
	if err != nil {
		t.Fatal(err)
	}
	if terms.count != 3 || len(c.order) != 20 || !c.without.IsEmpty() {
		t.Errorf("%d terms of %d documents, %d without, want 3 of 20", terms.count, len(c.order), c.without.GetCardinality())
	}
	if !slices.IsSortedFunc(c.order, func(a, b uint32) int { return cmp.Compare(c.labels[a], c.labels[b]) }) {
		t.Errorf("documents are in the order %v of labels %v", c.order, c.labels)
	}
	if _, none, err := v.segs[0].ordinals("nosuch"); err != nil || none.labels != nil {
		t.Errorf("no terms: column %v, error %v", none, err)
	}
	// The order by which pages are found is the same.
	h, err := ix.Search(context.Background(), &search.Plan{Query: search.All{}, Sort: []search.SortField{{Fields: []string{"title"}}}}, search.Window{Limit: 1})
	if err != nil || len(h.ISSNs) != 1 || h.ISSNs[0] != warmDocument(0).ISSN {
		t.Errorf("the first by title: %v, %v", h, err)
	}
}
