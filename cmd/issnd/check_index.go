package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"

	"issnd/config"
	"issnd/issn"
	"issnd/register"
	"issnd/search"
	"issnd/search/bleveindex"
	"issnd/store"
)

// indexChecked is what check has found out about the index.
type indexChecked struct {
	// Note says why the index was not compared: a server makes it anew.
	Note   string `json:"note,omitempty"`
	Seq    uint64 `json:"seq"`    // of its position
	Behind uint64 `json:"behind"` // records that have changed since
	bleveindex.Compared
}

// String is the result in one line.
func (c *indexChecked) String() string {
	if c.Note != "" {
		return "the index was not compared: " + c.Note
	}
	return fmt.Sprintf("the index is whole: documents=%d compared=%d behind=%d seq=%d", c.Documents, c.Terms, c.Behind, c.Seq)
}

// sampleSize is about how many records a sample has.
const sampleSize = 10_000

// index compares the index with the records.
func (k *checking) index(ctx context.Context, cfg *config.Config, s *store.Store) (err error) {
	r := &indexChecked{}
	k.report.Index = r
	x, err := newIndexing(cfg, s, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	ix, err := bleveindex.OpenReadOnly(x.dir, x.options())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Note = "there is none"
		return nil
	case errors.Is(err, bleveindex.ErrVersion):
		r.Note = err.Error()
		return nil
	case errors.Is(err, bleveindex.ErrCorrupt):
		k.problem("index: " + err.Error())
		return nil
	case err != nil:
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	at, err := ix.Position(ctx)
	if err != nil {
		return err
	}
	holds, err := register.Holds(ctx, s, at)
	if err != nil {
		return err
	}
	if !holds {
		r.Note = "it is of another state of the register"
		return nil
	}
	return k.compare(ctx, ix, x.table, s, at)
}

// compare compares an index at a position of the log with the records.
func (k *checking) compare(ctx context.Context, ix *bleveindex.Index, t *search.Table, s *store.Store, at search.Position) error {
	r := k.report.Index
	r.Seq = at.Seq
	changed := map[issn.ISSN]bool{}
	every := 1
	if k.flags.index == indexSample {
		every = max(1, int(k.report.Store.Records/sampleSize))
	}
	done, err := ix.Check(ctx, bleveindex.Check{
		Documents: k.documents(ctx, t, s, at.Seq, changed),
		Every:     every,
		Exempt:    func(id issn.ISSN) bool { return changed[id] },
		Report:    func(id issn.ISSN, fault string) { k.problem(fmt.Sprintf("index: %s %s", id, fault)) },
	})
	r.Compared, r.Behind = done, uint64(len(changed))
	if errors.Is(err, bleveindex.ErrCorrupt) {
		k.problem("index: " + err.Error())
		return nil
	}
	return err
}

// documents yields what has to be in the index at a place in the log, and then
// notes which records have changed since.
func (k *checking) documents(ctx context.Context, t *search.Table, s *store.Store, through uint64, changed map[issn.ISSN]bool) iter.Seq2[search.Document, error] {
	const page = 1000
	progress := k.progress()
	return func(yield func(search.Document, error) bool) {
		done := uint64(0)
		for after := uint64(0); ; {
			recs, err := s.Changes(ctx, after, page)
			var docs []search.Document
			if err == nil {
				docs, err = t.Documents(ctx, recs)
			}
			if err != nil {
				yield(search.Document{}, err)
				return
			}
			for i, r := range recs {
				if after = r.Seq; after > through {
					changed[r.ISSN] = true
				} else if !docs[i].Gone && !yield(docs[i], nil) {
					return
				}
			}
			done += uint64(len(recs))
			progress(done, k.report.Store.Records)
			if len(recs) < page {
				return
			}
		}
	}
}
