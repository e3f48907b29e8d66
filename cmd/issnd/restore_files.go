package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
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

// unpackCopy writes a copy, which may be compressed, to a file, which is on disk
// at the end. What an interrupted restore left there is overwritten.
func unpackCopy(ctx context.Context, file, to string) (err error) {
	in, err := openLocked(file)
	if err != nil {
		return err
	}
	defer in.Close()
	body, err := unpacked(in)
	if err != nil {
		return err
	}
	if err := removed(to); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640) // as a store has it
	if err != nil {
		return err
	}
	n, err := io.Copy(out, &contextReader{ctx, body})
	switch {
	case err != nil:
		err = fmt.Errorf("copying %s: %w", file, err)
	case n == 0:
		err = fmt.Errorf("%s is empty", file) // and would be opened as a new store
	default:
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		err = errors.Join(err, removed(to))
	}
	return err
}

// unpacked is the content of a file that may be compressed by gzip.
func unpacked(f *os.File) (io.Reader, error) {
	var magic [2]byte
	if n, err := f.ReadAt(magic[:], 0); err != nil && n < len(magic) && err != io.EOF {
		return nil, err
	}
	if magic != [2]byte{0x1f, 0x8b} {
		return f, nil
	}
	return gzip.NewReader(f)
}

// contextReader ends with the error of its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
