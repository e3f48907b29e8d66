package main

import (
	"os"
	"path/filepath"
)

// importing compares a whole import into an empty store, checks and report
// included, with the time that yaz-marcdump takes to turn the file into
// MARCXML, and the store with the size of the file.
func (b *bench) importing() error {
	data := filepath.Join(b.dir, "import")
	defer os.RemoveAll(data)
	var peak float64
	ours, theirs, err := b.alternate(func() (float64, error) {
		if err := os.RemoveAll(data); err != nil {
			return 0, err
		}
		u, err := b.importInto(data)
		peak = max(peak, u.Anonymous)
		return u.Wall, err
	}, func() (float64, error) {
		return b.timed("yaz-marcdump", "-o", "marcxml", b.records())
	})
	if err != nil {
		return err
	}
	b.atMost("import: time of yaz-marcdump -o marcxml", ours/theirs, 3)
	b.atMost("store: size of the raw MARC", float64(size(filepath.Join(data, "register.db")))/float64(size(b.records())), 1.5)
	b.atMost("import: peak anonymous memory, GB", peak/1e9, 1)
	return nil
}

// importInto runs an import.
func (b *bench) importInto(data string) (usage, error) {
	return b.measured("bin/issnd", "import", "--data", data, "--quiet", b.records())
}
