package remote

import (
	"fmt"
	"os"
	"path/filepath"
)

// maxPath is the longest path that the address of a socket can hold, on every
// system that has them (sockaddr_un).
const maxPath = 100

// reach calls use with a path to the socket that is short enough for an
// address. A longer one goes through the open directory, where the system
// shows open files as paths.
func reach(path string, use func(short string) error) error {
	if len(path) <= maxPath {
		return use(path)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return use(fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), filepath.Base(path)))
}
