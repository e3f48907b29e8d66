package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"issnd/register"
	"issnd/store"
)

// TestClock: datestamps never fall, nor below a horizon that was told, whatever
// the clock does while the store is open and between; and what was written can
// be listed at once also while the clock is behind.
func TestClock(t *testing.T) {
	noon := time.Date(2025, 11, 22, 12, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	type step struct {
		name   string
		set    time.Duration // the clock, from noon
		reopen bool
		keep   bool // the horizon is kept before
	}
	for name, steps := range map[string][]step{
		"back a day":              {{"noon", 0, false, false}, {"back", -day, false, false}, {"still", -day, false, false}, {"caught up", time.Hour, false, false}},
		"back between":            {{"noon", 0, false, false}, {"back", -day, true, false}, {"back again", -2 * day, true, false}, {"caught up", day, true, false}},
		"far ahead, corrected":    {{"noon", 0, false, false}, {"ahead", 4000 * day, false, false}, {"right", time.Minute, false, false}, {"later", time.Hour, true, false}},
		"back after quiet hours":  {{"noon", 0, false, false}, {"back", -day, true, true}, {"on", -day, true, true}},
		"back by a second":        {{"noon", 0, false, false}, {"back", -time.Second, true, false}, {"on", 2 * time.Second, false, false}},
		"every step in a process": {{"noon", 0, true, true}, {"same", 0, true, true}, {"second", time.Second, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "register.db")
			now := noon
			o := store.Options{NoSync: true, Clock: func() time.Time { return now }}
			s := open(t, path, o)
			var told time.Time // by which a harvester has everything
			for n, step := range steps {
				if step.keep {
					now = now.Add(5 * time.Hour)
					told = horizon(t, s)
					keep(t, s, 0)
				}
				now = noon.Add(step.set)
				if step.reopen {
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
					s = open(t, path, o)
				}
				if _, err := s.Apply(t.Context(), []*register.Record{synthetic(n)}); err != nil {
					t.Fatal(err)
				}
				recs, err := s.Changes(t.Context(), 0, 10)
				if err != nil || len(recs) != n+1 {
					t.Fatalf("%d records, %v", len(recs), err)
				}
				stamp := recs[n].Updated
				if stamp.Before(told) || n > 0 && stamp.Before(recs[n-1].Updated) {
					t.Errorf("%s: datestamp %v, a harvester was told %v", step.name, stamp, told)
				}
				told = horizon(t, s)
				if behind := now.Before(stamp); told.Before(stamp) || behind && !told.After(stamp) {
					t.Errorf("%s: horizon %v with a datestamp %v", step.name, told, stamp)
				}
				if again := horizon(t, s); again.After(told) && !again.Equal(now) {
					t.Errorf("%s: the horizon goes on by itself from %v to %v", step.name, told, again)
				}
			}
			s.Close()
			checkClean(t, path)
		})
	}
}

// TestClockCrash: what was told within the time for which the horizon is kept holds
// also where the process was killed right after, and the clock is set back.
func TestClockCrash(t *testing.T) {
	now := time.Date(2025, 11, 22, 12, 0, 0, 0, time.UTC)
	o := store.Options{NoSync: true, Clock: func() time.Time { return now }}
	dir := t.TempDir()
	path := filepath.Join(dir, "register.db")
	s := open(t, path, o)
	keep(t, s, time.Minute)
	now = now.Add(time.Minute)
	told := horizon(t, s)
	killed := filepath.Join(dir, "killed.db")
	content, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(killed, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(-time.Hour)
	after := open(t, killed, o)
	if _, err := after.Apply(t.Context(), []*register.Record{synthetic(0)}); err != nil {
		t.Fatal(err)
	}
	if st, err := after.Stats(t.Context()); err != nil || st.Updated.Before(told) {
		t.Errorf("datestamp %v, %v; a harvester was told %v", st.Updated, err, told)
	}
}

// TestKeepHorizon: at an orderly end no more is kept than what was told, and what
// the next opening was to begin with.
func TestKeepHorizon(t *testing.T) {
	now := time.Date(2025, 11, 22, 12, 0, 0, 0, time.UTC)
	o := store.Options{NoSync: true, Clock: func() time.Time { return now }}
	path := filepath.Join(t.TempDir(), "register.db")
	var s *store.Store
	reopen := func(want time.Time) {
		t.Helper()
		if s != nil {
			keep(t, s, 0)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		s = open(t, path, o)
		if got := horizon(t, s); !got.Equal(want) {
			t.Errorf("it begins with %v, want %v", got, want)
		}
	}
	reopen(now)
	keep(t, s, time.Hour)
	reopen(now)
	keep(t, s, time.Hour)
	later := now.Add(time.Minute)
	if err := s.NotBefore(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	reopen(later)
	reopen(later) // since it was told
}

func keep(t *testing.T, s *store.Store, ahead time.Duration) {
	t.Helper()
	if err := s.KeepHorizon(t.Context(), ahead); err != nil {
		t.Fatal(err)
	}
}

func horizon(t *testing.T, s *store.Store) time.Time {
	t.Helper()
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Horizon
}
