package main

import (
	"os"
	"path/filepath"
)

// dump compares writing the complete register as files, compressed and with
// their sums, with the time that yaz-marcdump takes to turn the same records
// into MARCXML.
func (b *bench) dump() error {
	data, err := b.imported()
	if err != nil {
		return err
	}
	out := filepath.Join(b.dir, "dumps")
	for _, format := range []string{"marc21", "ntriples"} {
		ours, theirs, err := b.alternate(func() (float64, error) {
			if err := os.RemoveAll(out); err != nil {
				return 0, err
			}
			return b.timed("bin/issnd", "dump", "--data", data, "--out", out, "--tier", "complete", "--formats", format, "--quiet")
		}, func() (float64, error) {
			return b.timed("yaz-marcdump", "-o", "marcxml", b.records())
		})
		if err != nil {
			return err
		}
		b.atLeast("dump as "+format+": speed of yaz-marcdump -o marcxml", theirs/ours, 1)
	}
	return os.RemoveAll(out)
}
