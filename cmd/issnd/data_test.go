package main

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"issnd/config"
	"issnd/register"
	"issnd/store"
	"issnd/store/remote"
)

// A command that comes while a server has the store but not yet a socket, and
// the one of a killed server is still there, waits for it; where the store is
// let go of, the command opens it itself.
func TestCommandWaitsForServer(t *testing.T) {
	c := &config.Config{Data: t.TempDir()}
	leaveSocket(t, socketPath(c))
	s, err := store.Open(storePath(c), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	type result struct {
		server *remote.Client
		own    *store.Store
		err    error
	}
	results := make(chan result, 1)
	command := func() {
		server, own, err := reach(t.Context(), c, store.Options{ReadOnly: true})
		results <- result{server, own, err}
	}
	go command()
	time.Sleep(100 * time.Millisecond) // it may have looked, or not
	socket, err := remote.Listen(socketPath(c))
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- socket.Serve(ctx, s, register.Rules{}, nil) }()
	r := <-results
	if r.err != nil || r.server == nil {
		t.Fatalf("while a server starts: %+v", r)
	}
	if _, err := r.server.Stats(t.Context()); err != nil {
		t.Error(err)
	}
	if err := r.server.Close(); err != nil {
		t.Error(err)
	}
	end()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	go command()
	time.Sleep(100 * time.Millisecond)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r = <-results
	if r.err != nil || r.own == nil {
		t.Fatalf("while a server ends: %+v", r)
	}
	if err := r.own.Close(); err != nil {
		t.Error(err)
	}
}

// What another process has open all the time is not waited for without end.
func TestCommandGivesUp(t *testing.T) {
	c := &config.Config{Data: t.TempDir()}
	s, err := store.Open(storePath(c), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := openWritable(ctx, c); !errors.Is(err, store.ErrInUse) {
		t.Error(err)
	}
}

// leaveSocket leaves a socket at which nobody listens, as a process does that is
// killed.
func leaveSocket(t *testing.T, path string) {
	t.Helper()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := remote.Dial(path); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Fatal(err)
	}
}
