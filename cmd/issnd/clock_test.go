package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"issnd/store"
)

// TestKeepTime: whenever a server is killed, what it told harvesters is no later
// than where the register goes on, and it is not said to be ahead because of that.
// After an orderly end it goes on from what was told.
func TestKeepTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		log := slog.New(slog.NewTextHandler(&said, nil))
		s := opened(t, path, time.Now)
		ctx, end := context.WithCancel(t.Context())
		go keepTime(ctx, s, log)
		for _, d := range []time.Duration{0, 59 * time.Second, 59 * time.Second, time.Hour} {
			time.Sleep(d)
			synctest.Wait()
			if told, kept := horizonOf(t, s), kept(t, path); kept.Before(told) {
				t.Errorf("after %v: told %v, kept %v", d, told, kept)
			}
		}
		go keepTime(ctx, opened(t, copied(t, path), time.Now), log)
		synctest.Wait()
		if said.Len() > 0 {
			t.Error(said.String())
		}
		end()
		synctest.Wait()
		if told, kept := horizonOf(t, s), kept(t, path); !kept.Equal(told) {
			t.Errorf("at the end: told %v, kept %v", told, kept)
		}
	})
}

// kept is with what a register goes on that is opened when its clock was set back.
func kept(t *testing.T, path string) time.Time {
	t.Helper()
	return horizonOf(t, opened(t, copied(t, path), func() time.Time { return time.Unix(0, 0) }))
}

func opened(t *testing.T, path string, clock func() time.Time) *store.Store {
	t.Helper()
	s, err := store.Open(path, store.Options{NoSync: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// copied is a copy of a file as it is now.
func copied(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	to := filepath.Join(t.TempDir(), "copy.db")
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func horizonOf(t *testing.T, s *store.Store) time.Time {
	t.Helper()
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Horizon
}
