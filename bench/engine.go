package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// engine compares the index with bleve's own search on the same documents in
// one process, by a benchmark of search/bleveindex. They are synthetic ones, as
// large as those of a register.
func (b *bench) engine() error {
	c := exec.CommandContext(b.ctx, "go", "test", "-run", "^$", "-bench", "^BenchmarkPeer$", "-benchtime", fmt.Sprintf("%ds", b.seconds), "-timeout", "6h", "./search/bleveindex")
	c.Env = append(os.Environ(), "ISSND_BENCH_DOCS="+strconv.Itoa(b.n))
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, out.Bytes())
	}
	times, err := peerTimes(out.String())
	if err != nil {
		return err
	}
	b.figure("documents in both indexes", "%s", thousands(b.n))
	for _, p := range []struct {
		name, what string
		target     float64
	}{
		{"facets", "facets of a broad query", 15},
		{"title_first_page", "first page of a broad query by title", 20},
		{"title_deep_page", fmt.Sprintf("page at offset %s by title", thousands(min(100_000, b.n/2))), 10},
	} {
		here, theirs := times[p.name+"/here"], times[p.name+"/bleve"]
		if here == 0 || theirs == 0 {
			return fmt.Errorf("no benchmark of %s in:\n%s", p.name, out.String())
		}
		b.figure(p.what, "%.2f ms", here/1e6)
		b.atLeast(p.what+": speed of bleve's own search", theirs/here, p.target)
	}
	return nil
}

var peerLine = regexp.MustCompile(`(?m)^BenchmarkPeer/(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`)

// peerTimes reads nanoseconds by the name of a benchmark.
func peerTimes(out string) (map[string]float64, error) {
	times := map[string]float64{}
	for _, m := range peerLine.FindAllStringSubmatch(out, -1) {
		ns, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			return nil, err
		}
		times[m[1]] = ns
	}
	return times, nil
}
