// Generate writes a synthetic register as ISO 2709.
//
//	go run ./bench/cmd/generate -n 100000 -seed 1 > register.mrc
package main

import (
	"flag"
	"fmt"
	"os"

	"issnd/bench/generate"
)

func main() {
	n := flag.Int("n", 100_000, "number of records")
	seed := flag.Uint64("seed", 1, "which register: the same seed and number give the same records")
	out := flag.String("o", "", "file to write; empty: standard output")
	flag.Parse()
	if err := run(*seed, *n, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(seed uint64, n int, out string) error {
	if n < 0 || n > generate.Max {
		return fmt.Errorf("-n is %d, which is not from 0 to %d", n, generate.Max)
	}
	w := os.Stdout
	if out != "" {
		var err error
		if w, err = os.Create(out); err != nil {
			return err
		}
	}
	if _, err := generate.New(seed, n).WriteTo(w); err != nil {
		return err
	}
	return w.Close()
}
