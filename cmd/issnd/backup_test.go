package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/marc"
	"issnd/store"
)

// TestBackupWhileImporting: copies that are made in the middle of an import are,
// once they are restored, the register as it was at their place in the log: with
// every change up to there and none after it.
func TestBackupWhileImporting(t *testing.T) {
	const copies = 4
	f := &feed{g: generate.New(3, 300)}
	s := newServed(t, generate.New(3, 0), 20)
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	importing := exec.Command(s.issnd, "import", "--data", s.data, "--quiet", "--batch", fmt.Sprint(feedBatch), "-")
	importing.Env = []string{}
	in, err := importing.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := importing.Start(); err != nil {
		t.Fatal(err)
	}
	enough, fed := make(chan bool), make(chan error, 1)
	go func() { fed <- f.run(in, enough) }()
	var made []content
	var latest uint64
	for deadline := time.Now().Add(eventually); len(made) < copies && time.Now().Before(deadline); {
		var c content
		out, err := s.run(t.Context(), "backup", "--data", s.data, "--replace", "--json", filepath.Join(s.dir, fmt.Sprintf("copy-%d.db", len(made))))
		if err == nil {
			err = json.Unmarshal(out, &c)
		}
		if err != nil {
			t.Fatal(err)
		}
		if c.Seq > latest {
			made, latest = append(made, c), c.Seq
		}
	}
	close(enough)
	if err := <-fed; err != nil {
		t.Fatal(err)
	}
	if err := importing.Wait(); err != nil {
		t.Fatal(err)
	}
	if len(made) < copies {
		t.Fatalf("%d of %d copies while records come", len(made), copies)
	}
	for _, c := range made {
		if c.Seq%feedBatch != 0 || c.Seq > f.n {
			t.Errorf("%s is of change %d, which ends no batch of %d in %d changes", c.File, c.Seq, feedBatch, f.n)
		}
		f.restored(t, s, &c)
	}
}

// feedBatch is how many records of a feed are imported together.
const feedBatch = 20

// feed is records that come again and again, each time in another version, so that
// the number of changes says what state each is in.
type feed struct {
	g *generate.Generator
	n uint64 // how many have come
}

// run writes records until it is enough, and ends with a batch.
func (f *feed) run(w io.WriteCloser, enough <-chan bool) (err error) {
	defer func() { err = errors.Join(err, w.Close()) }()
	for ; ; f.n++ {
		if f.n%feedBatch == 0 {
			select {
			case <-enough:
				return nil
			default:
			}
		}
		iso, err := marc.AppendISO2709(nil, f.record(f.n))
		if err == nil {
			_, err = w.Write(iso)
		}
		if err != nil {
			return err
		}
	}
}

// record is what comes at a place of the feed.
func (f *feed) record(n uint64) *marc.Record {
	all := uint64(f.g.Len())
	m := f.g.Record(int(n % all))
	set(m, "245", 'a', fmt.Sprint("Version ", n/all))
	return m
}

// restored fails unless a copy, put in a place of its own, is whole and has the
// records as they are after its latest change.
func (f *feed) restored(t *testing.T, s *served, c *content) {
	t.Helper()
	data := c.File + ".restored"
	for _, args := range [][]string{{"restore", "--data", data, c.File}, {"check", "--data", data}} {
		if _, err := s.run(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.Open(filepath.Join(data, "register.db"), store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	recs, err := got.List(t.Context(), 0, 2*f.g.Len())
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]string{}
	for _, r := range recs {
		titles[r.ISSN.String()] = *proper(r.MARC)
	}
	want := map[string]string{}
	for n := max(c.Seq, uint64(f.g.Len())) - uint64(f.g.Len()); n < c.Seq; n++ {
		want[f.g.ISSN(int(n%uint64(f.g.Len()))).String()] = *proper(f.record(n))
	}
	if d := cmp.Diff(want, titles); d != "" {
		t.Errorf("after %d changes (-want +got):\n%s", c.Seq, d)
	}
}

// TestLeftCopies: what a backup that was killed has left is removed by the next
// one; what another makes at the same time is not.
func TestLeftCopies(t *testing.T) {
	dir := t.TempDir()
	under := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{".issnd-backup-left": "x", ".issnd-backup-new": "", "register.db": "x"} {
		if err := os.WriteFile(under(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(under(".issnd-backup-dir"), 0o700); err != nil {
		t.Fatal(err)
	}
	want := []string{".issnd-backup-dir", ".issnd-backup-new", "register.db"}
	for range 2 {
		f, err := createCopy(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString("x"); err != nil {
			t.Fatal(err)
		}
		want = append(want, filepath.Base(f.Name()))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}
