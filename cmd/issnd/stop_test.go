package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"issnd/bench/generate"
)

// parts is what /readyz says.
type parts struct {
	Status int `json:"-"`
	Ready  bool
	Parts  map[string]struct{ State, Detail string }
}

func (s *served) readiness() (p parts, err error) {
	res, err := http.Get("http://" + s.address + "/readyz")
	if err != nil {
		return p, err
	}
	defer res.Body.Close()
	p.Status = res.StatusCode
	return p, json.NewDecoder(res.Body).Decode(&p)
}

// awaitReadiness waits until /readyz says what the function looks for.
func (s *served) awaitReadiness(t *testing.T, is func(parts) bool) {
	t.Helper()
	var p parts
	var err error
	for deadline := time.Now().Add(eventually); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if p, err = s.readiness(); err == nil && is(p) {
			return
		}
	}
	t.Fatalf("/readyz says %+v, %v", p, err)
}

func ready(p parts) bool {
	return p.Status == http.StatusOK && p.Ready && p.Parts["search"].State == "ready" && p.Parts["store"].State == "ready"
}

func stopping(p parts) bool {
	return p.Status == http.StatusServiceUnavailable && !p.Ready && p.Parts["server"].State == "stopping"
}

// TestDrain: a server that is told to stop says so, goes on answering for the
// time that it is given, searches too, and ends well after it, not before.
func TestDrain(t *testing.T) {
	s := newServed(t, generate.New(1, 20), 20)
	s.options = []string{"--server-drain-delay", "1h"}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.awaitReadiness(t, ready)
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.awaitReadiness(t, stopping)
	for _, path := range []string{"/", "/sru?query=the", "/oai?verb=Identify"} {
		res, err := http.Get("http://" + s.address + path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, res.Body)
		if err = errors.Join(err, res.Body.Close()); err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s: %s, %v", path, res.Status, err)
		}
	}
	if err := s.stop(os.Kill); err != nil {
		t.Fatal(err)
	}
	const delay = 500 * time.Millisecond
	s.options[1] = delay.String()
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := time.Now()
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if took := time.Since(told); took < delay {
		t.Errorf("it ends after %v, with %v to go on", took, delay)
	}
}

// TestSecondSignal: who does not want to wait need not.
func TestSecondSignal(t *testing.T) {
	s := newServed(t, generate.New(1, 20), 20)
	s.options = []string{"--server-drain-delay", "1h"}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, is := range []func(parts) bool{stopping, nil} {
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if is != nil {
			s.awaitReadiness(t, is)
		}
	}
	select {
	case err := <-s.ended:
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != exitFailed {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(eventually):
		t.Error("the server goes on")
	}
	if out, err := s.run(t.Context(), "check", "--data", s.data); err != nil {
		t.Error(fmt.Errorf("%w: %s", err, out))
	}
}

// TestReadyWithoutSearch: nothing is missing where no index is wanted.
func TestReadyWithoutSearch(t *testing.T) {
	s := newServed(t, generate.New(1, 20), 20)
	s.options = []string{"--server-search=false"}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.awaitReadiness(t, func(p parts) bool { return p.Status == http.StatusOK && p.Parts["search"].State == "off" })
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
}

// TestAwaitEnd: at its end a server waits for what is being brought to disk, and not
// for an index that is being made.
func TestAwaitEnd(t *testing.T) {
	const never = time.Hour
	for _, tt := range []struct {
		name        string
		build, ends time.Duration // how long an index is made, and when all has ended
		waits       time.Duration
		says        string
	}{
		{"at once", 0, 0, 0, ""},
		{"to disk", 0, 50 * time.Second, 50 * time.Second, ""},
		{"left, then to disk", 9 * time.Second, 69 * time.Second, 69 * time.Second, ""},
		{"long build", never, never, 10 * time.Second, "in the middle of building"},
		{"no disk", 0, never, 70 * time.Second, "before the index is on disk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var said strings.Builder
				done, start := make(chan struct{}), time.Now()
				time.AfterFunc(tt.ends, func() { close(done) })
				building := func() bool { return time.Since(start) < tt.build }
				awaitEnd(done, building, slog.New(slog.NewTextHandler(&said, nil)))
				if waited := time.Since(start); waited != tt.waits || !strings.Contains(said.String(), tt.says) || tt.says == "" && said.Len() > 0 {
					t.Errorf("waits %v and says %q", waited, said.String())
				}
			})
		})
	}
}
