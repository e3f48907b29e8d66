package bleveindex

import (
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"runtime/debug"

	"github.com/RoaringBitmap/roaring/v2"

	"issnd/issn"
	"issnd/search"
)

// Check is a comparison of an index with what should be in it.
type Check struct {
	// Documents yields every document that has to be in the index, once.
	Documents iter.Seq2[search.Document, error]
	// Every says of how many documents the terms and places are compared: of one
	// in so many. Zero and one are all.
	Every int
	// Exempt reports whether the index may hold a document that Documents does not
	// yield. It is asked after them. Nil is never.
	Exempt func(issn.ISSN) bool
	// Report is told each fault.
	Report func(id issn.ISSN, fault string)
}

// Compared counts what a Check has looked at.
type Compared struct {
	Documents uint64 `json:"documents"` // that are there
	Terms     uint64 `json:"compared"`  // documents whose terms were compared
	Faults    uint64 `json:"faults"`
}

// Check compares one state of the index with documents. It takes 20 bytes of
// memory for each document. The error says that it could not finish, for
// instance that the index is damaged.
func (ix *Index) Check(ctx context.Context, c Check) (n Compared, err error) {
	v, err := ix.acquire()
	if err != nil {
		return n, err
	}
	defer v.release()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer damaged(&err)
	k := &checking{Check: c, ctx: ctx, schema: ix.schema, view: v, seed: maphash.MakeSeed()}
	for _, s := range v.segs {
		k.chosen = append(k.chosen, roaring.New())
		k.sums = append(k.sums, make([]sums, s.docs))
	}
	for _, step := range []func() error{k.documents, k.others, k.terms} {
		if err := step(); err != nil {
			return k.n, err
		}
	}
	return k.n, nil
}

// checking is a Check under way.
type checking struct {
	Check
	ctx    context.Context
	schema schema
	view   *view
	seed   maphash.Seed
	found  roaring.Bitmap    // numbers of the ISSNs that were looked for and are there
	chosen []*roaring.Bitmap // by segment, the documents whose terms are compared
	sums   [][]sums          // of their terms, by segment and document
	n      Compared
}

// sums stands for the terms of a document with their places: those that it
// should have and those that it has. They do not depend on the order.
type sums struct{ want, got uint64 }

func (k *checking) fault(id issn.ISSN, format string, args ...any) {
	k.n.Faults++
	k.Report(id, fmt.Sprintf(format, args...))
}

// documents looks for every document.
func (k *checking) documents() error {
	const often = 256
	every := uint64(max(k.Every, 1))
	number := uint64(0)
	for d, err := range k.Documents {
		if err != nil {
			return err
		}
		if number%often == 0 && k.ctx.Err() != nil {
			return k.ctx.Err()
		}
		at, doc, times, err := k.view.locate(d.ISSN)
		if err != nil {
			return err
		}
		switch times {
		case 0:
			k.fault(d.ISSN, "is not in the index")
			continue
		case 1:
		default:
			k.fault(d.ISSN, "is in the index %d times", times)
		}
		k.n.Documents++
		k.found.Add(d.ISSN.Number())
		if number++; number%every == 0 {
			k.n.Terms++
			k.chosen[at].Add(doc)
			k.sums[at][doc].want = k.sum(&d)
		}
	}
	return nil
}

// locate is where a document is, and how often.
func (v *view) locate(id issn.ISSN) (at int, doc uint32, times uint64, err error) {
	for i, s := range v.segs {
		docs, err := s.term(fieldID, docID(id))
		if err != nil {
			return 0, 0, 0, err
		}
		if s.deleted != nil {
			docs = roaring.AndNot(docs, s.deleted)
		}
		if !docs.IsEmpty() {
			at, doc = i, docs.Minimum()
			times += docs.GetCardinality()
		}
	}
	return at, doc, times, nil
}

// others finds the documents that nobody looked for.
func (k *checking) others() error {
	for _, s := range k.view.segs {
		if err := k.ctx.Err(); err != nil {
			return err
		}
		numbers, err := s.numbers()
		if err != nil {
			return err
		}
		for doc, id := range numbers {
			if s.deleted != nil && s.deleted.Contains(uint32(doc)) || k.found.Contains(id.Number()) {
				continue
			}
			if k.Exempt == nil || !k.Exempt(id) {
				k.fault(id, "is in the index, and should not be")
			}
		}
	}
	return nil
}
