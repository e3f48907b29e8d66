package dump

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// shelved is a full dump of a register, as it was left an hour ago.
func shelved(t *testing.T) (s *shelf, job *Job, made *Result) {
	t.Helper()
	job = &Job{Store: open(t), Dir: t.TempDir(), Kinds: kinds(t, "csv")}
	apply(t, job.Store, confirmed(t, "0028-0836", "A"))
	made = run1(t, job)
	s = &shelf{path: filepath.Dir(made.Path)}
	left(t, made.Path, time.Now().Add(-time.Hour))
	return s, job, made
}

// left has the directory of a dump, the one that it is in, and its manifest be
// written at a time.
func left(t *testing.T, path string, at time.Time) {
	t.Helper()
	for _, p := range []string{filepath.Join(path, manifestName), path, filepath.Dir(path)} {
		if err := os.Chtimes(p, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

// has fails unless the shelf has the dumps.
func (s *shelf) has(t *testing.T, want ...*Result) {
	t.Helper()
	all, _, err := s.list()
	if err != nil {
		t.Fatal(err)
	}
	var got, names []string
	for _, m := range all {
		got = append(got, m.Name)
	}
	for _, r := range want {
		names = append(names, r.Manifest.Name)
	}
	if !slices.Equal(got, names) {
		t.Errorf("the dumps are %v, want %v", got, names)
	}
}

// TestShelfIsReadOnce: what nobody has touched is not read again.
func TestShelfIsReadOnce(t *testing.T) {
	s, _, made := shelved(t)
	s.has(t, made)
	file := filepath.Join(made.Path, manifestName)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Repeat([]byte("x"), len(text)), 0o600); err != nil {
		t.Fatal(err)
	}
	touched := time.Now().Add(-time.Minute)
	left(t, made.Path, s.marks[0].modified) // so that nobody can see it
	s.has(t, made)
	left(t, made.Path, touched)
	s.has(t)
}

// TestShelfFollows: what is made or removed is there or not at once, whoever does
// it and however.
func TestShelfFollows(t *testing.T) {
	s, job, made := shelved(t)
	s.has(t, made)
	apply(t, job.Store, confirmed(t, "0028-0836", "A new"))
	next := run1(t, job)
	s.has(t, next, made)
	left(t, next.Path, time.Now().Add(-time.Hour))
	s.has(t, next, made)

	file := filepath.Join(next.Path, manifestName)
	if err := os.Rename(file, file+".x"); err != nil {
		t.Fatal(err)
	}
	left(t, made.Path, time.Now().Add(-time.Hour))
	s.has(t, made)
	if err := os.Rename(file+".x", file); err != nil {
		t.Fatal(err)
	}
	s.has(t, next, made)
	if err := os.RemoveAll(made.Path); err != nil {
		t.Fatal(err)
	}
	s.has(t, next)
	if err := os.RemoveAll(s.path); err != nil {
		t.Fatal(err)
	}
	s.has(t)
	s.has(t, run1(t, job))
}

// TestShelfOfThisMoment: times of files that are no more than a moment old do not
// tell two states apart.
func TestShelfOfThisMoment(t *testing.T) {
	s, job, made := shelved(t)
	now := time.Now().Add(time.Hour) // on a machine however slow
	left(t, made.Path, now)
	s.has(t, made)
	apply(t, job.Store, confirmed(t, "0028-0836", "A new"))
	next := run1(t, job)
	left(t, next.Path, now)
	s.has(t, next, made)
}
