package bleveindex

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/google/go-cmp/cmp"

	"issnd/search"
)

// placeDocuments have terms in one document, in some, and in all of them, which
// are lists of several parts.
func placeDocuments(from, to int) []search.Document {
	docs := zapDocuments(from, to)
	for i := range docs {
		words := &docs[i].Fields[0]
		words.Tokens = append(words.Tokens, search.Token{Term: "all", Pos: 200}, search.Token{Term: "all", Pos: 205 + uint32(i%3)*70_000})
		if i%2 == 0 {
			words.Tokens = append(words.Tokens, search.Token{Term: "half", Pos: 300_000})
		}
	}
	return docs
}

// TestPlaceLists: places are those that scorch's own iterator finds, in any
// documents that are asked for, in segments that are built and in merged ones.
func TestPlaceLists(t *testing.T) {
	ctx := context.Background()
	ix := buildOf(t, placeDocuments(1, 6000))
	comparePlaces(t, ix)
	if err := ix.Apply(ctx, placeDocuments(5000, 7000), search.Position{Seq: 2}); err != nil {
		t.Fatal(err)
	}
	if err := ix.gen.flush(ctx); err != nil {
		t.Fatal(err)
	}
	plan := mergeplan.SingleSegmentMergePlanOptions
	if err := ix.gen.scorch.(*scorch.Scorch).ForceMerge(ctx, &plan); err != nil {
		t.Fatal(err)
	}
	comparePlaces(t, ix)
}

func comparePlaces(t *testing.T, ix *Index) {
	t.Helper()
	v, err := ix.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range v.segs {
		for _, field := range []string{"words", "rare"} {
			err := s.walk(field, nil, nil, nil, func(e *index.DictEntry, d segment.TermDictionary) error {
				list, err := d.PostingsList([]byte(e.Term), nil, nil)
				if err != nil {
					return err
				}
				for _, one := range []int{1, 2, 50} {
					docs := roaring.New()
					for _, doc := range postings(list).ToArray() {
						if r.IntN(one) == 0 {
							docs.Add(doc)
						}
					}
					compareList(t, s, field, e.Term, list, docs)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func compareList(t *testing.T, s *seg, field, term string, list segment.PostingsList, docs *roaring.Bitmap) {
	t.Helper()
	direct, err := s.placeList(field, term)
	if err != nil || direct == nil {
		t.Fatalf("%s %q has no list in the file: %v", field, term, err)
	}
	walk := &walker{it: restricted(list, docs)}
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		want, err := walk.places(doc)
		if err != nil {
			t.Fatal(err)
		}
		got, err := direct.places(doc)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Fatalf("%s %q in %d: %v (-scorch +placeList)\n%s", field, term, doc, err, d)
		}
	}
}

// TestPlaceListMisplaced: what is not where it should be is damage, and neither
// a panic nor an endless loop.
func TestPlaceListMisplaced(t *testing.T) {
	docs := roaring.BitmapOf(2, 5)
	for name, part := range map[string]string{
		"nothing":                    "",
		"an entry that is cut short": "\x05\x01\x07\x00\x00\x00\x05\x01",
		"a number without an end":    "\x05\x01\x07\x00\x00\x00\x05\x01\xff\xff\xff\xff",
		"steps that are not there":   "\x05\x01\x07\x00\x00\x00\x05\x01\x07\x00\x00\x7f",
	} {
		l := &placeList{list: docs, docs: docs.Iterator(), parts: []byte(part), ends: []uint32{uint32(len(part))}, size: 10, part: -1}
		if at, err := l.places(5); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: places %v, error %v", name, at, err)
		}
	}
	l := &placeList{list: docs, docs: docs.Iterator(), parts: []byte("\x05\x01\x07\x00\x00\x00"), ends: []uint32{6}, size: 10, part: -1}
	if at, err := l.places(1); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a document that the list lacks: places %v, error %v", at, err)
	}
}
