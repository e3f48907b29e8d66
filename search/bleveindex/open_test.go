package bleveindex_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"issnd/issn"
	"issnd/search"
	"issnd/search/bleveindex"
	"issnd/search/indextest"
)

var options = bleveindex.Options{
	Version: "1",
	Fields:  []search.FieldInfo{{Name: "words", Positions: true}, {Name: "batch", Facet: true}, {Name: "title", Sort: true}},
}

func mustOpen(t *testing.T, dir string, o bleveindex.Options) *bleveindex.Index {
	t.Helper()
	ix, err := bleveindex.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

// numbered is a document with the term in the field batch.
func numbered(n int, batch string) search.Document {
	id, _ := issn.FromNumber(uint32(n))
	return search.Document{ISSN: id, Public: true, Fields: []search.FieldTokens{
		terms("batch", batch), terms("title", batch), {Field: "words", Tokens: []search.Token{{Term: batch, Pos: 1}, {Term: "end", Pos: 2}}},
	}}
}

func at(seq uint64) search.Position { return search.Position{Store: "store", Seq: seq} }

func mustApply(t *testing.T, ix search.Index, seq uint64, docs ...search.Document) {
	t.Helper()
	if err := ix.Apply(context.Background(), docs, at(seq)); err != nil {
		t.Fatal(err)
	}
}

func TestOpenAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "by", "open")
	ix := mustOpen(t, dir, options)
	mustApply(t, ix, 1, numbered(1, "a"), numbered(2, "a"))
	mustApply(t, ix, 2, numbered(3, "b"))
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	ix = mustOpen(t, dir, options)
	indextest.Position(t, ix, at(2), 3)
	mustApply(t, ix, 3, numbered(3, "c"))
	indextest.Position(t, ix, at(3), 3)
}

func TestOpenElsewhere(t *testing.T) {
	dir := t.TempDir()
	mustOpen(t, dir, options)
	if _, err := bleveindex.Open(dir, options); !errors.Is(err, bleveindex.ErrBusy) {
		t.Errorf("error %v, want %v", err, bleveindex.ErrBusy)
	}
}

func TestOpenAnotherVersion(t *testing.T) {
	dir := t.TempDir()
	if err := mustOpen(t, dir, options).Close(); err != nil {
		t.Fatal(err)
	}
	o := options
	o.Version = "2"
	if _, err := bleveindex.Open(dir, o); !errors.Is(err, bleveindex.ErrVersion) {
		t.Fatalf("error %v, want %v", err, bleveindex.ErrVersion)
	}
	if err := bleveindex.Build(context.Background(), dir, o, every(numbered(1, "a")), at(7), nil); err != nil {
		t.Fatal(err)
	}
	indextest.Position(t, mustOpen(t, dir, o), at(7), 1)
}

func TestOpenDamaged(t *testing.T) {
	segment := func(t *testing.T, dir string) string {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(dir, "gen-*", "*.zap"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no segments: %v", err)
		}
		return found[0]
	}
	meta := func(t *testing.T, dir string) string {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(dir, "gen-*", "root.bolt"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no meta data: %v", err)
		}
		return found[0]
	}
	tests := []struct {
		name    string
		damage  func(t *testing.T, dir string) error
		earlier bool // an index at an earlier position is as good as an error
	}{
		{"segment is gone", func(t *testing.T, dir string) error { return os.Remove(segment(t, dir)) }, true},
		{"segment is empty", func(t *testing.T, dir string) error { return os.Truncate(segment(t, dir), 0) }, true},
		{"segment is short", func(t *testing.T, dir string) error { return os.Truncate(segment(t, dir), 100) }, true},
		{"segment ends in something else", func(t *testing.T, dir string) error {
			return os.WriteFile(segment(t, dir), make([]byte, 5000), 0o600)
		}, true},
		{"meta data is gone", func(t *testing.T, dir string) error { return os.Remove(meta(t, dir)) }, false},
		{"meta data is something else", func(t *testing.T, dir string) error {
			return os.WriteFile(meta(t, dir), make([]byte, 40000), 0o600)
		}, false},
		{"meta data is empty", func(t *testing.T, dir string) error { return os.Truncate(meta(t, dir), 0) }, false},
		{"no generation", func(t *testing.T, dir string) error { return os.RemoveAll(filepath.Dir(meta(t, dir))) }, false},
		{"current is nonsense", func(t *testing.T, dir string) error {
			return os.WriteFile(filepath.Join(dir, "CURRENT"), []byte("../../etc\n"), 0o600)
		}, false},
		{"directory of something else", func(t *testing.T, dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "CURRENT")), os.WriteFile(filepath.Join(dir, "thesis.tex"), nil, 0o600))
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			ix := mustOpen(t, dir, options)
			mustApply(t, ix, 1, numbered(1, "a"))
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
			if err := tt.damage(t, dir); err != nil {
				t.Fatal(err)
			}
			ix, err := bleveindex.Open(dir, options)
			switch {
			case err == nil && tt.earlier:
				// There is a state from before the segment.
				indextest.Position(t, ix, search.Position{}, 0)
				err = ix.Close()
			case errors.Is(err, bleveindex.ErrCorrupt):
				err = nil
			default:
				err = fmt.Errorf("open: error %w, want %w", err, bleveindex.ErrCorrupt)
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := bleveindex.Build(context.Background(), dir, options, every(numbered(1, "a"), numbered(2, "a")), at(7), nil); err != nil {
				t.Fatal(err)
			}
			indextest.Position(t, mustOpen(t, dir, options), at(7), 2)
		})
	}
}

func TestOpenAfterCrashOfMaking(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "gen-1234"), 0o700); err != nil {
		t.Fatal(err)
	}
	ix := mustOpen(t, dir, options)
	indextest.Position(t, ix, search.Position{}, 0)
	if left, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(left) != 1 {
		t.Errorf("generations %v, want the new one alone", left)
	}
}

func TestNoGoroutinesAreLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	ix := mustOpen(t, t.TempDir(), options)
	mustApply(t, ix, 1, numbered(1, "a"))
	plan := &search.Plan{Query: search.All{}, Sort: []search.SortField{{Fields: []string{"title"}}}}
	if _, err := ix.Search(context.Background(), plan, search.Window{Limit: 1}); err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
		}
	}
}

func TestBadFields(t *testing.T) {
	for _, fields := range [][]search.FieldInfo{{{Name: ""}}, {{Name: "_id"}}, {{Name: "\x00public"}}, {{Name: "a"}, {Name: "a"}}} {
		if ix, err := bleveindex.Open(t.TempDir(), bleveindex.Options{Fields: fields}); err == nil {
			t.Errorf("fields %+v are accepted", fields)
			ix.Close()
		}
	}
}
