package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"issnd/config"
	"issnd/store"
)

// TestIndexComesLater: where the index can be neither opened nor made when the
// server starts, it is made once it can be, by itself or when somebody asks for
// it, and who asks before gets the error.
func TestIndexComesLater(t *testing.T) {
	for name, tt := range map[string]struct {
		pause time.Duration
		asked bool
	}{
		"by itself":      {10 * time.Millisecond, false},
		"when asked for": {time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			x, inTheWay := blocked(t)
			x.pause = tt.pause
			ctx, cancel := context.WithCancel(t.Context())
			var running sync.WaitGroup
			running.Go(func() { x.run(ctx) })
			defer running.Wait()
			defer cancel()
			is := func(state string) {
				t.Helper()
				st, err := x.store.Stats(ctx)
				if err != nil {
					t.Fatal(err)
				}
				got := x.readiness(ctx, &st, 0)
				for deadline := time.Now().Add(eventually); got.State != state && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
					got = x.readiness(ctx, &st, 0)
				}
				if got.State != state {
					t.Fatalf("the search is %s, not %s", got.State, state)
				}
			}
			is("failed")
			if err := x.reindex(ctx, "", nil); err == nil {
				t.Error("no error of making an index for which there is no room")
			}
			is("failed")
			if err := os.Remove(inTheWay); err != nil {
				t.Fatal(err)
			}
			if tt.asked {
				if err := x.reindex(ctx, "", nil); err != nil {
					t.Fatal(err)
				}
			}
			is("ready")
			if n, err := x.late.Documents(ctx); n != 3 || err != nil {
				t.Errorf("%d documents, %v", n, err)
			}
		})
	}
}

// blocked is the index of a store of 3 records, where a file is in the way of
// its directory.
func blocked(t *testing.T) (x *indexing, inTheWay string) {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(filepath.Join(dir, "register.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Apply(t.Context(), records(t, 3)); err != nil {
		t.Fatal(err)
	}
	if x, err = newIndexing(&config.Config{Data: dir}, s, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(x.dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return x, x.dir
}
