package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"issnd/bench/generate"
	"issnd/store"
)

// TestDamage: whatever happens to the files of a register while its server is
// stopped, once it is started again searches come to find what the store has,
// and harvesters get what they are behind with. ISSND_DAMAGE makes the register
// larger.
func TestDamage(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	records := 60
	if os.Getenv("ISSND_DAMAGE") != "" {
		records = 1000
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	d := &damage{following: newFollowing(t, seed, records), mirror: map[string]string{}}
	for _, tt := range []struct {
		name string
		do   func(*testing.T, *damage)
		says string // in the log
	}{
		{"the index is gone", remove("index"), ""},
		{"CURRENT is empty", cut("index/CURRENT", 0), "the index is damaged"},
		{"CURRENT names nothing", write("index/CURRENT", "gen-1\n"), "the index is damaged"},
		{"the table of the index is cut", cut("index/gen-*/root.bolt", 2), "cut short"},
		{"the table of the index is all but gone", cut("index/gen-*/root.bolt", 8), "the index is damaged"},
		{"segments are cut", cut("index/gen-*/*.zap", 2), "the index is damaged"},
		{"segments are overwritten", overwrite("index/gen-*/*.zap"), "the index is made anew"},
		{"the index is of another register", anotherIndex, "index of another store"},
		{"the index is an older one", olderIndex, ""},
		{"the store is put back by hand", putBackStore, "changes that its store has lost"},
		{"the store is put back by hand, and restored from itself", restoreInPlace, "changes that its store has lost"},
		{"the store is cut, and a copy restored", cutStore, ""},
	} {
		if !t.Run(tt.name, func(t *testing.T) { d.round(t, tt.do, tt.says) }) {
			t.FailNow()
		}
	}
}

// damage is a register to which things happen.
type damage struct {
	*following
	mirror map[string]string // what a harvester has, by identifier
	from   string            // where it goes on
	astray bool              // it cannot know what was lost
}

func (d *damage) round(t *testing.T, do func(*testing.T, *damage), says string) {
	d.harvest(t)
	before := len(d.served.log.String())
	d.stop(t)
	d.astray = false
	do(t, d)
	d.start(t)
	d.level(t, false)
	if err := d.importFile(t.Context(), d.changes(t)); err != nil {
		t.Fatal(err)
	}
	d.level(t, false)
	if said := d.served.log.String()[before:]; !strings.Contains(said, says) || strings.Contains(said, "panic") {
		t.Errorf("the server does not say %q but\n%s", says, said)
	}
	if !d.astray {
		d.harvested(t)
	}
	d.stop(t)
	out, err := d.served.run(t.Context(), "check", "--data", d.served.data, "--index", "all")
	if err != nil || !bytes.Contains(out, []byte("the index is whole")) {
		t.Errorf("check: %s, %v", out, err)
	}
	d.start(t)
}

func (d *damage) stop(t *testing.T) {
	t.Helper()
	if err := d.served.stop(os.Interrupt); err != nil {
		t.Fatal(err)
	}
}

func (d *damage) start(t *testing.T) {
	t.Helper()
	if err := d.served.start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// list gives the records since a date and where to go on.
func (d *damage) list(t *testing.T, from string, into map[string]string) string {
	t.Helper()
	c := &oaiClient{http: http.DefaultClient, base: "http://" + d.served.address + "/oai", key: d.served.key}
	next, err := c.list(t.Context(), &walk{verb: "ListRecords", prefix: "marc21", from: from, take: func(r *oaiRecord) {
		text := r.Header.Status
		if r.Metadata != nil {
			text = r.Metadata.XML
		}
		into[r.Header.Identifier] = text
	}})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// harvest brings the mirror up to date, twice if need be: what happens in the
// second that is not over comes later.
func (d *damage) harvest(t *testing.T) {
	t.Helper()
	d.from = d.list(t, d.from, d.mirror)
}

// harvested fails unless a harvester that goes on has all that one has who takes
// everything.
func (d *damage) harvested(t *testing.T) {
	t.Helper()
	var faults []string
	for deadline := time.Now().Add(eventually); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		d.harvest(t)
		all := map[string]string{}
		d.list(t, "", all)
		faults = nil
		for id, text := range all {
			if d.mirror[id] != text {
				faults = append(faults, id)
			}
		}
		if records, err := d.finder.committed(t.Context()); err != nil {
			t.Fatal(err)
		} else if len(faults) == 0 && len(all) == len(records) {
			return
		}
	}
	t.Errorf("a harvester is behind with %d records: %v", len(faults), faults[:min(5, len(faults))])
}

// each is files of the data directory, of which there must be some.
func (d *damage) each(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(d.served.data, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %s, %v", pattern, err)
	}
	return files
}

func remove(name string) func(*testing.T, *damage) {
	return func(t *testing.T, d *damage) {
		if err := os.RemoveAll(d.each(t, name)[0]); err != nil {
			t.Fatal(err)
		}
	}
}

func write(name, text string) func(*testing.T, *damage) {
	return func(t *testing.T, d *damage) {
		if err := os.WriteFile(d.each(t, name)[0], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// cut leaves one part of so many of each file, or nothing.
func cut(pattern string, parts int64) func(*testing.T, *damage) {
	return func(t *testing.T, d *damage) {
		for _, file := range d.each(t, pattern) {
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			size := int64(0)
			if parts > 0 {
				size = info.Size() / parts
			}
			if err := os.Truncate(file, size); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// overwrite destroys what files say and leaves their ends, by which they are
// opened.
func overwrite(pattern string) func(*testing.T, *damage) {
	return func(t *testing.T, d *damage) {
		for _, file := range d.each(t, pattern) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i := range data[:len(data)*3/4] {
				data[i] = 0xa5
			}
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func anotherIndex(t *testing.T, d *damage) {
	other := newServed(t, generate.New(99, 40), 10)
	if _, err := d.served.run(t.Context(), "reindex", "--data", other.data, "--quiet"); err != nil {
		t.Fatal(err)
	}
	remove("index")(t, d)
	if err := os.CopyFS(filepath.Join(d.served.data, "index"), os.DirFS(filepath.Join(other.data, "index"))); err != nil {
		t.Fatal(err)
	}
}

// olderIndex puts the index back to before an import.
func olderIndex(t *testing.T, d *damage) {
	index, kept := filepath.Join(d.served.data, "index"), filepath.Join(t.TempDir(), "index")
	if err := os.CopyFS(kept, os.DirFS(index)); err != nil {
		t.Fatal(err)
	}
	d.start(t)
	if err := d.importFile(t.Context(), d.changes(t)); err != nil {
		t.Fatal(err)
	}
	d.level(t, false)
	d.stop(t)
	remove("index")(t, d)
	if err := os.CopyFS(index, os.DirFS(kept)); err != nil {
		t.Fatal(err)
	}
}

// lose has the server make changes, puts the store back to before them, and
// makes others until it has as many; the index and harvesters have the lost ones.
func (d *damage) lose(t *testing.T, putBack func(kept string)) {
	kept := filepath.Join(t.TempDir(), "kept.db")
	if _, err := d.served.run(t.Context(), "backup", "--data", d.served.data, kept); err != nil {
		t.Fatal(err)
	}
	d.start(t)
	if err := d.importFile(t.Context(), d.changes(t)); err != nil {
		t.Fatal(err)
	}
	d.level(t, false)
	d.harvest(t)
	d.stop(t)
	lost := d.seq(t)
	putBack(kept)
	if now := d.seq(t); now >= lost {
		t.Fatalf("the store is at %d, after %d", now, lost)
	}
	for d.seq(t) < lost {
		if err := d.importFile(t.Context(), d.changes(t)); err != nil {
			t.Fatal(err)
		}
	}
}

// putBackStore is what people do with a copy.
func putBackStore(t *testing.T, d *damage) {
	d.astray = true
	d.lose(t, func(kept string) { d.putBack(t, kept) })
}

// restoreInPlace is what they do when they have read on.
func restoreInPlace(t *testing.T, d *damage) {
	d.lose(t, func(kept string) {
		d.putBack(t, kept)
		file := filepath.Join(d.served.data, "register.db")
		if _, err := d.served.run(t.Context(), "restore", "--data", d.served.data, "--force", "--renew", "always", file); err != nil {
			t.Fatal(err)
		}
	})
}

func (d *damage) putBack(t *testing.T, kept string) {
	t.Helper()
	data, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.served.data, "register.db"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// cutText is what is said of a store that is cut, by what is missing.
var cutText = regexp.MustCompile(`exit status 2: issnd: store .*(is cut short: \d+ bytes of|the file is damaged: pages are missing|too small)`)

func cutStore(t *testing.T, d *damage) {
	d.lose(t, func(kept string) {
		// Much of a file may be room that it has for later.
		if err := os.Truncate(filepath.Join(d.served.data, "register.db"), 3*store.DefaultPageSize); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"serve", "check", "export"} {
			ctx, cancel := context.WithTimeout(t.Context(), eventually)
			_, err := d.served.run(ctx, command, "--data", d.served.data)
			cancel()
			if err == nil || !cutText.MatchString(err.Error()) {
				t.Errorf("%s of a store that is cut: %v", command, err)
			}
		}
		if _, err := d.served.run(t.Context(), "restore", "--data", d.served.data, "--force", kept); err != nil {
			t.Fatal(err)
		}
	})
}

// seq is the latest sequence number while no server runs.
func (d *damage) seq(t *testing.T) (seq uint64) {
	t.Helper()
	out, err := d.served.run(t.Context(), "check", "--data", d.served.data, "--index", "none")
	if err != nil {
		t.Fatal(err)
	}
	_, at, _ := bytes.Cut(out, []byte("seq="))
	if _, err := fmt.Sscanf(string(at), "%d", &seq); err != nil {
		t.Fatal(err)
	}
	return seq
}
