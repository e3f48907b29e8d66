package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/register"
	"issnd/store"
)

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "register.db"), store.Options{})
	for n := range 3 {
		if _, err := s.Apply(t.Context(), batchOf(n)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if n, err := s.Backup(t.Context(), &b); err != nil || n != int64(b.Len()) {
		t.Fatalf("%d bytes of %d, %v", n, b.Len(), err)
	}
	path := filepath.Join(dir, "backup.db")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := open(t, path, store.Options{}).Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(register.Stats{}, "Horizon")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestBackupStops(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "register.db"), store.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := s.Backup(ctx, cancelWriter(cancel)); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

// cancelWriter cancels at the first write.
type cancelWriter context.CancelFunc

func (w cancelWriter) Write(p []byte) (int, error) { w(); return len(p), nil }
