package bleveindex_test

import (
	"context"
	"io/fs"
	"path/filepath"
	"testing"

	"issnd/search"
	"issnd/search/bleveindex"
)

// BenchmarkBuild builds an index of documents that are made before.
func BenchmarkBuild(b *testing.B) {
	var docs []search.Document
	for d := range synthetic(benchDocs()) {
		docs = append(docs, d)
	}
	all := func(yield func(search.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
	for b.Loop() {
		dir := b.TempDir()
		o := bleveindex.Options{Fields: syntheticFields}
		if err := bleveindex.Build(context.Background(), dir, o, all, search.Position{}, nil); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(size(b, dir))/float64(len(docs)), "B/doc")
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)*1e6/float64(len(docs)), "s/million")
}

func size(tb testing.TB, dir string) (n int64) {
	tb.Helper()
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		n += info.Size()
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return n
}
