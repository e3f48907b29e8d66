package ingest

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// items are the records of a text as a reader gives them.
func items(t *testing.T, text string) []*marc.Item {
	t.Helper()
	var out []*marc.Item
	for _, r := range parse(t, text) {
		out = append(out, &marc.Item{Record: r})
	}
	return out
}

func TestFeed(t *testing.T) {
	store := newMemory()
	f := (&Job{Store: store, Rules: register.DefaultRules()}).Feed()
	amended := func(r *register.Record) { r.Status, r.OpenAccess = register.Legacy, true }
	f.Record("one", items(t, clean)[0], amended)
	f.Record("two", items(t, "=LDR  00000cas\\a2200000\\i\\4500\n=001  x\n=245  00$aT\n")[0], amended)
	f.Reject("three", marc.Position{Number: 3}, "odd", "it is odd", []byte("<odd/>"))
	if p, err := f.Flush(t.Context()); err != nil || p.Read != 3 || p.Seq != 1 {
		t.Errorf("progress %+v, %v", p, err)
	}
	id, err := issn.Parse("0317-8471")
	if err != nil {
		t.Fatal(err)
	}
	if r := store.recs[id]; r == nil || r.Status != register.Legacy || !r.OpenAccess {
		t.Errorf("the record is %+v", r)
	}
	other, _ := issn.FromNumber(1)
	f.Withdraw(id)
	f.Withdraw(other)
	f.Withdraw(id)
	if _, err := f.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := &Report{
		Read: 6, Created: 1, Withdrawn: 1, Unchanged: 2, Rejected: 2, Seq: 4, Complete: true,
		Errors: []Count{
			{codeNoISSN, docOf(codeNoISSN), 1, []Example{{File: "two", Detail: "there is no 022 $a"}}},
			{"odd", "", 1, []Example{{File: "three", Number: 3, Detail: "it is odd"}}},
		},
		Warnings: []Count{},
	}
	if d := cmp.Diff(want, f.End(true), ignoreTime); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestPreviewWithdraws: a record without MARC withdraws in a preview as it does
// in a store.
func TestPreviewWithdraws(t *testing.T) {
	rules := register.DefaultRules()
	rec, err := rules.Record(parse(t, clean)[0])
	if err != nil {
		t.Fatal(err)
	}
	gone := &register.Record{Head: register.Head{ISSN: rec.ISSN, Deleted: true}}
	got, err := Preview(nil).Apply(t.Context(), []*register.Record{gone, rec, gone, gone, rec})
	if err != nil {
		t.Fatal(err)
	}
	want := []register.Outcome{register.Unchanged, register.Created, register.Withdrawn, register.Unchanged, register.Revived}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestFeedKeepsWhatItRejects(t *testing.T) {
	q, err := NewQuarantine(t.TempDir() + "/q.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	f := (&Job{Store: newMemory(), Quarantine: q}).Feed()
	raw := []byte("<record/>")
	f.Reject("oai:x:1", marc.Position{Number: 7}, "odd", "it is odd", raw)
	copy(raw, bytes.Repeat([]byte("x"), len(raw)))
	if _, err := f.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(q.Path())
	if err != nil {
		t.Fatal(err)
	}
	if got := string(text); !strings.Contains(got, `"file":"oai:x:1","number":7`) || !strings.Contains(got, "PHJlY29yZC8+") {
		t.Errorf("quarantine: %s", got)
	}
}
