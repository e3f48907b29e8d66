package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"issnd/config"
	"issnd/format"
	"issnd/register"
	"issnd/store"
	"issnd/store/remote"
)

// What is in the data directory.
func storePath(c *config.Config) string  { return filepath.Join(c.Data, "register.db") }
func socketPath(c *config.Config) string { return filepath.Join(c.Data, "issnd.sock") }

// reach connects to the server that has the store open, or opens the file where
// there is none; one of the two is nil. A server that starts or ends has the file
// for a while without a socket, and one that was killed leaves a socket at which
// nobody listens. So a file that is in use is waited for, and the socket tried
// again.
func reach(ctx context.Context, c *config.Config, o store.Options) (*remote.Client, *store.Store, error) {
	const (
		patience = 5 * time.Second
		often    = 200 * time.Millisecond
	)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	o.LockTimeout = often
	for {
		server, unreachable := remote.Dial(socketPath(c))
		if unreachable == nil {
			return server, nil, nil
		}
		s, err := store.Open(storePath(c), o)
		switch {
		case !errors.Is(err, store.ErrInUse):
			return nil, s, err
		case errors.Is(unreachable, fs.ErrPermission): // by the server of somebody else
			return nil, nil, errors.Join(err, unreachable)
		case ctx.Err() != nil:
			return nil, nil, err
		}
	}
}

// openStore opens the store of the data directory for reading: through the
// server, if there is one that has it open.
func openStore(ctx context.Context, c *config.Config) (register.Store, error) {
	switch server, own, err := reach(ctx, c, store.Options{ReadOnly: true}); {
	case err != nil:
		return nil, err
	case server != nil:
		return server, nil
	default:
		return own, nil
	}
}

// openWritable opens the store of the data directory, as openStore does, and
// makes it if there is none.
func openWritable(ctx context.Context, c *config.Config) (register.Store, error) {
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return nil, err
	}
	server, s, err := reach(ctx, c, store.Options{})
	if err != nil {
		return nil, err
	}
	if server != nil {
		return server, nil
	}
	// A store that is new has never shown anything else than this program does.
	st, err := s.Stats(ctx)
	if err == nil && st.Seq == 0 {
		err = s.Renew(ctx, format.Rendition, nil)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openServed opens the store for a server, which is the one that writes to it
// as long as it runs. Where the files cannot be written the store is opened for
// reading.
func openServed(c *config.Config, log *slog.Logger) (s *store.Store, writable bool, err error) {
	if _, err := os.Stat(storePath(c)); errors.Is(err, fs.ErrNotExist) {
		return nil, false, fmt.Errorf("there is no register in %s: import records first", c.Data)
	}
	// Within it the file grows without waiting for readers.
	const addressSpace = 64 << 30
	o := store.Options{MmapSize: addressSpace, Damaged: func(err error) {
		log.Error("the store is damaged: nothing is written to it any more", "error", err)
	}}
	s, err = store.Open(storePath(c), o)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		log.Warn("the register is open for reading only", "reason", err)
		o.ReadOnly = true
		s, err = store.Open(storePath(c), o)
		return s, false, err
	}
	return s, true, err
}
