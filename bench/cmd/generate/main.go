// Generate writes a synthetic register to standard output, as ISO 2709.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"

	"issnd/bench/generate"
)

func main() {
	n := flag.Int("n", 100_000, "number of records")
	seed := flag.Uint64("seed", 1, "which register: the same seed and number give the same records")
	flag.Parse()
	if err := run(*seed, *n); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(seed uint64, n int) error {
	if n < 0 || n > generate.Max {
		return fmt.Errorf("-n is %d, which is not from 0 to %d", n, generate.Max)
	}
	w := bufio.NewWriter(os.Stdout)
	if _, err := generate.New(seed, n).WriteTo(w); err != nil {
		return err
	}
	return w.Flush()
}
