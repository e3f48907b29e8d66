package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"issnd/register"
	"issnd/store"
)

// TestBranches: a store that was put back to an earlier state, and has caught
// up since, holds the positions of the time before the copy, and of the lost
// time none.
func TestBranches(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	copied := filepath.Join(t.TempDir(), "copy.db")
	var kept, lost []register.Position
	write := func(s *store.Store, n int) register.Position {
		t.Helper()
		if _, err := s.Apply(t.Context(), batchOf(n)); err != nil {
			t.Fatal(err)
		}
		st, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return st.Position()
	}
	s := open(t, path, store.Options{})
	kept = append(kept, register.Position{}, write(s, 0))
	s.Close()
	s = open(t, path, store.Options{})
	kept = append(kept, write(s, 1))
	out, err := os.Create(copied)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	out.Close()
	lost = append(lost, write(s, 2)) // in the branch of what is kept
	s.Close()
	s = open(t, path, store.Options{})
	lost = append(lost, write(s, 3))
	middle := lost[1]
	middle.Seq--
	lost = append(lost, middle)

	restored := open(t, copied, store.Options{})
	for round := range 3 {
		for name, want := range map[string]bool{"kept": true, "lost": false} {
			for _, p := range map[string][]register.Position{"kept": kept, "lost": lost}[name] {
				if got, err := register.Holds(t.Context(), restored, p); err != nil || got != want {
					t.Errorf("after %d batches the %s position %+v is held: %v, %v", round, name, p, got, err)
				}
			}
		}
		kept = append(kept, write(restored, 2+round))
	}
	if last := kept[len(kept)-1]; last.Seq <= lost[1].Seq {
		t.Errorf("the restored store has not caught up: %d", last.Seq)
	}
	restored.Close()
	checkClean(t, copied)
	other := open(t, filepath.Join(t.TempDir(), "register.db"), store.Options{})
	write(other, 0)
	if got, err := register.Holds(t.Context(), other, kept[1]); err != nil || got {
		t.Errorf("a position of another store is held: %v, %v", got, err)
	}
}
