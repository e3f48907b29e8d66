package remote_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
	"issnd/store"
)

// version is some records in one of their states, of which no two are the same.
func version(t *testing.T, n int) []*register.Record {
	t.Helper()
	var recs []*register.Record
	for i := range 2000 {
		id, ok := issn.FromNumber(uint32(i + 1))
		if !ok {
			t.Fatal(i)
		}
		r := &register.Record{MARC: &marc.Record{
			Leader: marc.Leader([]byte("00000nas a2200000 a 4500")),
			Fields: []marc.Field{field("245", fmt.Sprint("Version ", n)), field("500", strings.Repeat("note ", 100))},
		}}
		r.ISSN, r.Status, r.StatusSource = id, register.Confirmed, register.Derived
		recs = append(recs, r)
	}
	return recs
}

func field(tag, text string) marc.Field {
	return marc.Field{Tag: marc.T(tag), Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: text}}}
}

func apply(t *testing.T, s register.Store, n int) {
	t.Helper()
	if _, err := s.Apply(t.Context(), version(t, n)); err != nil {
		t.Fatal(err)
	}
}

// TestBackup: a copy is the state of the moment when it was begun, whatever is
// written while it is on its way, and the next one is of its own moment.
func TestBackup(t *testing.T) {
	c, s := dial(t, t.TempDir(), nil)
	for n := range 3 {
		apply(t, c, n)
		want, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		parts := 0
		size, err := c.Backup(t.Context(), writer(func(p []byte) (int, error) {
			if parts++; parts < 3 {
				apply(t, c, 100*n+parts)
			}
			return b.Write(p)
		}))
		if err != nil || size != int64(b.Len()) || parts < 3 {
			t.Fatalf("%d bytes of %d in %d parts, %v", b.Len(), size, parts, err)
		}
		got := opened(t, b.Bytes())
		at, err := got.Stats(t.Context())
		if err != nil || at.Position() != want.Position() {
			t.Errorf("the copy is at %v, want %v, %v", at.Position(), want.Position(), err)
		}
		recs, err := got.List(t.Context(), 0, 10_000)
		if err != nil || len(recs) != 2000 {
			t.Fatalf("%d records, %v", len(recs), err)
		}
		for _, r := range recs {
			if title := r.MARC.Fields[0].Subfields[0].Value; title != fmt.Sprint("Version ", n) {
				t.Fatalf("%v has the title %q of another state", r.ISSN, title)
			}
		}
	}
}

// opened is the store of a copy, which is whole.
func opened(t *testing.T, data []byte) *store.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if n, err := s.Check(t.Context(), func(p store.Problem) { t.Error(p) }, nil); err != nil || n > 0 {
		t.Fatalf("%d problems, %v", n, err)
	}
	return s
}

type writer func(p []byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// TestBackupLeft: a copy that its client leaves in the middle, because it cannot be
// written, is told to end or is gone, ends in the server as well: the store can be
// closed.
func TestBackupLeft(t *testing.T) {
	full := errors.New("no room")
	for name, left := range map[string]struct {
		write func(end func()) error
		want  error
	}{
		"cannot be written": {func(func()) error { return full }, full},
		"told to end":       {func(end func()) error { end(); return nil }, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, err := store.Open(filepath.Join(dir, "register.db"), store.Options{NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			apply(t, s, 0)
			serving, end := context.WithCancel(context.Background())
			socket, ended := listen(t, filepath.Join(dir, "s")), make(chan error, 1)
			go func() { ended <- socket.Serve(serving, s, register.Rules{}, nil) }()
			c := connect(t, filepath.Join(dir, "s"))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if _, err := c.Backup(ctx, writer(func(p []byte) (int, error) { return len(p), left.write(cancel) })); !errors.Is(err, left.want) {
				t.Errorf("error is %v, want %v", err, left.want)
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			closed := make(chan error, 1)
			go func() { closed <- s.Close() }()
			select {
			case err := <-closed:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(time.Minute):
				t.Error("the server still has the state that was copied")
			}
			end()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}
