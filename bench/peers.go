package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

// buildPeers compares building the index and its size with those of Zebra,
// which must be installed, on the same records.
func (b *bench) buildPeers() error {
	z := b.zebra()
	var runs []usage
	b.forget("zebra")
	ours, theirs, err := b.alternate(func() (float64, error) { return b.build(b.peerData()) }, func() (float64, error) {
		u, err := z.index(b)
		runs = append(runs, u)
		return u.Wall, err
	})
	if err != nil {
		return err
	}
	disk := float64(treeSize(z.register))
	b.figure("Zebra: time of indexing", "%.1f s", theirs)
	b.figure("Zebra: size on disk", "%.1f MB", disk/1e6)
	b.atMost("store and index: time of Zebra's indexing", ours/theirs, 0.75)
	b.atMost("store and index: size of Zebra's register", float64(treeSize(b.peerData()))/disk, 0.8)
	middle := slices.IndexFunc(runs, func(u usage) bool { return u.Wall == theirs })
	return b.keep("zebra", zebraFigures{runs[middle], disk})
}

// searchPeers compares SRU with that of Zebra on what buildPeers has made.
func (b *bench) searchPeers() error {
	z := b.zebra()
	if treeSize(z.register) == 0 || treeSize(b.peerData()) == 0 {
		return errors.New("the part peers-build has to run before, in the same -dir")
	}
	return b.search(b.peerData(), z)
}

// peerData is the data directory that is made beside Zebra's register.
func (b *bench) peerData() string { return filepath.Join(b.dir, "peers-"+b.name()) }

// build imports and indexes the records into a new directory and gives the
// seconds that both took.
func (b *bench) build(data string) (float64, error) {
	if err := os.RemoveAll(data); err != nil {
		return 0, err
	}
	imported, err := b.importInto(data)
	if err != nil {
		return 0, err
	}
	indexed, err := b.measured("bin/issnd", "reindex", "--data", data, "--quiet")
	return imported.Wall + indexed.Wall, err
}

// search loads both servers with the same requests in turns.
func (b *bench) search(data string, z *zebra) error {
	theirs, err := b.zebrasrv(z)
	if err != nil {
		return err
	}
	defer theirs.stop()
	keys, key, err := b.key()
	if err != nil {
		return err
	}
	ours, err := b.serving(data, "--keys", keys)
	if err != nil {
		return err
	}
	defer ours.stop()
	header := "X-API-Key: " + key
	for _, l := range lookups {
		for _, connections := range []int{1, 8, manyConnections} {
			if err := b.lookUp(lookup{l.name, l.query, l.records, connections, l.targets[connections], header}, ours, theirs); err != nil {
				return err
			}
		}
	}
	return b.scans(ours)
}

// scans compares a scan of 20 terms with the search for an ISSN.
func (b *bench) scans(ours *server) error {
	issn, err := b.queries(searchRetrieve("/sru", "bath.issn=ISSN", 1))
	if err != nil {
		return err
	}
	scan, err := b.queries("/sru?version=1.1&operation=scan&maximumTerms=20&scanClause=", "dc.title=FIRST")
	if err != nil {
		return err
	}
	rate := func(queries string) func() (float64, error) {
		return func() (float64, error) {
			l, err := b.load(ours.address, queries, nil, 1)
			return l.rate, err
		}
	}
	looks, scans, err := b.alternate(rate(issn), rate(scan))
	if err != nil {
		return err
	}
	b.atMost("SRU scan of 20 terms: time of a search for an ISSN", looks/scans, 20)
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
	mine, err := b.queries(searchRetrieve("/sru", l.query, l.records))
	if err != nil {
		return err
	}
	other, err := b.queries(searchRetrieve("/Default", l.query, l.records))
	if err != nil {
		return err
	}
	var p99, otherP99 []float64
	atOurs := func() (float64, error) {
		got, err := b.load(ours.address, mine, []string{l.header}, l.connections)
		p99 = append(p99, got.p99)
		return got.rate, err
	}
	atTheirs := func() (float64, error) {
		got, err := b.load(theirs.address, other, nil, l.connections)
		otherP99 = append(otherP99, got.p99)
		return got.rate, err
	}
	for _, warm := range []func() (float64, error){atOurs, atTheirs} { // a run of each that does not count
		if _, err := warm(); err != nil {
			return err
		}
	}
	p99, otherP99 = nil, nil
	rate, otherRate, err := b.alternate(atOurs, atTheirs)
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
