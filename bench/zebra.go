package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// zebra is a Zebra register of the records.
type zebra struct{ conf, register string }

func (b *bench) zebra() *zebra {
	conf := filepath.Join(b.dir, "zebra-"+b.name())
	return &zebra{conf, filepath.Join(conf, "register")}
}

// index makes the register anew.
func (z *zebra) index(b *bench) (u usage, err error) {
	if err := os.RemoveAll(z.conf); err != nil {
		return u, err
	}
	if err := os.MkdirAll(z.register, 0o755); err != nil {
		return u, err
	}
	if err := z.configure("0"); err != nil {
		return u, err
	}
	config := filepath.Join(z.conf, "zebra.cfg")
	if err := b.command(nil, "zebraidx", "-c", config, "init"); err != nil {
		return u, err
	}
	records, err := filepath.Abs(b.records())
	if err != nil {
		return u, err
	}
	return b.measured("zebraidx", "-v", "none,fatal", "-c", config, "-n", "update", records)
}

// configure writes the files of bench/zebra with their places filled in.
func (z *zebra) configure(port string) error {
	conf, err := filepath.Abs(z.conf)
	if err != nil {
		return err
	}
	fill := strings.NewReplacer("@CONF@", conf, "@REGISTER@", filepath.Join(conf, "register"), "@PORT@", port)
	files, err := os.ReadDir("bench/zebra")
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join("bench/zebra", f.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(conf, f.Name()), []byte(fill.Replace(string(text))), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// zebrasrv serves the register.
func (b *bench) zebrasrv(z *zebra) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	_, port, _ := strings.Cut(address, ":")
	if err := z.configure(port); err != nil {
		return nil, err
	}
	c, err := b.start("zebrasrv", "-f", filepath.Join(z.conf, "server.xml"), "-v", "none,fatal") // fatal alone adds to a log of every request
	if err != nil {
		return nil, err
	}
	s := &server{c, address}
	if err := b.awaitPort(address); err != nil {
		s.stop()
		return nil, fmt.Errorf("zebrasrv: %w", err)
	}
	return s, nil
}

// zebraShare is how many of the records Zebra gets at full size, 1 of 2.5: a
// whole register takes it too long.
const zebraShare = 2.5

// zebraFigures are those of a Zebra register.
type zebraFigures struct {
	Indexing usage
	Disk     float64
}

// besideZebra compares building and size with those of Zebra, times 2.5, for
// one record of 2.5.
func (b *bench) besideZebra() error {
	imported, err := b.importOnce()
	if err != nil {
		return err
	}
	indexed, err := b.indexOnce()
	if err != nil {
		return err
	}
	small := *b
	small.n = int(float64(b.n) / zebraShare)
	z, err := small.zebraOnce()
	if err != nil {
		return err
	}
	b.figure("Zebra: records", "%s", thousands(small.n))
	b.figure("Zebra: time of indexing", "%.1f s", z.Indexing.Wall)
	b.figure("Zebra: time of all cores", "%.1f s", z.Indexing.CPU)
	b.figure("Zebra: size on disk", "%.1f MB", z.Disk/1e6)
	store, index := b.sizes()
	b.atMost("import and index: time of Zebra's indexing × 2.5", (imported.Wall+indexed.Wall)/(zebraShare*z.Indexing.Wall), 0.75)
	b.atMost("store and index: size of Zebra's register × 2.5", (store+index)/(zebraShare*z.Disk), 0.8)
	return nil
}

func (b *bench) zebraOnce() (f zebraFigures, err error) {
	if b.kept("zebra", &f) {
		return f, nil
	}
	if err := b.generate(); err != nil {
		return f, err
	}
	z := b.zebra()
	if f.Indexing, err = z.index(b); err != nil {
		return f, err
	}
	f.Disk = float64(treeSize(z.register))
	return f, b.keep("zebra", f)
}
