package remote_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
	"issnd/store"
	"issnd/store/remote"
	"issnd/store/storetest"
)

func TestClientIsAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) register.Store {
		c, s := dial(t, t.TempDir(), nil)
		return &watched{c, s}
	})
}

// watched renews without the wire: a client sees the progress of a job too late
// to end it in the middle, as the suite does.
type watched struct {
	*remote.Client
	local register.Store
}

func (w *watched) Renew(ctx context.Context, rendition string, progress func(done, total uint64)) error {
	if _, err := w.Stats(ctx); err != nil {
		return err
	}
	return w.local.Renew(ctx, rendition, progress)
}

func TestRenew(t *testing.T) {
	c, s := dial(t, t.TempDir(), nil)
	id, err := issn.Parse("0028-0836")
	if err != nil {
		t.Fatal(err)
	}
	rec := &register.Record{MARC: &marc.Record{Leader: marc.Leader([]byte("00000nas a2200000 a 4500"))}}
	rec.ISSN, rec.Status, rec.StatusSource = id, register.Confirmed, register.Derived
	if _, err := c.Apply(t.Context(), []*register.Record{rec}); err != nil {
		t.Fatal(err)
	}
	before, _ := s.Stats(t.Context())
	if err := c.Renew(t.Context(), "another", nil); err != nil {
		t.Fatal(err)
	}
	if after, _ := s.Stats(t.Context()); after.Seq <= before.Seq {
		t.Errorf("the log stays at %d", after.Seq)
	}
}

func TestRules(t *testing.T) {
	c, _ := dial(t, t.TempDir(), nil)
	got, err := c.Rules(t.Context())
	if d := cmp.Diff(register.DefaultRules(), got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

func TestLongPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("d", 120))
	c, _ := dial(t, dir, nil)
	if _, err := c.Stats(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestJobs(t *testing.T) {
	fails := errors.New("no room")
	c, _ := dial(t, t.TempDir(), remote.Jobs{
		"reindex": func(_ context.Context, argument string, progress func(done, total uint64)) error {
			progress(3, 7)
			if argument != "all" {
				return fails
			}
			return nil
		},
		"broken": func(context.Context, string, func(done, total uint64)) error { return fails },
	})
	var done, total uint64
	if err := c.Run(t.Context(), "reindex", "all", func(d, n uint64) { done, total = d, n }); err != nil || done != 3 || total != 7 {
		t.Errorf("%v at %d of %d", err, done, total)
	}
	if err := c.Run(t.Context(), "broken", "", nil); err == nil || err.Error() != fails.Error() {
		t.Errorf("error of a job: %v", err)
	}
	if err := c.Run(t.Context(), "nosuch", "", nil); !errors.Is(err, remote.ErrNoJob) {
		t.Errorf("error of an unknown job: %v", err)
	}
}

// Of a job one run goes on at a time: who asks for the same watches it, who asks for
// another one is refused.
func TestBusy(t *testing.T) {
	var runs atomic.Int32
	end := make(chan bool)
	c, _ := dial(t, t.TempDir(), remote.Jobs{"job": func(_ context.Context, _ string, progress func(done, total uint64)) error {
		runs.Add(1)
		progress(1, 2)
		<-end
		return nil
	}})
	watching, ended := make(chan bool, 2), make(chan error, 2)
	for range 2 {
		go func() {
			seen := sync.OnceFunc(func() { watching <- true })
			ended <- c.Run(t.Context(), "job", "one", func(uint64, uint64) { seen() })
		}()
		<-watching
	}
	if err := c.Run(t.Context(), "job", "other", nil); !errors.Is(err, remote.ErrBusy) || !strings.Contains(err.Error(), `"one"`) {
		t.Errorf("error of another run: %v", err)
	}
	close(end)
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if err := c.Run(t.Context(), "job", "other", nil); err != nil || runs.Load() != 2 {
		t.Errorf("%d runs, %v", runs.Load(), err)
	}
}

func TestServerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	s, err := store.Open(filepath.Join(dir, "register.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	path := filepath.Join(dir, "s")
	socket, ended := listen(t, path), make(chan error, 1)
	go func() { ended <- socket.Serve(ctx, s, register.Rules{}, nil) }()
	c := connect(t, path)
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it goes on")
	}
	if _, err := c.Stats(t.Context()); err == nil {
		t.Error("a connection outlives the server")
	}
	if _, err := remote.Dial(path); err == nil {
		t.Error("the socket is left behind")
	}
}

// dial opens a store in a directory, serves it, and connects to it.
func dial(t *testing.T, dir string, jobs remote.Jobs) (*remote.Client, register.Store) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	// So that the file may grow while it is copied.
	s, err := store.Open(filepath.Join(dir, "register.db"), store.Options{NoSync: true, MmapSize: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	path := filepath.Join(dir, "s")
	socket, ended := listen(t, path), make(chan error, 1)
	go func() { ended <- socket.Serve(ctx, s, register.DefaultRules(), jobs) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return connect(t, path), s
}

func listen(t *testing.T, path string) *remote.Socket {
	t.Helper()
	k, err := remote.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func connect(t *testing.T, path string) *remote.Client {
	t.Helper()
	c, err := remote.Dial(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// A server that was killed leaves a socket at which nobody listens. The next one
// can be reached as soon as it has made its own.
func TestSocketLeftBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := remote.Dial(path); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Fatalf("nobody listens: %v", err)
	}
	s, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	socket := listen(t, path)
	c := connect(t, path) // before anything is answered
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- socket.Serve(ctx, s, register.Rules{}, nil) }()
	if _, err := c.Stats(t.Context()); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
