package bleveindex

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"issnd/internal/disk"
)

// The names in the directory of an index.
const (
	currentName      = "CURRENT"
	generationPrefix = "gen-"
)

// current is the path of the generation that is searched, "" if the directory
// has none yet.
func current(dir string) (string, error) {
	name, err := os.ReadFile(filepath.Join(dir, currentName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", onlyOurs(dir)
	}
	if err != nil {
		return "", err
	}
	g := strings.TrimSpace(string(name))
	if !strings.HasPrefix(g, generationPrefix) || g != filepath.Base(g) {
		return "", fmt.Errorf("%w: %s names no generation", ErrCorrupt, currentName)
	}
	path := filepath.Join(dir, g)
	if _, err := os.Stat(filepath.Join(path, "root.bolt")); err != nil {
		return "", fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return path, nil
}

// onlyOurs is an error if there is anything in the directory that an index does
// not put there.
func onlyOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), generationPrefix) && !strings.HasPrefix(e.Name(), currentName) {
			return fmt.Errorf("%w: %s holds %s, which is of no index", ErrCorrupt, dir, e.Name())
		}
	}
	return err
}

// newGenerationDir makes a directory for another generation.
func newGenerationDir(dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	return os.MkdirTemp(dir, generationPrefix+"*")
}

// setCurrent makes a generation the one that is searched. It is on disk when
// setCurrent returns.
func setCurrent(dir, path string) error {
	f, err := os.CreateTemp(dir, currentName+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // when it has been renamed, there is nothing to remove
	_, err = f.WriteString(filepath.Base(path) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := disk.SyncDir(path); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(dir, currentName)); err != nil {
		return err
	}
	return disk.SyncDir(dir)
}

// discard removes a generation that could not be made current, unless it is: its
// name may be there and only not be known to be on disk.
func discard(dir, path string) error {
	if now, err := current(dir); err == nil && now == path {
		return nil
	}
	return os.RemoveAll(path)
}

// sweep removes the generations that are neither current nor open anywhere.
func sweep(dir string) {
	keep, err := current(dir)
	if err != nil {
		return
	}
	old, err := filepath.Glob(filepath.Join(dir, generationPrefix+"*"))
	if err != nil {
		return
	}
	for _, path := range old {
		if path != keep && !inUse(path) {
			// What cannot be removed now is found again the next time.
			_ = os.RemoveAll(path)
		}
	}
}

// inUse says whether anybody, this process included, has a generation open.
func inUse(path string) bool {
	if _, err := os.Stat(filepath.Join(path, "root.bolt")); err != nil {
		// A generation has it from the first moment on, but for the time between two
		// system calls.
		return false
	}
	b := newBackground(&Options{})
	s, queue, err := openScorch(path, tuning{"read_only": true, "bolt_timeout": "1ms"}, b)
	if err != nil {
		return errors.Is(err, ErrBusy)
	}
	// It was opened only to be closed, and then it is removed.
	b.end(path, s)
	_ = s.Close()
	queue.Close()
	return false
}
