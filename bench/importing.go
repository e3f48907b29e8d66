package main

import (
	"os"
	"path/filepath"
	"time"
)

// importing compares a whole import into an empty store, checks and report
// included, with the time that yaz-marcdump takes to turn the file into
// MARCXML, and the store with the size of the file.
func (b *bench) importing() error {
	data := filepath.Join(b.dir, "data")
	var peak int64
	ours, theirs, err := b.alternate(func() (float64, error) {
		if err := os.RemoveAll(data); err != nil {
			return 0, err
		}
		seconds, rss, err := b.importInto(data)
		peak = max(peak, rss)
		return seconds, err
	}, func() (float64, error) {
		return b.timed("yaz-marcdump", "-o", "marcxml", b.records())
	})
	if err != nil {
		return err
	}
	b.atMost("import: time of yaz-marcdump -o marcxml", ours/theirs, 3)
	b.atMost("store: size of the raw MARC", float64(size(filepath.Join(data, "register.db")))/float64(size(b.records())), 1.5)
	b.atMost("import: peak anonymous memory, GB", float64(peak)/1e9, 1)
	return nil
}

// importInto runs an import and watches its memory.
func (b *bench) importInto(data string) (seconds float64, peak int64, err error) {
	start := time.Now()
	p, err := b.start("bin/issnd", "import", "--data", data, "--quiet", b.records())
	if err != nil {
		return 0, 0, err
	}
	done := make(chan error, 1)
	go func() { done <- p.Wait() }()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return time.Since(start).Seconds(), peak, err
		case <-tick.C:
			peak = max(peak, anonymous(p.Process.Pid))
		}
	}
}
