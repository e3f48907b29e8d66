package account

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"issnd/register"
)

// TestFileOfAnother: a file whose owner cannot be kept stays as it is.
func TestFileOfAnother(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a file away")
	}
	const own, other = 1001, 1002
	dir := t.TempDir()
	path := filepath.Join(dir, "keys.toml")
	add(t, path, "x", register.Complete)
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chown(dir, own, -1), os.Chown(path, other, -1), os.Chmod(path, 0o644)); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	added := make(chan error)
	go func() {
		runtime.LockOSThread() // and the thread, which is of another user then, ends with the goroutine
		err := syscall.Setfsuid(own)
		if err == nil {
			_, err = Add(path, "y", register.Complete, source)
		}
		added <- err
	}()
	if err := <-added; !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), path+" stays as it was") {
		t.Errorf("added: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file is %q, %v, and was %q", after, err, before)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("files left behind: %v, %v", list, err)
	}
}
