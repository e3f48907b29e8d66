package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"issnd/bench/generate"
	"issnd/register"
)

// lookups are the SRU requests that both servers get, with the requests per
// second that issnd should reach as a multiple of Zebra's.
var lookups = []struct {
	name    string
	query   string // CQL in which ISSN, FIRST and SECOND stand for those of a record
	records int
	targets map[int]float64 // by number of connections
}{
	{"ISSN", "bath.issn=ISSN", 1, map[int]float64{1: 3, 8: 5}},
	{"title, one word, 10 records", "dc.title=FIRST", 10, map[int]float64{1: 3, 8: 3}},
	{"title, two words, 10 records", "dc.title=FIRST and dc.title=SECOND", 10, map[int]float64{1: 3, 8: 3}},
	{"title, one word, 50 records", "dc.title=FIRST", 50, map[int]float64{1: 4, 8: 4}},
}

// manyConnections is how many both servers must bear without an error.
const manyConnections = 64

// peers compares building the index, its size and SRU with those of Zebra,
// which must be installed, on the same records.
func (b *bench) peers() error {
	z, err := b.zebra()
	if err != nil {
		return err
	}
	data := filepath.Join(b.dir, "peers")
	built, err := b.build(data)
	if err != nil {
		return err
	}
	b.atMost("store and index: time of Zebra's indexing", built/z.built, 0.75)
	ours, theirs := treeSize(data), treeSize(z.register)
	b.atMost("store and index: size of Zebra's register", float64(ours)/float64(theirs), 0.8)
	return b.search(data, z)
}

// build imports and indexes the records into a new directory and gives the
// seconds that both took.
func (b *bench) build(data string) (float64, error) {
	if err := os.RemoveAll(data); err != nil {
		return 0, err
	}
	start := time.Now()
	err := b.command(nil, "bin/issnd", "import", "--data", data, "--quiet", b.records())
	if err == nil {
		err = b.command(nil, "bin/issnd", "reindex", "--data", data, "--quiet")
	}
	return time.Since(start).Seconds(), err
}

// zebra is a Zebra register of the records.
type zebra struct {
	conf, register string
	built          float64 // seconds
}

func (b *bench) zebra() (*zebra, error) {
	z := &zebra{conf: filepath.Join(b.dir, "zebra"), register: filepath.Join(b.dir, "zebra", "register")}
	if err := os.MkdirAll(z.register, 0o755); err != nil {
		return nil, err
	}
	if err := z.configure("0"); err != nil {
		return nil, err
	}
	config := filepath.Join(z.conf, "zebra.cfg")
	if err := b.command(nil, "zebraidx", "-c", config, "init"); err != nil {
		return nil, err
	}
	records, err := filepath.Abs(b.records())
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := b.command(nil, "zebraidx", "-c", config, "-n", "update", records); err != nil {
		return nil, err
	}
	z.built = time.Since(start).Seconds()
	return z, nil
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

// search loads both servers with the same requests in turns.
func (b *bench) search(data string, z *zebra) error {
	theirs, err := b.zebrasrv(z)
	if err != nil {
		return err
	}
	defer theirs.stop()
	keys := filepath.Join(b.dir, "keys")
	var key bytes.Buffer
	if err := b.command(&key, "bin/issnd", "key", "add", "--keys", keys, "--name", "bench", "--tier", "complete"); err != nil {
		return err
	}
	header := "X-API-Key: " + strings.TrimSpace(key.String())
	ours, err := b.listen("bin/issnd", "serve", "--limits-on=false", "--data", data, "--keys", keys, "--log-level", "error", "--listen")
	if err != nil {
		return err
	}
	defer ours.stop()
	for _, l := range lookups {
		for _, connections := range []int{1, 8, manyConnections} {
			if err := b.lookUp(lookup{l.name, l.query, l.records, connections, l.targets[connections], header}, ours, theirs); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookup is one kind of request under one load.
type lookup struct {
	name, query          string
	records, connections int
	target               float64 // 0: no target but the 99th percentile
	header               string
}

func (b *bench) lookUp(l lookup, ours, theirs *server) error {
	mine, err := b.queries("/sru", l.query, l.records)
	if err != nil {
		return err
	}
	other, err := b.queries("/Default", l.query, l.records)
	if err != nil {
		return err
	}
	var p99, otherP99 []float64
	rate, otherRate, err := b.alternate(func() (float64, error) {
		r, p, err := b.load(ours.address, mine, []string{l.header}, l.connections)
		p99 = append(p99, p)
		return r, err
	}, func() (float64, error) {
		r, p, err := b.load(theirs.address, other, nil, l.connections)
		otherP99 = append(otherP99, p)
		return r, err
	})
	if err != nil {
		return err
	}
	name := fmt.Sprintf("SRU %s, %d connections: ", l.name, l.connections)
	if l.target > 0 {
		b.atLeast(name+"rate of Zebra", rate/otherRate, l.target)
	} else {
		b.atMost(name+"99th percentile of Zebra", median(p99)/median(otherP99), 1)
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
	if err := awaitPort(address); err != nil {
		s.stop()
		return nil, fmt.Errorf("zebrasrv: %w", err)
	}
	return s, nil
}

// queries writes a file of SRU requests with ISSNs and title words of the
// records, drawn evenly.
func (b *bench) queries(path, query string, records int) (string, error) {
	const n = 10_000
	g := generate.New(b.seed, b.n)
	rules := register.DefaultRules()
	var out bytes.Buffer
	for i := 0; i < b.n; i += max(1, b.n/n) {
		r, err := rules.Record(g.Record(i))
		if err != nil || !r.Public() {
			continue
		}
		first, second := titleWords(r)
		if first == "" {
			continue
		}
		cql := strings.NewReplacer("ISSN", r.ISSN.String(), "FIRST", first, "SECOND", second).Replace(query)
		fmt.Fprintf(&out, "%s?version=1.1&operation=searchRetrieve&recordSchema=marcxml&maximumRecords=%d&query=%s\n",
			path, records, url.QueryEscape(cql))
	}
	name := filepath.Join(b.dir, "queries-"+strings.Trim(path, "/"))
	return name, os.WriteFile(name, out.Bytes(), 0o644)
}

// titleWords are the first two words of four letters or more of a title.
func titleWords(r *register.Record) (first, second string) {
	for f := range r.MARC.Each([3]byte{'2', '4', '5'}) {
		for _, w := range strings.FieldsFunc(f.Get('a'), func(c rune) bool { return c < 'A' || c > 'z' || c > 'Z' && c < 'a' }) {
			switch {
			case len(w) < 4:
			case first == "":
				first = w
			case second == "":
				return first, w
			}
		}
	}
	return first, first
}

// treeSize is the bytes of the files under a directory that the disk holds.
func treeSize(dir string) (total int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				total += info.Size()
			}
		}
		return nil
	})
	return total
}
