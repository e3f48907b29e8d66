// Package disk makes what was written survive a crash.
package disk

import (
	"errors"
	"os"
)

// SyncDir returns when the names in a directory, new, changed or removed, survive
// a crash. Its error is that of the system and names the path.
func SyncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
