package bleveindex

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The beginning of a file of bbolt: two pages whose header is followed by a
// record of the magic number, version, size of pages and flags in 4 bytes each,
// root and free list in 24, and how many pages there are and the number of the
// transaction in 8 each, in the byte order of the machine.
const (
	boltMagic  = 0xed0cdaed
	boltHeader = 16
	boltRecord = 56
)

// tableWhole is an error if the table of snapshots of a generation is shorter
// than it says it is. Scorch opens such a file, and then reads outside it, or
// can write to it no more and tells nobody.
func tableWhole(path string) error {
	f, err := os.Open(filepath.Join(path, "root.bolt"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var transaction, pages, size uint64
	for at := int64(0); ; {
		var b [boltHeader + boltRecord]byte
		if _, err := f.ReadAt(b[:], at); err != nil && err != io.EOF {
			return err
		}
		m := b[boltHeader:]
		n := binary.NativeEndian
		if n.Uint32(m) == boltMagic {
			size = uint64(n.Uint32(m[8:]))
			if tx := n.Uint64(m[48:]); tx >= transaction {
				transaction, pages = tx, n.Uint64(m[40:])
			}
		}
		if at > 0 || size == 0 {
			break
		}
		at = int64(size)
	}
	if uint64(info.Size()) < pages*size {
		return fmt.Errorf("%w: %s is cut short: %d bytes of %d", ErrCorrupt, f.Name(), info.Size(), pages*size)
	}
	return nil
}
