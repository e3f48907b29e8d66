package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/internal/mrk"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// clean is a record that no check finds fault with.
const clean = `=LDR  00000cas\a2200000\i\4500
=001  0317-8471
=007  cr\|||||||||||
=008  760101c19769999fr\mr\p\\\\\\\0\\\a0eng\c
=022  0\$a0317-8471$l0317-8471$20
=222  \0$aTitle
=245  00$aTitle.
`

func parse(t testing.TB, text string) []*marc.Record {
	t.Helper()
	recs, err := mrk.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return recs
}

func iso(t testing.TB, text string) []byte {
	t.Helper()
	var out []byte
	for _, r := range parse(t, text) {
		var err error
		if out, err = marc.AppendISO2709(out, r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// memory is a store in memory that does what Apply promises.
type memory struct {
	Store
	recs    map[issn.ISSN]*register.Record
	batches []int
	fail    error
	seq     uint64
	applied func()
}

func newMemory() *memory {
	m := &memory{recs: map[issn.ISSN]*register.Record{}}
	m.Store = Preview(nil)
	return m
}

func (m *memory) Apply(ctx context.Context, recs []*register.Record) ([]register.Outcome, error) {
	if m.fail != nil {
		return nil, m.fail
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.batches = append(m.batches, len(recs))
	for _, r := range recs {
		m.recs[r.ISSN] = r
	}
	m.seq += uint64(len(recs))
	if m.applied != nil {
		m.applied()
	}
	return m.Store.Apply(ctx, recs)
}

func (m *memory) Stats(context.Context) (register.Stats, error) {
	return register.Stats{Seq: m.seq}, nil
}

func run(t *testing.T, j *Job, data ...[]byte) *Report {
	t.Helper()
	var inputs []Input
	for i, d := range data {
		inputs = append(inputs, Stream(fmt.Sprintf("in%d", i+1), bytes.NewReader(d)))
	}
	report, err := j.Run(context.Background(), inputs)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// failing is a writer that only has an error.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

var ignoreTime = cmpopts.IgnoreFields(Report{}, "Seconds")

func TestRun(t *testing.T) {
	second := strings.ReplaceAll(strings.ReplaceAll(clean, "0317-8471", "1530-5309"), "Title", "Other")
	withdrawn := strings.Replace(clean, "00000cas", "00000das", 1)
	none := "=LDR  00000cas\\a2200000\\i\\4500\n=001  x\n=245  00$aT\n"
	store := newMemory()
	var progress []Progress
	j := &Job{Store: store, Rules: register.DefaultRules(), Batch: 2, Progress: func(p Progress) { progress = append(progress, p) }}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(iso(t, second+"\n"+none)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	got := run(t, j, iso(t, clean), zipped.Bytes(), iso(t, clean+"\n"+withdrawn), nil)
	want := &Report{
		Read: 5, Created: 2, Unchanged: 1, Withdrawn: 1, Rejected: 1, Seq: 4, Complete: true,
		Errors:   []Count{{codeNoISSN, docOf(codeNoISSN), 1, []Example{{File: "in2", Number: 2, Detail: "there is no 022 $a"}}}},
		Warnings: []Count{},
	}
	if d := cmp.Diff(want, got, ignoreTime); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]int{2, 2}, store.batches); d != "" {
		t.Errorf("batches (-want +got):\n%s", d)
	}
	if len(progress) != 2 || progress[1].Read != 5 || progress[1].Seq != 4 {
		t.Errorf("progress %+v", progress)
	}
}

func TestChecks(t *testing.T) {
	change := func(old, new string) string {
		if !strings.Contains(clean, old) {
			t.Fatalf("the record has no %q", old)
		}
		return strings.Replace(clean, old, new, 1)
	}
	tests := []struct {
		name, text string
		want       []string // code field detail
	}{
		{"clean", clean, nil},
		{"wrong second number", change("$l", "$z0317-8472$l"), []string{"issn-other-wrong 022 $z 0317-8472: the check character should be 1"}},
		{"not a number", change("$l", "$mabc$l"), []string{"issn-other-wrong 022 $m abc: not an ISSN"}},
		{"qualifier", change("0317-8471$l", "0317-8471 (online)$l"), []string{"issn-form 022 0317-8471 (online)"}},
		{"valid incorrect", change("$l", "$y1530-5309$l"), []string{"issn-incorrect-valid 022 1530-5309"}},
		{"incorrect", change("$l", "$y1530-530X$l"), nil},
		{"no ISSN-L", change("$l0317-8471", ""), []string{"issn-l-missing 022 "}},
		{"wrong ISSN-L", change("$l0317-8471", "$l0317-8470"), []string{"issn-l-missing 022 ", "issn-l-wrong 022 $l 0317-8470: the check character should be 1"}},
		{"wrong ISSN-H", clean + "=023  1\\$a1234-5678\n", []string{"issn-l-wrong 023 $a 1234-5678: the check character should be 9"}},
		{"no centre", change("$20", ""), []string{"centre-missing 022 "}},
		{"no key title", change("=222  \\0$aTitle\n", ""), []string{"key-title-missing 222 "}},
		{"empty key title", change("=222  \\0$aTitle\n", "=222  \\0$a $b(Paris)\n"), []string{"key-title-missing 222 "}},
		{"no title", change("=245  00$aTitle.\n", ""), []string{"title-missing 245 "}},
		{"no 007", change("=007  cr\\|||||||||||\n", ""), []string{"medium-missing 007 "}},
		{"no country", change("fr\\", "|||"), []string{"country-missing 008 "}},
		{"country in 044", change("fr\\", "\\\\\\") + "=044  \\\\$cFR\n", nil},
		{"part of a country in 044", change("fr\\", "\\\\\\") + "=044  \\\\$cuk-eng\n", nil},
		{"no code in 044", change("fr\\", "\\\\\\") + "=044  \\\\$afr$cXA-DDDE\n", []string{"country-missing 008 "}},
		{"hyphen after the country", change("fr\\", "fr-"), []string{"country-missing 008 fr-"}},
		{"unknown country", change("fr\\", "qqq"), []string{"country-unknown 008 qqq"}},
		{"fill character after the country", change("fr\\", "fr#"), nil},
		{"short 008", change("eng\\c", "eng"), []string{"fixed-length 008 38 characters"}},
		{"unknown status", clean + "=699  \\\\$8odd\n", []string{"status-unknown 699 odd"}},
		{"known status", clean + "=699  \\\\$8Legacy\n", nil},
		{"wrong link", clean + "=780  00$tOld$x0000-0000\n=787  08$x1530-5309\n", []string{"link-wrong 780 0000-0000: not an ISSN"}},
		{"not a link", clean + "=789  00$x1\n", nil},
		{"withdrawn", "=LDR  00000das\\a2200000\\i\\4500\n=022  \\\\$z0317-8471\n", nil},
		{"cancelled", "=LDR  00000cas\\a2200000\\i\\4500\n=022  \\\\$z0317-8471\n=699  \\\\$8cancelled\n", nil},
	}
	rules := register.DefaultRules()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newChecker(&rules)
			rec, err := rules.Record(parse(t, tt.text)[0])
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range c.check(rec) {
				got = append(got, f.Code+" "+f.Field+" "+f.Detail)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// The list of warnings has all of them, where the report has the first.
func TestWarnings(t *testing.T) {
	faulty := strings.ReplaceAll(clean, "=007  cr\\|||||||||||\n", "")
	data := bytes.Repeat(iso(t, faulty), maxExamples+1)
	var list bytes.Buffer
	report := run(t, &Job{Store: newMemory(), Rules: register.DefaultRules(), Warnings: &list}, data)
	if got := len(report.Warnings[0].Examples); got != maxExamples {
		t.Errorf("the report has %d examples, want %d", got, maxExamples)
	}
	var want strings.Builder
	for n := 1; n <= maxExamples+1; n++ {
		fmt.Fprintf(&want, `{"file":"in1","number":%d,"issn":"0317-8471","rule":"medium-missing","field":"007"}`+"\n", n)
	}
	if diff := cmp.Diff(want.String(), list.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	full := errors.New("disk full")
	job := &Job{Store: newMemory(), Rules: register.DefaultRules(), Warnings: failing{full}}
	if _, err := job.Run(context.Background(), []Input{Stream("in", bytes.NewReader(data))}); !errors.Is(err, full) {
		t.Errorf("the error is %v, want that of the writer", err)
	}
}

func TestDuplicate(t *testing.T) {
	other := strings.Replace(clean, "=001  0317-8471", "=001  x", 1)
	j := &Job{Store: newMemory(), Rules: register.DefaultRules(), Batch: 1}
	got := run(t, j, iso(t, clean+"\n"+clean+"\n"+other))
	want := []Count{{"issn-duplicate", docOf("issn-duplicate"), 1, []Example{{"in1", 3, "0317-8471", "022", "0317-8471"}}}}
	if d := cmp.Diff(want, got.Warnings); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestOversize(t *testing.T) {
	rules := register.DefaultRules()
	c := newChecker(&rules)
	text := clean + "=500  \\\\$a" + strings.Repeat("x", 9994) + "\n"
	for extra, want := range map[string][]finding{
		"":  nil,
		"y": {{"oversize", "500", "10000 bytes"}},
	} {
		rec, err := rules.Record(parse(t, strings.TrimSpace(text)+extra)[0])
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, c.check(rec), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
		if _, err := marc.AppendISO2709(nil, rec.MARC); (err != nil) != (want != nil) {
			t.Errorf("the writer says %v", err)
		}
	}
}

// A record that is longer than any should be goes into quarantine, with its place
// and its length, and those around it are imported.
func TestTooLong(t *testing.T) {
	record := func(issn, text string) string {
		m := parse(t, strings.ReplaceAll(clean, "0317-8471", issn)+"=500  \\\\$a")
		m[0].Fields[len(m[0].Fields)-1].Subfields[0].Value = text
		return string(marc.AppendMARCXML(nil, m[0]))
	}
	room := maxLength - recordLength(parse(t, clean+"=500  \\\\$a")[0])
	data := []byte("<collection>" + record("0317-8471", strings.Repeat("x", room)) +
		record("1530-5309", strings.Repeat("x", room+1)) + record("0028-0836", "x") + "</collection>")
	path := filepath.Join(t.TempDir(), "bad.jsonl")
	q, err := NewQuarantine(path)
	if err != nil {
		t.Fatal(err)
	}
	report := run(t, &Job{Store: newMemory(), Rules: register.DefaultRules(), Quarantine: q}, data)
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	const reason = "2097153 bytes, and 2097152 are allowed"
	want := []Count{{codeTooLong, docOf(codeTooLong), 1, []Example{{File: "in1", Number: 2, Detail: reason}}}}
	if d := cmp.Diff(want, report.Errors); d != "" || report.Created != 2 {
		t.Errorf("%d are imported, want 2; errors (-want +got):\n%s", report.Created, d)
	}
	line, err := os.ReadFile(path)
	var got entry
	if err := errors.Join(err, json.Unmarshal(line, &got)); err != nil {
		t.Fatal(err)
	}
	if got.Number != 2 || got.Offset == 0 || got.Reason != reason || len(got.Raw) < maxLength {
		t.Errorf("record %d at %d with %d bytes: %s", got.Number, got.Offset, len(got.Raw), got.Reason)
	}
}

// Every check has a code of its own, a severity and a sentence.
func TestTable(t *testing.T) {
	codes := map[string]bool{}
	for _, c := range Checks() {
		if codes[c.Code] || c.Severity.String() == "" || !strings.HasSuffix(c.Doc, ".") {
			t.Errorf("bad row: %+v", c)
		}
		codes[c.Code] = true
		if (c.find == nil) != (c.Severity == Error) {
			t.Errorf("%s: only an error has no function", c.Code)
		}
	}
}

func TestQuarantine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "q", "bad.jsonl")
	q, err := NewQuarantine(path)
	if err != nil {
		t.Fatal(err)
	}
	wrong := iso(t, strings.ReplaceAll(clean, "0317-8471", "0317-8472"))
	data := append(append(iso(t, clean), wrong...), "00026 garbage that is no record\x1d"...)
	report := run(t, &Job{Store: newMemory(), Rules: register.DefaultRules(), Quarantine: q}, data, []byte{0x1f, 0x8b, 0})
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if report.Rejected != 3 || report.Created != 1 {
		t.Errorf("%+v", report)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []entry
	for line := range strings.Lines(string(text)) {
		var e entry
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	if len(got) != 3 {
		t.Fatalf("%d lines", len(got))
	}
	want := entry{"in1", 2, int64(len(iso(t, clean))), codeWrongISSN, "0317-8472: the check character should be 1", wrong}
	if d := cmp.Diff(want, got[0]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if !strings.Contains(string(got[1].Raw), "garbage") || got[2].Rule != codeUnreadable {
		t.Errorf("%+v", got[1:])
	}
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(path), "bad.mrc"))
	if err != nil || !bytes.HasPrefix(raw, wrong) {
		t.Errorf("companion file: %v\n%q", err, raw)
	}
	if _, err := NewQuarantine(path); err != nil {
		t.Fatal(err)
	}
	if list, err := os.ReadDir(filepath.Dir(path)); err != nil || len(list) != 0 {
		t.Errorf("a new quarantine leaves %v, %v", list, err)
	}
}

func TestStoreError(t *testing.T) {
	store, full := newMemory(), errors.New("no space left")
	store.fail = full
	many := slices.Repeat(iso(t, clean), 50)
	report, err := (&Job{Store: store, Batch: 1}).Run(context.Background(), []Input{Stream("x", bytes.NewReader(many))})
	if !errors.Is(err, full) || report.Read != 0 || report.Complete {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestCancelEndsAfterTheBatch(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	store := newMemory()
	store.applied = cancel
	r, w := io.Pipe() // an input that never ends
	go func() {
		for one := iso(t, clean); ; {
			if _, err := w.Write(one); err != nil {
				return
			}
		}
	}()
	defer r.Close()
	report, err := (&Job{Store: store, Batch: 3}).Run(ctx, []Input{Stream("x", r)})
	if !errors.Is(err, context.Canceled) || report.Read != 3 || report.Complete {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestPreviewOfAStore(t *testing.T) {
	rules := register.DefaultRules()
	deleted := strings.Replace(clean, "00000cas", "00000das", 1)
	changed := strings.Replace(clean, "Title.", "Another.", 1)
	for name, tt := range map[string]struct {
		stored string
		in     []string
		want   []register.Outcome
	}{
		"empty":           {"", []string{clean, clean}, []register.Outcome{register.Created, register.Unchanged}},
		"same":            {clean, []string{clean}, []register.Outcome{register.Unchanged}},
		"changed":         {clean, []string{changed, clean}, []register.Outcome{register.Updated, register.Updated}},
		"withdrawn":       {clean, []string{deleted, deleted}, []register.Outcome{register.Withdrawn, register.Unchanged}},
		"revived":         {deleted, []string{clean}, []register.Outcome{register.Revived}},
		"never there":     {"", []string{deleted, clean}, []register.Outcome{register.Withdrawn, register.Revived}},
		"other tombstone": {deleted, []string{strings.Replace(deleted, "Title.", "T", 1)}, []register.Outcome{register.Updated}},
	} {
		t.Run(name, func(t *testing.T) {
			s := stored{}
			if tt.stored != "" {
				r, err := rules.Record(parse(t, tt.stored)[0])
				if err != nil {
					t.Fatal(err)
				}
				s.rec = r
			}
			p := Preview(s)
			var got []register.Outcome
			for _, text := range tt.in {
				r, err := rules.Record(parse(t, text)[0])
				if err != nil {
					t.Fatal(err)
				}
				o, err := p.Apply(t.Context(), []*register.Record{r})
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, o...)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// stored is a store of one record.
type stored struct {
	register.Store
	rec *register.Record
}

func (s stored) Get(_ context.Context, id issn.ISSN) (*register.Record, error) {
	if s.rec == nil || s.rec.ISSN != id {
		return nil, register.ErrNotFound
	}
	return s.rec, nil
}

func TestMeter(t *testing.T) {
	steps := []Progress{
		{Read: 1000, Seq: 900, Bytes: 25, Size: 100, Elapsed: 2 * time.Second},
		{Read: 1500, Seq: 1400, Bytes: 37, Size: 100, Elapsed: 3 * time.Second},
		{Read: 2000, Seq: 1900, Elapsed: 4 * time.Second},
	}
	for name, tt := range map[string]struct {
		terminal bool
		want     string
	}{
		"lines":    {false, "records=1000 seq=900 rate=500/s done=25% left=6s\nrecords=2000 seq=1900 rate=500/s\n"},
		"terminal": {true, "\r1000 records, 500 a second, 25 %, 6s left\x1b[K\r2000 records, 500 a second\x1b[K\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			m := Meter{W: &b, Terminal: tt.terminal, Every: 2 * time.Second}
			for _, p := range steps {
				m.Show(p)
			}
			m.Done()
			if d := cmp.Diff(tt.want, b.String()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
