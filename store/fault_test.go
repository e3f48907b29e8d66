package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"issnd/register"
	"issnd/store"
)

// TestFault: a file that is damaged while it is open gives errors and ends
// nothing; what is still there is read, nothing is written, and the file is let
// go of.
func TestFault(t *testing.T) {
	garbage := func(t *testing.T, path string, from, to int64) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteAt(bytes.Repeat([]byte{0xa5}, int(to-from)), from)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	for name, damage := range map[string]func(t *testing.T, path string, size int64){
		"all is gone": func(t *testing.T, path string, _ int64) { truncate(t, path, 0) },
		"most is gone": func(t *testing.T, path string, _ int64) {
			truncate(t, path, 4*store.DefaultPageSize)
		},
		"half is gone":        func(t *testing.T, path string, size int64) { truncate(t, path, size/2) },
		"half is overwritten": func(t *testing.T, path string, size int64) { garbage(t, path, size/2, size) },
		aLittle: func(t *testing.T, path string, size int64) {
			garbage(t, path, size/4, size/4+4*store.DefaultPageSize)
		},
	} {
		t.Run(name, func(t *testing.T) {
			if missed := fault(t, damage); name == aLittle && missed > faultRecords/2 {
				t.Errorf("of %d records %d cannot be read", faultRecords, missed)
			}
		})
	}
}

const (
	faultRecords = 50 * batchSize
	aLittle      = "a little is overwritten"
)

// fault damages a store and tells how many records cannot be read.
func fault(t *testing.T, damage func(t *testing.T, path string, size int64)) (missed int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	var told []error
	s, err := store.Open(path, store.Options{NoSync: true, Damaged: func(err error) { told = append(told, err) }})
	if err != nil {
		t.Fatal(err)
	}
	for n := range faultRecords / batchSize {
		if _, err := s.Apply(t.Context(), batchOf(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Damage(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	damage(t, path, info.Size())

	for i := range faultRecords {
		_, err := s.Get(t.Context(), synthetic(i).ISSN)
		switch {
		case errors.Is(err, store.ErrDamaged):
			missed++
		case err != nil && !errors.Is(err, register.ErrNotFound):
			t.Errorf("record %d: %v", i, err)
		}
	}
	if missed == 0 {
		t.Fatal("no record is missed")
	}
	if _, err := s.Apply(t.Context(), batchOf(51)); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("writing: %v", err)
	}
	if err := s.KeepHorizon(t.Context(), time.Minute); err != nil && !errors.Is(err, store.ErrDamaged) {
		t.Errorf("keeping the horizon: %v", err)
	}
	if err := s.Damage(); !errors.Is(err, store.ErrDamaged) || len(told) != 1 || !errors.Is(told[0], err) {
		t.Errorf("the damage is %v, told %v", err, told)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if again, err := store.Open(path, store.Options{}); errors.Is(err, store.ErrInUse) {
		t.Error(err)
	} else if err == nil {
		_, _ = again.Check(t.Context(), func(store.Problem) {}, nil)
		again.Close()
	}
	t.Logf("%d of %d records cannot be read: %v", missed, faultRecords, told)
	return missed
}

func truncate(t *testing.T, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}
