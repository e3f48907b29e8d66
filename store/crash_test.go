package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"issnd/marc"
	"issnd/register"
	"issnd/store"
)

// The environment variables that make the test binary a child that imports.
const (
	childPath  = "ISSND_TEST_CHILD_STORE"
	childLimit = "ISSND_TEST_CHILD_LIMIT" // file size in bytes, 0 for none
)

func TestMain(m *testing.M) {
	path := os.Getenv(childPath)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := importForever(path); err != nil {
		if errors.Is(err, syscall.EFBIG) {
			os.Exit(exitFull)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const (
	exitFull  = 3
	batchSize = 40
)

// batchOf is the batch with a number: records of its own, and changes of some
// that the batches before it wrote.
func batchOf(n int) []*register.Record {
	var recs []*register.Record
	for i := n * batchSize; i < (n+1)*batchSize; i++ {
		recs = append(recs, inBatch(i, n))
		if old := i / 3; i%4 == 0 && old < n*batchSize {
			recs = append(recs, inBatch(old, n))
		}
	}
	return recs
}

// inBatch is a synthetic record that tells in 001 which batch wrote it.
func inBatch(i, batch int) *register.Record {
	r := synthetic(i)
	r.MARC.Fields[0].Value = strconv.Itoa(batch)
	return r
}

// importForever applies the batches that follow those in the store and prints
// the number of each when it is applied.
func importForever(path string) error {
	if limit, _ := strconv.ParseUint(os.Getenv(childLimit), 10, 64); limit > 0 {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return err
		}
	}
	s, err := store.Open(path, store.Options{})
	if err != nil {
		return err
	}
	st, err := s.Stats(context.Background())
	if err != nil {
		return err
	}
	for n := int(st.Records) / batchSize; ; n++ {
		if _, err := s.Apply(context.Background(), batchOf(n)); err != nil {
			// Whatever went wrong, the store must serve on.
			problems, cerr := s.Check(context.Background(), func(p store.Problem) { fmt.Fprintln(os.Stderr, p) }, nil)
			if problems > 0 || cerr != nil {
				return fmt.Errorf("%d problems after: %v; %v", problems, err, cerr)
			}
			return err
		}
		fmt.Println(n)
	}
}

// runChild starts an import, kills it after the time, and returns the last
// batch that it reported, or the one given if there was none.
func runChild(t *testing.T, path string, limit int, life time.Duration, last int) (int, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childPath+"="+path, childLimit+"="+strconv.Itoa(limit))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(life, func() { cmd.Process.Kill() })
	defer kill.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
	}
	return last, cmd.Wait()
}

// verifyBatches verifies that the store holds the batches to last, and one
// more at the most, each of them whole, and returns the last it holds.
func verifyBatches(t *testing.T, path string, last int) int {
	t.Helper()
	s, err := store.Open(path, store.Options{})
	if errors.Is(err, os.ErrNotExist) && last < 0 {
		return last
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Check(t.Context(), func(p store.Problem) { t.Error(p) }, nil); err != nil {
		t.Fatal(err)
	}
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held := int(st.Records)/batchSize - 1
	if st.Records%batchSize != 0 || held < last || held > last+1 {
		t.Fatalf("%d records, batch %d was reported", st.Records, last)
	}
	want := make(map[string]int)
	for n := range held + 1 {
		for _, r := range batchOf(n) {
			want[r.ISSN.String()] = n
		}
	}
	for r, err := range register.Each(t.Context(), s) {
		if err != nil {
			t.Fatal(err)
		}
		if got := r.MARC.Control(marc.T("001")); got != strconv.Itoa(want[r.ISSN.String()]) {
			t.Fatalf("record %s is of batch %s, want %d", r.ISSN, got, want[r.ISSN.String()])
		}
	}
	return held
}

// TestKill kills an import at random moments, 4 or ISSND_TEST_KILLS of them.
func TestKill(t *testing.T) {
	kills := 4
	if v := os.Getenv("ISSND_TEST_KILLS"); v != "" {
		fmt.Sscan(v, &kills)
	}
	path := filepath.Join(t.TempDir(), "register.db")
	last := -1
	for i := range kills {
		life := time.Duration(rand.Int64N(int64(250 * time.Millisecond)))
		reported, _ := runChild(t, path, 0, life, last)
		last = verifyBatches(t, path, reported)
		t.Logf("kill %d after %v: batches to %d reported, to %d stored", i+1, life, reported, last)
	}
}

// TestDiskFull imports until the file may not grow: that is the error which
// a process without privileges can bring about.
func TestDiskFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	const limit = 1 << 20 // bbolt doubles the size of a small file
	last := -1
	for i := range 3 {
		reported, err := runChild(t, path, limit<<i, time.Minute, last)
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != exitFull {
			t.Fatalf("the import ended with %v, want exit code %d", err, exitFull)
		}
		if reported <= last {
			t.Fatalf("no batch fits in %d bytes after %d", limit<<i, last)
		}
		if last = verifyBatches(t, path, reported); last != reported {
			t.Errorf("batch %d is stored, but was not reported", last)
		}
	}
}
