package bleveindex_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"issnd/search"
	"issnd/search/bleveindex"
)

// childDir is the environment variable that makes the test binary a child that
// applies batches until it is killed.
const childDir = "ISSND_TEST_CHILD_INDEX"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := applyForever(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// crashBatch is how many documents a batch of the child has. Batch n replaces
// the second half of the batch before it.
const crashBatch = 20

func crashDocs(n int) []search.Document {
	var docs []search.Document
	for i := range crashBatch {
		docs = append(docs, numbered(1+n*crashBatch/2+i, strconv.Itoa(n)))
	}
	return docs
}

// applyForever applies the batches that follow those in the index, and prints
// the number of each.
func applyForever(dir string) error {
	ix, err := bleveindex.Open(dir, options)
	if err != nil {
		return err
	}
	p, err := ix.Position(context.Background())
	if err != nil {
		return err
	}
	for n := int(p.Seq); ; n++ {
		if err := ix.Apply(context.Background(), crashDocs(n), at(uint64(n+1))); err != nil {
			return err
		}
		fmt.Println(n + 1)
	}
}

// TestKilled kills a child again and again. What it leaves is an index at an
// earlier position, with all documents up to there and none after.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 10 {
		applied := killAfter(t, dir, time.Duration(r.IntN(400))*time.Millisecond)
		ix, err := bleveindex.Open(dir, options)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		seq := checkCrashed(t, ix, applied)
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("round %d: applied up to %d, kept up to %d", round, applied, seq)
	}
}

// killAfter lets a child apply for some time and tells the last batch of which
// it said that it was applied.
func killAfter(t *testing.T, dir string, d time.Duration) (applied int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(d, func() { cmd.Process.Kill() })
	defer kill.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			applied = n
		}
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() >= 0 {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return applied
}

// checkCrashed compares the documents with those up to the position.
func checkCrashed(t *testing.T, ix *bleveindex.Index, applied int) int {
	t.Helper()
	p, err := ix.Position(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	seq := int(p.Seq)
	if applied > 0 && seq > applied+1 {
		t.Errorf("position %d, and %d batches were applied", seq, applied)
	}
	want := uint64(0)
	if seq > 0 {
		want = uint64((seq + 1) * crashBatch / 2)
	}
	h, err := ix.Search(context.Background(), &search.Plan{Query: search.All{}, Public: true},
		search.Window{Facets: []search.FacetRequest{{Fields: []string{"batch"}, Limit: -1}}})
	if err != nil {
		t.Fatal(err)
	}
	if h.Total != want || len(h.Facets[0]) != seq {
		t.Errorf("position %d: %d documents of %d batches, want %d", seq, h.Total, len(h.Facets[0]), want)
	}
	for _, c := range h.Facets[0] {
		half := uint64(crashBatch / 2)
		if c.Term == strconv.Itoa(seq-1) {
			half = crashBatch
		}
		if c.Count != half {
			t.Errorf("position %d: batch %s has %d documents, want %d", seq, c.Term, c.Count, half)
		}
	}
	return seq
}
