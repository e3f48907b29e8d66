package store_test

import (
	"path/filepath"
	"testing"

	"issnd/store"
)

// TestRenewNext: the rendition that the store knows gives every record a new
// place once, where that was asked for.
func TestRenewNext(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true})
	if _, err := s.Apply(t.Context(), batchOf(0)); err != nil {
		t.Fatal(err)
	}
	for n, want := range []uint64{2, 2, 3, 3} { // the name is new, known, known but asked for, known
		if n == 2 {
			if err := s.RenewNext(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Renew(t.Context(), "1", nil); err != nil {
			t.Fatal(err)
		}
		if st, err := s.Stats(t.Context()); err != nil || st.Seq != want*batchSize {
			t.Errorf("step %d: seq is %d, %v, want %d", n, st.Seq, err, want*batchSize)
		}
	}
}
