package main

import (
	"os"
	"path/filepath"
)

// data is the data directory with the records.
func (b *bench) data() string { return filepath.Join(b.dir, "data-"+b.name()) }

// imported is the data directory after an import, which an earlier run may have
// done.
func (b *bench) imported() (string, error) {
	_, err := b.importOnce()
	return b.data(), err
}

func (b *bench) importOnce() (u usage, err error) {
	if b.kept("import", &u) {
		return u, nil
	}
	b.forget("index")
	if err := os.RemoveAll(b.data()); err != nil {
		return u, err
	}
	if u, err = b.importInto(b.data()); err != nil {
		return u, err
	}
	return u, b.keep("import", u)
}

// indexed is the data directory with an index as well.
func (b *bench) indexed() (string, error) {
	_, err := b.indexOnce()
	return b.data(), err
}

func (b *bench) indexOnce() (u usage, err error) {
	if _, err := b.importOnce(); err != nil || b.kept("index", &u) {
		return u, err
	}
	if u, err = b.measured("bin/issnd", "reindex", "--data", b.data(), "--quiet"); err != nil {
		return u, err
	}
	return u, b.keep("index", u)
}

// mostToBuild is how much memory importing and indexing may take, in GB.
const mostToBuild = 6

// building imports and indexes the records.
func (b *bench) building() error {
	steps := []struct {
		what string
		once func() (usage, error)
	}{{"import", b.importOnce}, {"index", b.indexOnce}}
	for _, s := range steps {
		u, err := s.once()
		if err != nil {
			return err
		}
		b.figure(s.what+": time", "%.1f s", u.Wall)
		b.figure(s.what+": records a second", "%.0f", float64(b.n)/u.Wall)
		b.figure(s.what+": time of all cores", "%.1f s", u.CPU)
		b.atMost(s.what+": most memory, mapped files included, GB", u.Resident/1e9, mostToBuild)
		b.atMost(s.what+": most anonymous memory, GB", u.Anonymous/1e9, mostToBuild)
	}
	raw := float64(size(b.records()))
	store, index := b.sizes()
	b.figure("raw MARC", "%.1f MB", raw/1e6)
	for _, s := range []struct {
		what  string
		bytes float64
	}{{"store", store}, {"index", index}, {"store and index", store + index}} {
		b.figure(s.what, "%.1f MB, %.2f × raw MARC", s.bytes/1e6, s.bytes/raw)
	}
	return nil
}

// sizes are the bytes of the store and of the index.
func (b *bench) sizes() (store, index float64) {
	return float64(size(filepath.Join(b.data(), "register.db"))), float64(treeSize(filepath.Join(b.data(), "index")))
}
