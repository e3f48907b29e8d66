package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"issnd/bench/generate"
)

// reloading is a server whose files are changed.
type reloading struct {
	*served
	t    *testing.T
	file string
}

// hangUp tells the server to read its files anew, and waits until the log has
// the words once more.
func (r *reloading) hangUp(words string) {
	r.t.Helper()
	before := strings.Count(r.log.String(), words)
	if err := r.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		r.t.Fatal(err)
	}
	r.awaitLog(words, before+1)
}

func (r *reloading) awaitLog(words string, times int) {
	r.t.Helper()
	for deadline := time.Now().Add(eventually); strings.Count(r.log.String(), words) < times; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatalf("the log does not say %q", words)
		}
	}
}

func (r *reloading) write(path, text string) {
	r.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// status is what a request with a key gets.
func (r *reloading) status(key string) int {
	r.t.Helper()
	in, err := http.NewRequest(http.MethodGet, "http://"+r.address+"/formats", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	in.Header.Set("X-API-Key", key)
	res, err := http.DefaultClient.Do(in)
	if err != nil {
		r.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// TestReload: SIGHUP brings keys and options without a restart, names those
// that need one, and a file with a fault changes nothing.
func TestReload(t *testing.T) {
	s := newServed(t, generate.New(1, 20), 20)
	r := &reloading{s, t, filepath.Join(s.dir, "issnd.toml")}
	r.write(r.file, "[log]\naccess = false\n")
	s.level, s.options = "info", []string{"--config", r.file}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	const done = "read anew"

	added, err := s.run(t.Context(), "key", "add", "--keys", s.keys, "--name", "Another", "--tier", "complete")
	if err != nil {
		t.Fatal(err)
	}
	another := strings.TrimSpace(string(added))
	if got := r.status(another); got != http.StatusUnauthorized {
		t.Errorf("a key that the server has not read: %d", got)
	}
	r.hangUp(done)
	if _, err := s.run(t.Context(), "key", "revoke", "--keys", s.keys, "--name", "Library"); err != nil {
		t.Fatal(err)
	}
	if a, b := r.status(another), r.status(s.key); a != http.StatusOK || b != http.StatusOK {
		t.Errorf("a new key %d, one revoked after the server has read the file %d", a, b)
	}
	r.hangUp(done)
	if got := r.status(s.key); got != http.StatusUnauthorized {
		t.Errorf("a revoked key: %d", got)
	}

	r.write(r.file, "title = \"Another\"\n[log]\naccess = true\n[limits.public]\nrecord = \"1/s burst 1\"\n")
	if strings.Contains(s.log.String(), "msg=request ") {
		t.Error("requests are logged before it is asked for")
	}
	r.hangUp(done)
	r.awaitLog("key=title", 1)
	r.awaitLog(`changed="[limits.public.record log.access]"`, 1)
	r.status(another)
	r.awaitLog(`account=Another`, 1)

	keys, err := os.ReadFile(s.keys)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range []struct{ options, keys string }{
		{"[log]\nlevle = \"debug\"\n", string(keys)},
		{"[log]\nformat = \"loud\"\n", string(keys)},
		{"", "[[key]]\nhash = \"x\"\n"},
	} {
		r.write(r.file, fault.options)
		r.write(s.keys, fault.keys)
		r.hangUp("the configuration stays as it was")
		if got := r.status(another); got != http.StatusOK {
			t.Errorf("%q: the key that was good: %d", fault.options, got)
		}
	}
	r.write(r.file, "")
	r.write(s.keys, string(keys))
	r.hangUp(done)
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
}
