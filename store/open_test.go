package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
	"issnd/store"
)

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.db")
	s := open(t, good, store.Options{})
	for n := range 3 {
		if _, err := s.Apply(t.Context(), batchOf(n)); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct {
		name, path string
		o          store.Options
		want       string
	}{
		{"no directory", filepath.Join(dir, "no", "register.db"), store.Options{}, "no such file"},
		{"nothing to read", filepath.Join(dir, "none.db"), store.Options{ReadOnly: true}, "no such file"},
		{"a directory", dir, store.Options{}, "is a directory"},
		{"another kind of file", write("text.db", bytes.Repeat([]byte("text "), 1<<14)), store.Options{}, "invalid database"},
		{"cut to the first pages", write("pages.db", content[:2*store.DefaultPageSize]), store.Options{}, "damaged"},
		{"no randomness", filepath.Join(dir, "random.db"), store.Options{Rand: strings.NewReader("")}, "identity"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := store.Open(tt.path, tt.o)
			if err == nil {
				s.Close()
				t.Fatal("it opens")
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.path) {
				t.Errorf("error is %q, want the path and %q", err, tt.want)
			}
		})
	}
}

// TestCutShort cuts a store after every page: it must not open, unless what
// is missing was never written to.
func TestCutShort(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	s := open(t, path, store.Options{})
	for n := range 10 {
		if _, err := s.Apply(t.Context(), batchOf(n)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 4 { // small changes, which reuse pages at the front
		if _, err := s.Apply(t.Context(), []*register.Record{inBatch(n, 99)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.db")
	refused := make(map[string]bool)
	for n := store.DefaultPageSize; n < len(content); n += store.DefaultPageSize {
		if err := os.WriteFile(cut, content[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(cut, store.Options{})
		if err == nil {
			s.Close()
			checkClean(t, cut)
			continue
		}
		for _, reason := range []string{"too small", "damaged", "cut short"} {
			if strings.Contains(err.Error(), reason) {
				refused[reason] = true
			}
		}
	}
	want := map[string]bool{"too small": true, "damaged": true, "cut short": true}
	if d := cmp.Diff(want, refused); d != "" {
		t.Errorf("reasons (-want +got):\n%s", d)
	}
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	o := store.Options{LockTimeout: 10 * time.Millisecond}
	writer := open(t, path, o)
	if _, err := store.Open(path, o); !errors.Is(err, store.ErrInUse) {
		t.Errorf("second writer: error is %v, want ErrInUse", err)
	}
	o.ReadOnly = true
	if _, err := store.Open(path, o); !errors.Is(err, store.ErrInUse) {
		t.Errorf("reader beside a writer: error is %v, want ErrInUse", err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path, o)
	second := open(t, path, o)
	if _, err := second.Apply(t.Context(), []*register.Record{synthetic(1)}); err == nil {
		t.Error("a store open for reading can be written")
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	s := open(t, path, store.Options{Rand: strings.NewReader("a branch0123456789abcdef"), PageSize: 4096, MmapSize: 1 << 24})
	if _, err := s.Apply(t.Context(), batchOf(0)); err != nil {
		t.Fatal(err)
	}
	before, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := "30313233343536373839616263646566"; before.ID != want {
		t.Errorf("identity is %s, want %s", before.ID, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := open(t, path, store.Options{}).Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if after.ID != before.ID || after.Seq != before.Seq || !after.Updated.Equal(before.Updated) {
		t.Errorf("statistics are %+v after opening again, want %+v", after, before)
	}
}

// TestOpenReplaced: who waits for the lock while another file takes the place of
// the one that it waits for opens the new one.
func TestOpenReplaced(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "register.db"), filepath.Join(dir, "other.db")
	var locked *store.Store
	ids := map[string]string{}
	for _, p := range []string{other, path} {
		s, err := store.Open(p, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		st, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ids[p] = st.ID; p == path {
			locked = s
		} else if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	opened := make(chan error)
	var s *store.Store
	go func() {
		var err error
		s, err = store.Open(path, store.Options{LockTimeout: time.Minute})
		opened <- err
	}()
	time.Sleep(200 * time.Millisecond) // in which it has opened the file and waits
	if err := errors.Join(os.Rename(other, path), locked.Close()); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if st, err := s.Stats(t.Context()); err != nil || st.ID != ids[other] {
		t.Errorf("the store %s is open, %v; %s was put in the place of %s", st.ID, err, ids[other], ids[path])
	}
}
