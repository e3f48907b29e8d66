package dump

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"issnd/register"
)

// TestNeeded: dumps are written as their place in the log, and where they begin
// and which one they go on from.
func TestNeeded(t *testing.T) {
	for name, tt := range map[string]struct {
		all  string // the latest first
		full int
		made string
		want string
	}{
		"fewer than are kept": {"30-full 20-since-10 10-full", 3, "30-full", "30-full 20-since-10 10-full"},
		"as many":             {"30-full 20-since-10 10-full", 2, "30-full", "30-full 20-since-10 10-full"},
		"one more":            {"30-full 20-since-10 10-full", 1, "30-full", "30-full"},
		"changes since the oldest": {
			"35-since-30 30-full 30-since-25 25-since-20 20-full 20-since-15 15-since-10 10-full", 2, "35-since-30",
			"35-since-30 30-full 30-since-25 25-since-20 20-full",
		},
		"what is just made, of an older one": {"40-full 35-since-10 30-full 10-full", 1, "35-since-10", "40-full 35-since-10 10-full"},
		"what a kept one goes on from": {
			"50-since-40 40-since-20 30-full 20-since-10 10-full 5-full", 1, "50-since-40",
			"50-since-40 40-since-20 30-full 20-since-10 10-full",
		},
		"what it went on from is gone": {"50-since-40 30-full 20-full", 1, "50-since-40", "50-since-40 30-full"},
		"no full one":                  {"30-since-20 20-since-10", 1, "30-since-20", "30-since-20 20-since-10"},
	} {
		t.Run(name, func(t *testing.T) {
			var all []*Manifest
			for _, n := range strings.Fields(tt.all) {
				all = append(all, sketched(t, n, strings.Fields(tt.all)))
			}
			keep := needed(all, tt.full, tt.made)
			var got []string
			for _, m := range all {
				if keep[m.Name] {
					got = append(got, m.Name)
				}
			}
			if want := strings.Fields(tt.want); !slices.Equal(got, want) {
				t.Errorf("kept %v, want %v", got, want)
			}
		})
	}
}

// sketched is the manifest of a dump by its name. It goes on from the first of the
// others that ends where it begins.
func sketched(t *testing.T, name string, others []string) *Manifest {
	t.Helper()
	at := func(seq uint64) Position {
		return Position{Seq: seq, Datestamp: time.Date(2026, 1, int(seq), 0, 0, 0, 0, time.UTC)}
	}
	m := &Manifest{Name: name}
	var seq, since uint64
	if n, _ := fmt.Sscanf(name, "%d-since-%d", &seq, &since); n == 2 {
		m.Since = &Link{Name: "gone", Position: at(since)}
		for _, o := range others {
			if strings.HasPrefix(o, fmt.Sprint(since, "-")) {
				m.Since.Name = o
				break
			}
		}
	}
	m.Position = at(seq)
	return m
}

// TestKeep: a dump of each month and the changes between, as the documentation
// has it made.
func TestKeep(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	s := openAt(t, func() time.Time { return now })
	dir := t.TempDir()
	change := func() {
		now = now.Add(24 * time.Hour)
		apply(t, s, confirmed(t, "0028-0836", now.String()))
	}
	job := func(since string) *Job {
		return &Job{Store: s, Dir: dir, Kinds: kinds(t, "csv"), Since: since, Keep: 2}
	}
	for range 4 {
		change()
		run1(t, job(""))
		for range 3 {
			change()
			run1(t, job(Last))
		}
	}
	all, err := list(filepath.Join(dir, "released"))
	if err != nil {
		t.Fatal(err)
	}
	full, changes := 0, 0
	for _, m := range all {
		if m.Since == nil {
			full++
		} else if changes++; !slices.ContainsFunc(all, func(o *Manifest) bool { return o.Name == m.Since.Name }) {
			t.Errorf("%s goes on from %s, which is gone", m.Name, m.Since.Name)
		}
	}
	if full != 2 || changes != 6 {
		t.Errorf("%d full dumps and %d of changes", full, changes)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "released")); err != nil || len(entries) != 9 {
		t.Errorf("%v, %v, want eight dumps and the lock", entries, err)
	}
	// The dumps of the other tier are not touched, nor is any without a number.
	run1(t, &Job{Store: s, Dir: dir, Tier: register.Complete, Kinds: kinds(t, "csv"), Keep: 1})
	run1(t, &Job{Store: s, Dir: dir, Kinds: kinds(t, "csv")})
	if all, err = list(filepath.Join(dir, "released")); err != nil || len(all) != 9 {
		t.Errorf("%d dumps, %v", len(all), err)
	}
}

// TestInterruptedRemoval: what an interrupted removal left is in no list, and the
// next dump removes it.
func TestInterruptedRemoval(t *testing.T) {
	shelf, job, made := shelved(t)
	d := &directory{path: shelf.path}
	if err := os.Rename(made.Path, d.removed()); err != nil {
		t.Fatal(err)
	}
	shelf.has(t)
	again := run1(t, job)
	shelf.has(t, again)
	if _, err := os.Stat(d.removed()); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}
