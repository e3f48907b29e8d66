package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"issnd/bench/generate"
	"issnd/register"
)

// representations are what is asked for, with the share of a bare handler's
// requests per second that each should reach.
var representations = []struct {
	name, accept string
	target       float64
}{
	{"MARC 21", "application/marc", 0.70},
	{"MARCXML", "application/marcxml+xml", 0.70},
	{"JSON-LD", "application/ld+json", 0.70},
	{"Turtle", "text/turtle", 0.50},
	{"N-Triples", "application/n-triples", 0.50},
	{"RDF/XML", "application/rdf+xml", 0.50},
	{"HTML", "text/html", 0.35},
}

// serve compares dereferencing by the public with a bare Echo handler that only
// gets the raw record from bbolt, with 8 connections.
func (b *bench) serve() error {
	data, err := b.imported()
	if err != nil {
		return err
	}
	program, err := b.tool("bare")
	if err != nil {
		return err
	}
	bare, err := b.listen(program, "-db", filepath.Join(b.dir, "bare-"+b.name()+".db"), "-records", b.records(), "-listen")
	if err != nil {
		return err
	}
	defer bare.stop()
	if err := b.uncached(bare, data); err != nil {
		return err
	}
	return b.cached(bare, data)
}

func (b *bench) uncached(bare *server, data string) error {
	ours, err := b.serving(data, "--cache-size", "0")
	if err != nil {
		return err
	}
	defer ours.stop()
	paths, err := b.paths(50_000)
	if err != nil {
		return err
	}
	memory := ours.watch()
	defer memory.peak()
	for _, r := range representations {
		if err := b.against(bare, ours, paths, r.name+", not cached", r.target, "Accept: "+r.accept); err != nil {
			return err
		}
	}
	b.memoryOf("serving", memory)
	return nil
}

// cached asks for few records, so that their renditions are in memory.
func (b *bench) cached(bare *server, data string) error {
	ours, err := b.serving(data)
	if err != nil {
		return err
	}
	defer ours.stop()
	few, err := b.paths(2_000)
	if err != nil {
		return err
	}
	for _, r := range representations {
		if err := b.against(bare, ours, few, r.name+", cached", 0.90, "Accept: "+r.accept); err != nil {
			return err
		}
	}
	const turtle = "Accept: text/turtle"
	tagged, err := b.tagged(ours.address, []string{turtle})
	if err != nil {
		return err
	}
	return b.against(bare, ours, tagged, "Turtle, 304", 0.90, turtle)
}

// against compares requests per second and the 99th percentile, after a run of
// each that does not count.
func (b *bench) against(bare, ours *server, paths, what string, target float64, headers ...string) error {
	if _, err := b.load(ours.address, paths, headers, 8); err != nil {
		return err
	}
	if _, err := b.load(bare.address, paths, nil, 8); err != nil {
		return err
	}
	var p99, bareP99 []float64
	rate, bareRate, err := b.alternate(func() (float64, error) {
		l, err := b.load(ours.address, paths, headers, 8)
		p99 = append(p99, l.p99)
		return l.rate, err
	}, func() (float64, error) {
		l, err := b.load(bare.address, paths, nil, 8)
		bareP99 = append(bareP99, l.p99)
		return l.rate, err
	})
	if err != nil {
		return err
	}
	b.atLeast(what+": rate of a bare handler", rate/bareRate, target)
	b.atMost(what+": 99th percentile of a bare handler", median(p99)/median(bareP99), 2)
	return nil
}

// paths writes a file of resource paths of confirmed records, drawn evenly.
func (b *bench) paths(n int) (string, error) {
	g := generate.New(b.seed, b.n)
	rules := register.DefaultRules()
	var out bytes.Buffer
	step := max(1, b.n/n)
	for i := 0; i < b.n; i += step {
		r, err := rules.Record(g.Record(i))
		if err != nil || r.Status != register.Confirmed || r.Deleted {
			continue
		}
		fmt.Fprintf(&out, "/resource/ISSN/%s\n", r.ISSN)
	}
	path := filepath.Join(b.dir, fmt.Sprintf("paths-%d", n))
	return path, os.WriteFile(path, out.Bytes(), 0o644)
}

// tagged writes a file of paths with the entity tag of each.
func (b *bench) tagged(address string, headers []string) (string, error) {
	list, err := b.paths(500)
	if err != nil {
		return "", err
	}
	raw, err := os.ReadFile(list)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	for path := range strings.Lines(string(raw)) {
		path = strings.TrimSpace(path)
		req, err := http.NewRequestWithContext(b.ctx, http.MethodHead, "http://"+address+path, nil)
		if err != nil {
			return "", err
		}
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			req.Header.Set(name, value)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return "", err
		}
		res.Body.Close()
		fmt.Fprintf(&out, "%s %s\n", path, res.Header.Get("ETag"))
	}
	path := filepath.Join(b.dir, "tagged")
	return path, os.WriteFile(path, out.Bytes(), 0o644)
}
