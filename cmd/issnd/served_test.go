package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"issnd/bench/generate"
)

// eventually is how long to wait for what must come, on any machine.
const eventually = 2 * time.Minute

// binary is a path under which the test itself runs as issnd.
func binary(t *testing.T, dir string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "issnd")
	if err := os.Symlink(self, path); err != nil {
		t.Skip("needs symbolic links: ", err)
	}
	return path
}

// served is a register with a server that can be ended and started again at
// the same address.
type served struct {
	issnd, dir, data, keys string
	address                string
	key                    string   // opens the complete tier
	pages                  int      // records of a page of ListRecords
	options                []string // of serve, besides those that all have
	level                  string   // of the log, "" for warn
	limited                bool     // as the options say; else not at all

	cmd   *exec.Cmd
	ended chan error // gets the result of cmd
	log   lockedBuffer
}

// newServed imports n generated records. The server is not started.
func newServed(t *testing.T, g *generate.Generator, pages int) *served {
	t.Helper()
	dir := t.TempDir()
	s := &served{
		issnd: binary(t, dir), dir: dir, data: filepath.Join(dir, "data"), keys: filepath.Join(dir, "keys"), pages: pages,
	}
	var records bytes.Buffer
	if _, err := g.WriteTo(&records); err != nil {
		t.Fatal(err)
	}
	if err := s.importRecords(t.Context(), records.Bytes()); err != nil {
		t.Fatal(err)
	}
	key, err := s.run(t.Context(), "key", "add", "--keys", s.keys, "--name", "Library", "--tier", "complete")
	if err != nil {
		t.Fatal(err)
	}
	s.key = strings.TrimSpace(string(key))
	s.address = freeAddress(t)
	t.Cleanup(func() {
		if s.cmd != nil {
			_ = s.cmd.Process.Kill()
		}
		if t.Failed() {
			t.Logf("the server said:\n%s", s.log.String())
		}
	})
	return s
}

// run is a command to its end.
func (s *served) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, s.issnd, args...)
	cmd.Env = []string{}
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("issnd %s: %w: %s%s", args[0], err, out, exit.Stderr)
	}
	return out, err
}

// importRecords runs issnd import, through the server if there is one.
func (s *served) importRecords(ctx context.Context, iso []byte) error {
	file := filepath.Join(s.dir, "in.mrc")
	if err := os.WriteFile(file, iso, 0o600); err != nil {
		return err
	}
	_, err := s.run(ctx, "import", "--data", s.data, "--quiet", file)
	return err
}

// start starts the server and waits until it answers. A command that has the
// store open just then may hold it up.
func (s *served) start(ctx context.Context) error {
	var err error
	for deadline := time.Now().Add(eventually); time.Now().Before(deadline) && ctx.Err() == nil; {
		s.cmd = exec.Command(s.issnd, append([]string{
			"serve", "--data", s.data, "--keys", s.keys, "--listen", s.address, "--log-level", cmp.Or(s.level, "warn"),
		}, s.options...)...)
		s.cmd.Env = []string{fmt.Sprintf("ISSND_OAI_RECORDS=%d", s.pages)}
		if !s.limited {
			s.cmd.Env = append(s.cmd.Env, "ISSND_LIMITS_ON=false")
		}
		s.cmd.Stderr = &s.log
		if err = s.cmd.Start(); err != nil {
			return err
		}
		s.ended = make(chan error, 1)
		go func(cmd *exec.Cmd, ended chan<- error) { ended <- cmd.Wait() }(s.cmd, s.ended)
		if err = s.awaitAnswer(ctx); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the server does not start: %w", err)
}

// awaitAnswer waits until the server answers or has ended.
func (s *served) awaitAnswer(ctx context.Context) error {
	for {
		select {
		case err := <-s.ended:
			return fmt.Errorf("ended at once: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
		res, err := http.Get("http://" + s.address + "/oai?verb=Identify")
		if err != nil {
			continue
		}
		_, err = io.Copy(io.Discard, res.Body)
		if err = errors.Join(err, res.Body.Close()); err == nil && res.StatusCode == http.StatusOK {
			return nil
		}
	}
}

// stop ends the server. One that is asked to must do so of itself and well.
func (s *served) stop(signal os.Signal) error {
	if err := s.cmd.Process.Signal(signal); err != nil {
		return err
	}
	select {
	case err := <-s.ended:
		if signal == os.Kill {
			return nil
		}
		return err
	case <-time.After(eventually):
		return fmt.Errorf("the server goes on after %v", signal)
	}
}

// lose has the server start without an index.
func (s *served) lose(t *testing.T) {
	t.Helper()
	if err := s.stop(os.Kill); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(s.data, "index")); err != nil {
		t.Fatal(err)
	}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// lockedBuffer takes what a program says while others read it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

// take is what has been said, which is forgotten.
func (b *lockedBuffer) take() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	said := bytes.Clone(b.buf.Bytes())
	b.buf.Reset()
	return said
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
