package bleveindex

import (
	"os"
	"path/filepath"
	"testing"
)

// TestDiscard: what could not be made current goes, unless its name is in place
// and only not known to be on disk.
func TestDiscard(t *testing.T) {
	dir := t.TempDir()
	var made [2]string
	for i := range made {
		path, err := newGenerationDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		s, err := createSnapshot(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		made[i] = path
	}
	if err := setCurrent(dir, made[0]); err != nil {
		t.Fatal(err)
	}
	for i, path := range made {
		if err := discard(dir, path); err != nil {
			t.Fatal(err)
		}
		_, err := os.Stat(filepath.Join(path, "root.bolt"))
		if there := err == nil; there != (i == 0) {
			t.Errorf("generation %d is there: %t", i, there)
		}
	}
}
