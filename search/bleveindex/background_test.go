package bleveindex_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"issnd/search/bleveindex"
)

// generationOf is the directory of the one generation of an index.
func generationOf(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "gen-*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("generations %v, %v", found, err)
	}
	return found[0]
}

// A goroutine of scorch that ends is told of; nothing is applied any more, and
// closing does not wait for it.
func TestBackgroundDies(t *testing.T) {
	dir, o, told := t.TempDir(), options, make(chan error, 8)
	o.Troubled = func(err error) { told <- err }
	ix, err := bleveindex.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, ix, 1, numbered(1, "a"))
	tell := scorch.RegistryAsyncErrorCallbacks["issnd"]
	for range 2 {
		tell(scorch.NewScorchError("persister", "panic: no such page", scorch.ErrAsyncPanic), generationOf(t, dir))
	}
	if err := <-told; !errors.Is(err, bleveindex.ErrCorrupt) || len(told) > 0 {
		t.Errorf("told %v, and %d more", err, len(told))
	}
	if err := ix.Apply(t.Context(), nil, at(2)); !errors.Is(err, bleveindex.ErrCorrupt) {
		t.Errorf("applying: %v", err)
	}
	_ = ix.Close() // it says what is not on disk, if anything is not
}

// What keeps the index from being written is told once, and once that it has
// passed. Closing does not wait for a disk that takes nothing.
func TestBackgroundFails(t *testing.T) {
	dir, o, told := t.TempDir(), options, make(chan error, 8)
	o.Troubled = func(err error) { told <- err }
	ix, err := bleveindex.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	path := generationOf(t, dir)
	aside := path + ".aside"
	if err := os.Rename(path, aside); err != nil { // new files have no place
		t.Fatal(err)
	}
	mustApply(t, ix, 1, numbered(1, "a"))
	if err := <-told; err == nil || errors.Is(err, bleveindex.ErrCorrupt) {
		t.Errorf("told %v", err)
	}
	mustApply(t, ix, 2, numbered(2, "b"))
	if err := os.Rename(aside, path); err != nil {
		t.Fatal(err)
	}
	if err := <-told; err != nil {
		t.Errorf("told %v", err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	ix, err = bleveindex.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := ix.Position(t.Context()); err != nil || p != at(2) {
		t.Errorf("position %v, %v", p, err)
	}
	if err := os.Rename(path, aside); err != nil {
		t.Fatal(err)
	}
	mustApply(t, ix, 3, numbered(3, "c"))
	start := time.Now()
	if err := ix.Close(); err == nil {
		t.Error("it is closed as if it were on disk")
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("closing takes %v", took)
	}
}

// Segments that are cut while they are open give ErrCorrupt, in applying too.
func TestSegmentsCutWhileOpen(t *testing.T) {
	dir := t.TempDir()
	ix, err := bleveindex.Open(dir, options)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		mustApply(t, ix, uint64(n+1), crashDocs(n)...)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if ix, err = bleveindex.Open(dir, options); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(generationOf(t, dir), "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatalf("segments %v, %v", files, err)
	}
	for _, f := range files {
		if err := os.Truncate(f, 0); err != nil {
			t.Fatal(err)
		}
	}
	for n := 0; err == nil && n < 20; n++ {
		err = ix.Apply(t.Context(), crashDocs(n), at(uint64(30+n)))
	}
	if !errors.Is(err, bleveindex.ErrCorrupt) {
		t.Errorf("applying: %v", err)
	}
	_ = ix.Close()
}
