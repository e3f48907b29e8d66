package bleveindex

import (
	"testing"

	"issnd/search"
	"issnd/search/indextest"
)

// TestLongLists: an index that keeps the places of all terms finds the same as
// one that reads them anew each time.
func TestLongLists(t *testing.T) {
	indextest.Run(t, func(t *testing.T, fields []search.FieldInfo) search.Index {
		ix, err := Open(t.TempDir(), Options{Fields: fields, longList: 1})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := ix.Close(); err != nil {
				t.Error(err)
			}
		})
		return ix
	})
}

func TestPlaceListSeek(t *testing.T) {
	p := &placeList{}
	for doc := range uint32(300) {
		for range doc % 3 {
			p.docs = append(p.docs, 2*doc)
		}
	}
	for from := 0; from <= len(p.docs); from++ {
		for doc := range uint32(620) {
			want := from
			for want < len(p.docs) && p.docs[want] < doc {
				want++
			}
			if got := p.seek(from, doc); got != want {
				t.Fatalf("seek(%d, %d) = %d, want %d", from, doc, got, want)
			}
		}
	}
}
