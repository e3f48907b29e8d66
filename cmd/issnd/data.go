package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"issnd/config"
	"issnd/format"
	"issnd/register"
	"issnd/store"
	"issnd/store/remote"
)

// What is in the data directory.
func storePath(c *config.Config) string  { return filepath.Join(c.Data, "register.db") }
func socketPath(c *config.Config) string { return filepath.Join(c.Data, "issnd.sock") }

// openStore opens the store of the data directory for reading: through the
// server, if there is one that has it open.
func openStore(c *config.Config) (register.Store, error) {
	if s, err := remote.Dial(socketPath(c)); err == nil {
		return s, nil
	}
	return store.Open(storePath(c), store.Options{ReadOnly: true})
}

// openWritable opens the store of the data directory, as openStore does, and
// makes it if there is none.
func openWritable(ctx context.Context, c *config.Config) (register.Store, error) {
	if s, err := remote.Dial(socketPath(c)); err == nil {
		return s, nil
	}
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return nil, err
	}
	s, err := store.Open(storePath(c), store.Options{})
	if err != nil {
		return nil, err
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
func openServed(c *config.Config) (s *store.Store, writable bool, err error) {
	if _, err := os.Stat(storePath(c)); errors.Is(err, fs.ErrNotExist) {
		return nil, false, fmt.Errorf("there is no register in %s: import records first", c.Data)
	}
	// Within it the file grows without waiting for readers.
	const addressSpace = 64 << 30
	s, err = store.Open(storePath(c), store.Options{MmapSize: addressSpace})
	if errors.Is(err, fs.ErrPermission) {
		s, err = store.Open(storePath(c), store.Options{ReadOnly: true})
		return s, false, err
	}
	return s, true, err
}
