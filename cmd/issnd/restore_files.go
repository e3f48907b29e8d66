package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"issnd/config"
	"issnd/internal/disk"
	"issnd/store"
)

// oldStore is the register that is in a data directory when a copy is restored
// there. Nobody else can open it for writing until it is closed.
type oldStore struct {
	path  string
	there bool
	store *store.Store // nil if there is none or it cannot be read
	lock  *os.File     // in its place if it cannot be read
}

// openOld locks the register that is there, if it may be put aside.
func openOld(c *config.Config, force bool) (*oldStore, error) {
	o := &oldStore{path: storePath(c)}
	if _, err := os.Lstat(o.path); errors.Is(err, fs.ErrNotExist) {
		return o, nil
	} else if err != nil {
		return nil, err
	}
	o.there = true
	if !force {
		return nil, fmt.Errorf("there is a register in %s: --force puts it aside", c.Data)
	}
	var err error
	o.store, err = store.Open(o.path, store.Options{ReadOnly: true})
	if errors.Is(err, store.ErrInUse) {
		return nil, err
	}
	if err != nil {
		o.store = nil
		if o.lock, err = openLocked(o.path); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// openLocked opens a file for reading that nobody may write to before it is
// closed.
func openLocked(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = store.ErrInUse
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return f, nil
}

// putAside gives the register a second name and tells which.
func (o *oldStore) putAside(now time.Time) (string, error) {
	if !o.there {
		return "", nil
	}
	aside := o.path + now.UTC().Format(".20060102T150405.000Z")
	if err := os.Link(o.path, aside); err != nil {
		return "", err
	}
	return aside, disk.SyncDir(filepath.Dir(aside))
}

func (o *oldStore) close() (err error) {
	if o.store != nil {
		err = o.store.Close()
	}
	if o.lock != nil {
		err = errors.Join(err, o.lock.Close())
	}
	return err
}
