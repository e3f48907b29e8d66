package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// loaded is what wrk tells of one run: requests per second, and percentiles of
// the time of one in microseconds.
type loaded struct{ rate, p50, p99 float64 }

// load loads a server with requests of a file, drawn at random. Any answer but
// 2xx and 3xx is an error.
func (b *bench) load(address, paths string, headers []string, connections int) (l loaded, err error) {
	head := filepath.Join(b.dir, "headers")
	if err := os.WriteFile(head, []byte(strings.Join(headers, "\n")), 0o644); err != nil {
		return l, err
	}
	var out bytes.Buffer
	if err := b.command(&out, "wrk", "-t", fmt.Sprint(min(2, connections)), "-c", fmt.Sprint(connections), "-d", fmt.Sprintf("%ds", b.seconds),
		"--timeout", "30s", "-s", "bench/load.lua", "http://"+address, "--", paths, head); err != nil {
		return l, err
	}
	if i := strings.Index(out.String(), "Non-2xx"); i >= 0 {
		return l, fmt.Errorf("wrk: %s", out.String()[i:])
	}
	i := strings.Index(out.String(), "RESULT ")
	if i < 0 {
		return l, fmt.Errorf("wrk: no result in %q", out.String())
	}
	var failed int
	if _, err := fmt.Sscanf(out.String()[i:], "RESULT %f %f %f %d", &l.rate, &l.p50, &l.p99, &failed); err != nil {
		return l, err
	}
	if failed > 0 {
		return l, fmt.Errorf("wrk: %d requests failed", failed)
	}
	return l, nil
}
