package disk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

func TestSyncDir(t *testing.T) {
	dir := t.TempDir()
	if err := SyncDir(dir); err != nil {
		t.Error(err)
	}
	missing := filepath.Join(dir, "missing")
	var at *fs.PathError
	if err := SyncDir(missing); !errors.Is(err, fs.ErrNotExist) || !errors.As(err, &at) || at.Path != missing {
		t.Errorf("a directory that is missing: %v", err)
	}
}
