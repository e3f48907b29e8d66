package main

import (
	"context"
	"errors"
	"iter"

	"issnd/search"
	"issnd/search/bleveindex"
)

func naiveBuild(ctx context.Context, dir string, o bleveindex.Options, docs iter.Seq2[search.Document, error], at search.Position, progress func(done uint64)) error {
	ix, err := bleveindex.Open(dir, o)
	if err != nil {
		return err
	}
	var batch []search.Document
	for d, err := range docs {
		if err != nil {
			return err
		}
		batch = append(batch, d)
		if len(batch) == 5000 {
			if err := ix.Apply(ctx, batch, at); err != nil {
				return err
			}
			batch = nil
		}
	}
	return errors.Join(ix.Apply(ctx, batch, at), ix.Close())
}
