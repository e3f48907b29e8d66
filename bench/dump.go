package main

import (
	"os"
	"path/filepath"
)

// dump compares writing the register as files, compressed and with their sums,
// with the time that yaz-marcdump takes to turn all records into MARCXML.
func (b *bench) dump() error {
	data, err := b.imported()
	if err != nil {
		return err
	}
	for _, tier := range []string{"released", "complete"} {
		for _, format := range []string{"marc21", "ntriples"} {
			if err := b.dumpAs(data, tier, format); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) dumpAs(data, tier, format string) error {
	out := filepath.Join(b.dir, "dumps")
	defer os.RemoveAll(out)
	ours, theirs, err := b.alternate(func() (float64, error) {
		if err := os.RemoveAll(out); err != nil {
			return 0, err
		}
		return b.timed("bin/issnd", "dump", "--data", data, "--out", out, "--tier", tier, "--formats", format, "--quiet")
	}, func() (float64, error) {
		return b.timed("yaz-marcdump", "-o", "marcxml", b.records())
	})
	if err != nil {
		return err
	}
	b.atLeast("dump of the "+tier+" records as "+format+": speed of yaz-marcdump -o marcxml", theirs/ours, 1)
	return nil
}
