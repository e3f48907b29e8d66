// Command probe is the client whose times count. It is a process of its own, so
// that it waits for the server and not for the clients that load it. It reads a
// soak.Probe from standard input, asks until that ends, and writes the probe
// with its times.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"os"

	"issnd/bench/soak"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("probe: ")
	var p soak.Probe
	if err := json.NewDecoder(os.Stdin).Decode(&p); err != nil {
		log.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		end()
	}()
	if err := p.Run(ctx); err != nil {
		log.Fatal(err)
	}
	p.Cold = nil
	if err := json.NewEncoder(os.Stdout).Encode(&p); err != nil {
		log.Fatal(err)
	}
}
