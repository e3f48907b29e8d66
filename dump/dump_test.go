package dump

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/mrk"
	"issnd/issn"
	"issnd/register"
	"issnd/store"
)

// open makes a store with a clock that stands still.
func open(t *testing.T) *store.Store {
	t.Helper()
	return openAt(t, func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) })
}

func openAt(t *testing.T, clock func() time.Time) *store.Store {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func apply(t *testing.T, s register.Store, recs ...*register.Record) {
	t.Helper()
	if _, err := s.Apply(t.Context(), recs); err != nil {
		t.Fatal(err)
	}
}

// generated are n records of a register.
func generated(t *testing.T, n int) []*register.Record {
	t.Helper()
	g, rules := generate.New(1, n), register.DefaultRules()
	recs := make([]*register.Record, n)
	for i := range recs {
		var err error
		if recs[i], err = rules.Record(g.Record(i)); err != nil {
			t.Fatal(err)
		}
	}
	return recs
}

// confirmed is a record with the number, the title, and whatever lines follow.
func confirmed(t *testing.T, id, title string, more ...string) *register.Record {
	t.Helper()
	return parse(t, "=LDR  00000cas\\a2200000\\i\\4500\n=001  "+id+"\n=007  cr\n=022  0\\$a"+id+"$l"+id+
		"\n=222  \\0$a"+title+"\n=245  00$a"+title+"\n"+strings.Join(more, "\n")+"\n")
}

func parse(t *testing.T, text string) *register.Record {
	t.Helper()
	recs, err := mrk.Parse(strings.NewReader(text))
	if err != nil || len(recs) != 1 {
		t.Fatalf("%d records, %v", len(recs), err)
	}
	rules := register.DefaultRules()
	r, err := rules.Record(recs[0])
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func kinds(t *testing.T, names ...string) []*Kind {
	t.Helper()
	o := crosswalk.Options{}
	formats, err := format.Default(o)
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := Choose(Kinds(formats, o), names)
	if err != nil {
		t.Fatal(err)
	}
	return chosen
}

func run1(t *testing.T, j *Job) *Result {
	t.Helper()
	res, err := j.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// contents are the files of a dump by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

func gunzip(t *testing.T, s string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestFilesHoldWhatTheFormatsSay compares each file with the records rendered
// one after the other, over two blocks.
func TestFilesHoldWhatTheFormatsSay(t *testing.T) {
	s := open(t)
	apply(t, s, generated(t, blockSize+100)...)
	for _, tier := range []register.Tier{register.Released, register.Complete} {
		t.Run(tier.String(), func(t *testing.T) {
			all := kinds(t, "marc21", "ntriples", "jsonld", "csv", "issnl", "json")
			res := run1(t, &Job{Store: s, Dir: t.TempDir(), Tier: tier, Kinds: all})
			files, a := contents(t, res.Path), newAudience(tier)
			for i, k := range all {
				want, n := []byte(k.head), uint64(0)
				for r, err := range register.Each(t.Context(), s) {
					if err != nil {
						t.Fatal(err)
					}
					if !a.live(r) {
						continue
					}
					out, err := k.record(nil, a.view(r))
					if err != nil {
						t.Fatal(err)
					}
					if len(out) == 0 {
						continue
					}
					if n++; n > 1 {
						want = append(want, k.separator...)
					}
					want = append(want, out...)
				}
				want = append(want, k.tail...)
				f := res.Manifest.Files[i]
				if got := gunzip(t, files[f.Name]); got != string(want) {
					t.Errorf("%s differs: %d bytes, want %d", k.Name, len(got), len(want))
				}
				if n == 0 || f.Records != n || f.Uncompressed != int64(len(want)) || f.Size != int64(len(files[f.Name])) || f.SHA256 != sum([]byte(files[f.Name])) {
					t.Errorf("%s: the manifest has %+v; there are %d records", k.Name, f, n)
				}
			}
		})
	}
}

// TestTriplesAreCompressed compares the file with what the standard library
// makes of its text at its fastest.
func TestTriplesAreCompressed(t *testing.T) {
	s := open(t)
	apply(t, s, generated(t, 500)...)
	res := run1(t, &Job{Store: s, Dir: t.TempDir(), Tier: register.Complete, Kinds: kinds(t, "ntriples")})
	file := contents(t, res.Path)["register.nt.gz"]
	var fast bytes.Buffer
	z, err := gzip.NewWriterLevel(&fast, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(z, gunzip(t, file)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if len(file) > fast.Len()*5/4 {
		t.Errorf("%d bytes, where the standard library makes %d", len(file), fast.Len())
	}
}

// TestSamePositionSameBytes: neither the number of workers nor the moment nor
// the way to the same records matters.
func TestSamePositionSameBytes(t *testing.T) {
	recs := generated(t, blockSize+100)
	s := open(t)
	apply(t, s, recs...)
	job := func(s register.Store, workers int) *Job {
		return &Job{Store: s, Dir: t.TempDir(), Kinds: kinds(t, DefaultKinds()...), Workers: workers}
	}
	want := contents(t, run1(t, job(s, 1)).Path)
	if d := cmp.Diff(want, contents(t, run1(t, job(s, 7)).Path)); d != "" {
		t.Errorf("seven workers (-one +seven):\n%.500s", d)
	}
	other := open(t)
	for i := len(recs); i > 0; i -= 100 {
		apply(t, other, recs[i-100:i]...)
	}
	got := contents(t, run1(t, job(other, 2)).Path)
	for name, data := range want {
		if strings.HasPrefix(name, registerFile) && got[name] != data {
			t.Errorf("%s differs in a register with another history", name)
		}
	}
}

func TestSinceLast(t *testing.T) {
	s, dir := open(t), t.TempDir()
	a, b := confirmed(t, "0028-0836", "A"), confirmed(t, "1476-4687", "B")
	c := confirmed(t, "0036-8075", "C")
	apply(t, s, a, b, c)
	job := &Job{Store: s, Dir: dir, Tier: register.Complete, Kinds: kinds(t, "csv")}
	full := run1(t, job)
	job.Since = Last
	if again := run1(t, job); again.Made || again.Path != full.Path {
		t.Errorf("nothing changed, but there is %+v", again)
	}
	gone := *c
	gone.MARC = nil
	gone.Deleted = true
	apply(t, s, confirmed(t, "0028-0836", "A new"), confirmed(t, "1932-6203", "D"), &gone)
	first := run1(t, job)
	text, err := os.ReadFile(filepath.Join(full.Path, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&Link{full.Manifest.Name, full.Manifest.Position, sum(text)}, first.Manifest.Since); d != "" {
		t.Errorf("the link (-want +got):\n%s", d)
	}
	files := contents(t, first.Path)
	rows := strings.Split(gunzip(t, files[registerFile+".csv.gz"]), "\r\n")
	if len(rows) != 4 || !strings.Contains(rows[1]+rows[2], "A new") || !strings.Contains(rows[1]+rows[2], "1932-6203") {
		t.Errorf("the changes are %q", rows)
	}
	const deleted = "0036-8075\twithdrawn\t\t2026-03-01T12:00:00Z\tno\n"
	if got := gunzip(t, files["deletions.tsv.gz"]); got != deletions().head+deleted {
		t.Errorf("the deletions are %q", got)
	}
	apply(t, s, confirmed(t, "1932-6203", "D new"))
	if second := run1(t, job); second.Manifest.Since.Name != first.Manifest.Name || second.Manifest.Records != 1 {
		t.Errorf("the chain goes on with %+v", second.Manifest)
	}
	job.Since = full.Manifest.Name
	if third := run1(t, job); third.Manifest.Records != 2 || third.Manifest.Deletions != 1 {
		t.Errorf("since the full dump: %+v", third.Manifest)
	}
}

func TestSinceRefuses(t *testing.T) {
	s, dir := open(t), t.TempDir()
	apply(t, s, confirmed(t, "0028-0836", "A"))
	job := &Job{Store: s, Dir: dir, Kinds: kinds(t, "csv"), Since: Last}
	for _, since := range []string{Last, "20260301-1-full", "../released", "", "."} {
		job.Since = since
		if since == "" {
			continue
		}
		if _, err := job.Run(t.Context()); !errors.Is(err, ErrNoDump) {
			t.Errorf("since %q: %v", since, err)
		}
	}
	job.Since = ""
	run1(t, job)
	other := open(t)
	apply(t, other, confirmed(t, "0028-0836", "A"))
	if _, err := (&Job{Store: other, Dir: dir, Kinds: job.Kinds, Since: Last}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "make a full one") {
		t.Errorf("changes of another store: %v", err)
	}
	if _, err := (&Job{Store: s, Dir: dir, Kinds: kinds(t, "marc21")}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "remove it") {
		t.Errorf("other files under the same name: %v", err)
	}
	if _, err := (&Job{Store: s, Dir: dir, Tier: register.Administrative, Kinds: job.Kinds}).Run(t.Context()); err == nil {
		t.Error("a dump of the administrative tier")
	}
}

// TestSinceLastAfterRestoring: a register that was put back to an earlier state
// goes on from the last dump before that, not from one of the lost time.
func TestSinceLastAfterRestoring(t *testing.T) {
	s, dir := open(t), t.TempDir()
	apply(t, s, confirmed(t, "0028-0836", "A"))
	full := run1(t, &Job{Store: s, Dir: dir, Kinds: kinds(t, "csv")})
	path := filepath.Join(t.TempDir(), "register.db")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	apply(t, s, confirmed(t, "0028-0836", "A lost"))
	lost := run1(t, &Job{Store: s, Dir: dir, Kinds: kinds(t, "csv")})

	back, err := store.Open(path, store.Options{NoSync: true, Clock: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { back.Close() })
	apply(t, back, confirmed(t, "0028-0836", "A again"))
	job := &Job{Store: back, Dir: dir, Kinds: kinds(t, "csv"), Since: lost.Manifest.Name}
	if _, err := job.Run(t.Context()); !errors.Is(err, ErrNotEarlier) {
		t.Errorf("since the lost dump: %v", err)
	}
	job.Since = Last
	if res := run1(t, job); res.Manifest.Since.Name != full.Manifest.Name {
		t.Errorf("it goes on from %s, want %s", res.Manifest.Since.Name, full.Manifest.Name)
	}
}

// changing is a store that changes while it is read.
type changing struct {
	register.Store
	change func()
}

func (c *changing) List(ctx context.Context, after issn.ISSN, limit int) ([]*register.Record, error) {
	recs, err := c.Store.List(ctx, after, limit)
	if c.change != nil {
		c.change()
		c.change = nil
	}
	return recs, err
}

// TestNothingHalfIsLeft: after a failure there is no dump and the next one
// works.
func TestNothingHalfIsLeft(t *testing.T) {
	s := open(t)
	apply(t, s, generated(t, blockSize+1)...)
	canceled, cancel := context.WithCancel(t.Context())
	failed := errors.New("the disk is gone")
	tests := []struct {
		name  string
		ctx   context.Context
		store register.Store
		kinds []*Kind
		want  error
	}{
		{"changed", t.Context(), &changing{s, func() { apply(t, s, confirmed(t, "0028-0836", "A")) }}, kinds(t, "csv"), ErrChanged},
		{"canceled", canceled, &changing{s, cancel}, kinds(t, "csv"), context.Canceled},
		{"unreadable", t.Context(), &unreadable{s, failed}, kinds(t, "csv"), failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			left := filepath.Join(dir, "released", ".partial", "left")
			if err := os.MkdirAll(left, 0o755); err != nil {
				t.Fatal(err)
			}
			job := &Job{Store: tt.store, Dir: dir, Kinds: tt.kinds}
			if _, err := job.Run(tt.ctx); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			entries, err := os.ReadDir(filepath.Join(dir, "released"))
			if err != nil || len(entries) != 1 || entries[0].Name() != ".lock" {
				t.Errorf("there are %v, %v", entries, err)
			}
			job.Store = s
			run1(t, job)
		})
	}
}

type unreadable struct {
	register.Store
	err error
}

func (u *unreadable) List(context.Context, issn.ISSN, int) ([]*register.Record, error) {
	return nil, u.err
}

func TestOneDumpAtATime(t *testing.T) {
	s, dir := open(t), t.TempDir()
	apply(t, s, confirmed(t, "0028-0836", "A"))
	d, err := openDirectory(filepath.Join(dir, "released"))
	if err != nil {
		t.Fatal(err)
	}
	job := &Job{Store: s, Dir: dir, Kinds: kinds(t, "csv")}
	if _, err := job.Run(t.Context()); !errors.Is(err, ErrBusy) {
		t.Errorf("error %v, want ErrBusy", err)
	}
	if err := d.close(); err != nil {
		t.Fatal(err)
	}
	run1(t, job)
}

// TestRecordsThatDoNotFit: what a format cannot express is named.
func TestRecordsThatDoNotFit(t *testing.T) {
	s := open(t)
	apply(t, s, confirmed(t, "0028-0836", "A"), confirmed(t, "1476-4687", "B", "=520  \\\\$a"+strings.Repeat("long ", 30_000)))
	res := run1(t, &Job{Store: s, Dir: t.TempDir(), Tier: register.Complete, Kinds: kinds(t, "marc21", "csv")})
	f := res.Manifest.Files[0]
	if d := cmp.Diff([]string{"1476-4687"}, f.Omitted); d != "" || f.Records != 1 || res.Manifest.Files[1].Records != 2 {
		t.Errorf("%+v, omitted (-want +got):\n%s", f, d)
	}
}

func TestWriteErrorNamesTheFile(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	defer full.Close()
	o := &output{kind: deletions(), file: full, hash: sha256.New(), info: File{Name: "deletions.tsv.gz"}}
	err = o.text(newCompressor(), "text")
	if err == nil || err.Error() != "write deletions.tsv.gz: no space left on device" {
		t.Errorf("error %v", err)
	}
}

func TestDeletions(t *testing.T) {
	past := []register.Membership{{Public: true}}
	set := func(r *register.Record, change func(*register.Record)) *register.Record {
		r.Updated = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		change(r)
		return r
	}
	tests := []struct {
		name             string
		rec              *register.Record
		public, complete string // the row; "-": the dump tells nothing of the record
	}{
		{"confirmed", set(confirmed(t, "0028-0836", "A"), func(*register.Record) {}), "", ""},
		{"provisional", set(confirmed(t, "0028-0836", "A"), func(r *register.Record) { r.Status = register.Provisional }), "-", ""},
		{"once confirmed", set(confirmed(t, "0028-0836", "A"), func(r *register.Record) {
			r.Status, r.Past = register.Provisional, past
		}), "0028-0836\tprovisional\t\t2026-03-01T00:00:00Z\tno\n", ""},
		{"cancelled", set(confirmed(t, "0028-0836", "A"), func(r *register.Record) {
			r.Status, r.Past, r.Replacement = register.Cancelled, past, confirmed(t, "1476-4687", "B").ISSN
		}), "0028-0836\tcancelled\t1476-4687\t2026-03-01T00:00:00Z\tno\n", "0028-0836\tcancelled\t1476-4687\t2026-03-01T00:00:00Z\tyes\n"},
		{"withdrawn", set(confirmed(t, "0028-0836", "A"), func(r *register.Record) { r.Deleted, r.Past = true, past }),
			"0028-0836\twithdrawn\t\t2026-03-01T00:00:00Z\tno\n", "0028-0836\twithdrawn\t\t2026-03-01T00:00:00Z\tno\n"},
		{"withdrawn, never public", set(confirmed(t, "0028-0836", "A"), func(r *register.Record) { r.Deleted = true }),
			"-", "0028-0836\twithdrawn\t\t2026-03-01T00:00:00Z\tno\n"},
		{"unreported", set(confirmed(t, "0028-0836", "A"), func(r *register.Record) { r.Status, r.Past = register.Unreported, past }),
			"0028-0836\twithdrawn\t\t2026-03-01T00:00:00Z\tno\n", "0028-0836\tunreported\t\t2026-03-01T00:00:00Z\tyes\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for tier, want := range map[register.Tier]string{register.Released: tt.public, register.Complete: tt.complete} {
				a, got := newAudience(tier), "-"
				if a.told(tt.rec) {
					got = string(a.appendDeletion(nil, tt.rec))
				}
				if got != want {
					t.Errorf("%s: %q, want %q", tier, got, want)
				}
			}
		})
	}
}

// TestNoHiddenWordIsReleased: the released dump has no word that only the
// complete one has.
func TestNoHiddenWordIsReleased(t *testing.T) {
	s := open(t)
	apply(t, s, confirmed(t, "0028-0836", "Seen", "=520  \\\\$aHiddenword", "=900  \\\\$aLocalword"))
	all := kinds(t, DefaultKinds()...)
	for tier, want := range map[register.Tier]bool{register.Released: false, register.Complete: true} {
		res := run1(t, &Job{Store: s, Dir: t.TempDir(), Tier: tier, Kinds: all})
		var text bytes.Buffer
		for name, data := range contents(t, res.Path) {
			if strings.HasSuffix(name, ".gz") {
				text.WriteString(gunzip(t, data))
			}
		}
		if got := strings.Contains(text.String(), "Hiddenword"); got != want {
			t.Errorf("%s: the word is there: %t", tier, got)
		}
		if strings.Contains(text.String(), "Localword") || !strings.Contains(text.String(), "Seen") {
			t.Errorf("%s: a local word is there, or the title is not", tier)
		}
	}
}
