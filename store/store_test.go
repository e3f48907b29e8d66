package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"issnd/register"
	"issnd/store"
	"issnd/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) register.Store {
		return open(t, filepath.Join(t.TempDir(), "register.db"), store.Options{})
	})
}

// open opens a store that, when the test ends, must pass Check.
func open(t *testing.T, path string, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		checkClean(t, path)
	})
	return s
}

// checkClean verifies that the store at path passes Check.
func checkClean(t *testing.T, path string) {
	t.Helper()
	s, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Check(context.Background(), func(p store.Problem) { t.Error(p) }, nil); err != nil {
		t.Error(err)
	}
}
