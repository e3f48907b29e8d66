package bleveindex

import (
	"github.com/RoaringBitmap/roaring/v2"

	"issnd/diagnostic"
	"issnd/search"
)

// near is the documents with two phrases at a distance. The distance is from
// the last word of the one that comes first to the first word of the other;
// occurrences that overlap are at none.
func (e *evaluation) near(s *seg, field string, n *search.Near, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	fits, ok := comparisons[n.Distance.Comparison]
	if !ok {
		return nil, diagnostic.New(diagnostic.UnsupportedProximityRelation, n.Distance.Comparison)
	}
	left, docs, err := e.slots(s, field, n.Left, within)
	if err != nil || docs.IsEmpty() {
		return docs, err
	}
	right, docs, err := e.slots(s, field, n.Right, docs)
	if err != nil || docs.IsEmpty() {
		return docs, err
	}
	l, err := s.finder(left, docs)
	if err != nil {
		return nil, err
	}
	r, err := s.finder(right, docs)
	if err != nil {
		return nil, err
	}
	found := roaring.New()
	for it := docs.Iterator(); it.HasNext(); {
		if err := e.tick(); err != nil {
			return nil, err
		}
		doc := it.Next()
		ls, err := l.starts(doc)
		if err != nil {
			return nil, err
		}
		rs, err := r.starts(doc)
		if err != nil {
			return nil, err
		}
		if pair(n, ls, rs, fits) {
			found.Add(doc)
		}
	}
	return found, nil
}

// comparisons are those of distances, by the relations of CQL.
var comparisons = map[string]func(distance, words int) bool{
	"<":  func(d, w int) bool { return d < w },
	"<=": func(d, w int) bool { return d <= w },
	"=":  func(d, w int) bool { return d == w },
	">=": func(d, w int) bool { return d >= w },
	">":  func(d, w int) bool { return d > w },
	"<>": func(d, w int) bool { return d != w },
}

// pair says whether any two occurrences are at the distance.
func pair(n *search.Near, ls, rs []uint32, fits func(distance, words int) bool) bool {
	for _, l := range ls {
		lend := int(l) + len(n.Left) - 1
		for _, r := range rs {
			rend := int(r) + len(n.Right) - 1
			var d int
			switch {
			case int(r) > lend:
				d = int(r) - lend
			case int(l) > rend && !n.Ordered:
				d = int(l) - rend
			default:
				continue
			}
			if fits(d, n.Distance.Words) {
				return true
			}
		}
	}
	return false
}
