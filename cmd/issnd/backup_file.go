package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// unnamed is how a copy is called while it is made.
const unnamed = ".issnd-backup-*"

// createCopy makes a file for a copy in a directory, which only its owner can read,
// and removes those that were left there. It is locked, so that nobody takes it for
// one of these.
func createCopy(dir string) (*os.File, error) {
	removeLeft(dir)
	f, err := os.CreateTemp(dir, unnamed)
	if err != nil {
		return nil, err
	}
	// Not for itself alone, as who reads a store locks it as well.
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH); err != nil {
		return nil, errors.Join(os.NewSyscallError("flock", err), f.Close(), removed(f.Name()))
	}
	return f, nil
}

// removeLeft removes from a directory, as far as it may, what commands have left
// there that were killed while they made a copy. An empty file may have been made
// just now, and not be locked yet.
func removeLeft(dir string) {
	left, _ := fs.Glob(os.DirFS(dir), unnamed) // the pattern is right, and it has no other error
	for _, name := range left {
		path := filepath.Join(dir, name)
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
			continue
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.Remove(path)
		}
		f.Close()
	}
}
