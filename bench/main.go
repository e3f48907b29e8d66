// Command bench measures issnd against baselines in the same run and prints
// the ratios with their targets. It wants yaz-marcdump and wrk on the PATH and
// bin/issnd built.
//
//	go run ./bench                        everything, 100,000 records
//	go run ./bench -n 1000000 -only import,serve
//	go run ./bench -only peers            against Zebra 2.2, which must be installed
//
// Machines differ and are noisy, so a figure in seconds means little: every
// line is a ratio of medians of alternating runs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

func main() {
	n := flag.Int("n", 100_000, "records to generate")
	seed := flag.Uint64("seed", 1, "seed of the generator")
	runs := flag.Int("runs", 3, "runs of each measurement; the median counts")
	seconds := flag.Int("seconds", 3, "length of one run of the HTTP load")
	only := flag.String("only", "decode,import,render,serve,oai,dump", "parts to run, by commas")
	strict := flag.Bool("strict", false, "exit with 1 when a target is missed")
	dir := flag.String("dir", "", "directory for files; empty: a temporary one")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := &bench{ctx: ctx, n: *n, seed: *seed, runs: *runs, seconds: *seconds, dir: *dir}
	missed, err := b.run(strings.Split(*only, ","))
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if missed > 0 {
		fmt.Printf("%d targets missed\n", missed)
		if *strict {
			os.Exit(1)
		}
	}
}

type bench struct {
	ctx     context.Context
	n       int
	seed    uint64
	runs    int
	seconds int
	dir     string
	missed  int
}

func (b *bench) run(parts []string) (missed int, err error) {
	for _, tool := range []string{"yaz-marcdump", "wrk", "bin/issnd"} {
		if _, err := exec.LookPath(tool); err != nil {
			return 0, fmt.Errorf("%s is needed: %w", tool, err)
		}
	}
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "issnd-bench"); err != nil {
			return 0, err
		}
		defer os.RemoveAll(b.dir)
	}
	if err := b.generate(); err != nil {
		return 0, err
	}
	fmt.Printf("%d records, %.1f MB\n\n%-58s %10s %10s %8s\n", b.n, float64(size(b.records()))/1e6, "", "measured", "target", "")
	for _, part := range parts {
		measure, ok := map[string]func() error{
			"decode": b.decode, "import": b.importing, "render": b.render, "serve": b.serve, "oai": b.oai, "dump": b.dump, "peers": b.peers,
		}[part]
		if !ok {
			return b.missed, fmt.Errorf("no part %q", part)
		}
		if err := measure(); err != nil {
			return b.missed, fmt.Errorf("%s: %w", part, err)
		}
	}
	return b.missed, nil
}

// records is the generated file.
func (b *bench) records() string { return filepath.Join(b.dir, fmt.Sprintf("%d-%d.mrc", b.n, b.seed)) }

// generate makes the file unless an earlier run has left it in the directory.
func (b *bench) generate() error {
	if _, err := os.Stat(b.records()); err == nil {
		return nil
	}
	return b.command(nil, "go", "run", "./bench/cmd/generate", "-n", fmt.Sprint(b.n), "-seed", fmt.Sprint(b.seed), "-o", b.records())
}

// atLeast reports a ratio that should not be below the target.
func (b *bench) atLeast(what string, ratio, target float64) {
	b.line(what, ratio, "≥", target, ratio >= target)
}

// atMost reports a ratio that should not be above the target.
func (b *bench) atMost(what string, ratio, target float64) {
	b.line(what, ratio, "≤", target, ratio <= target)
}

func (b *bench) line(what string, ratio float64, sign string, target float64, met bool) {
	verdict := "ok"
	if !met {
		verdict = "MISSED"
		b.missed++
	}
	fmt.Printf("%-58s %10.2f %5s %4.2f %8s\n", what, ratio, sign, target, verdict)
}
