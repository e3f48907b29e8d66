package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"issnd/bench/generate"
)

// An import that is killed at any moment leaves a store that is whole and has
// every batch that was reported; importing again completes it.
// ISSND_KILL_ROUNDS says how often to try; with it the import is larger.
func TestKilledImport(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	rounds, records := 3, 5000
	if s := os.Getenv("ISSND_KILL_ROUNDS"); s != "" {
		var err error
		if rounds, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
		records = 20_000
	}
	k := newKiller(t, records)
	for round := range rounds {
		t.Run(strconv.Itoa(round), k.round)
	}
}

// killer has what the rounds share: the records, what an import that nobody
// disturbs makes of them, and how long that takes.
type killer struct {
	issnd, file string
	want        []byte
	duration    time.Duration
}

func newKiller(t *testing.T, records int) *killer {
	dir := t.TempDir()
	k := &killer{issnd: binary(t, dir), file: filepath.Join(dir, "in.mrc")}
	var data bytes.Buffer
	if _, err := generate.New(1, records).WriteTo(&data); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.file, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	store, start := filepath.Join(dir, "data"), time.Now()
	k.run(t, "import", "--data", store, "--quiet", "--batch", batchSize, k.file)
	k.duration = time.Since(start)
	k.want = k.run(t, "export", "--data", store)
	return k
}

const batchSize = "250"

// command is the program with an environment of its own.
func (k *killer) command(args ...string) *exec.Cmd {
	cmd := exec.Command(k.issnd, args...)
	cmd.Env = []string{}
	return cmd
}

func (k *killer) run(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := k.command(args...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, exit.Stderr)
		}
		t.Fatalf("issnd %s: %v\n%s", args[0], err, out)
	}
	return out
}

func (k *killer) round(t *testing.T) {
	store := filepath.Join(t.TempDir(), "data")
	moment := rand.N(k.duration)
	reported := k.killAfter(t, moment, store)
	t.Logf("killed after %v, %d records reported", moment, reported)
	if reported > 0 {
		var present int
		out := k.run(t, "check", "--data", store)
		if _, err := fmt.Sscanf(string(out), "the store is whole: records=%d", &present); err != nil || present < reported {
			t.Fatalf("%d records were reported; check says %s", reported, out)
		}
	}
	k.run(t, "import", "--data", store, "--quiet", "--batch", batchSize, k.file)
	k.run(t, "check", "--data", store)
	if !bytes.Equal(k.run(t, "export", "--data", store), k.want) {
		t.Error("the completed store differs from one whose import was not killed")
	}
}

// killAfter starts an import, kills it and returns how many records it had
// reported as written.
func (k *killer) killAfter(t *testing.T, moment time.Duration, store string) (reported int) {
	t.Helper()
	cmd := k.command("import", "--data", store, "--progress-every", "0s", "--batch", batchSize, k.file)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(moment, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	reported = lastReported(t, stderr)
	_ = cmd.Wait() // killed, or done before that
	return reported
}

// lastReported is the number of records in the last whole line of progress.
func lastReported(t *testing.T, r io.Reader) (reported int) {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return reported
		}
		if _, err := fmt.Sscanf(line, "records=%d", &reported); err != nil {
			t.Errorf("not a line of progress: %q", line)
		}
	}
}
