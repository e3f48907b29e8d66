// Command bench measures issnd against baselines in the same run and prints
// figures with their targets. It wants yaz-marcdump and wrk on the PATH and
// bin/issnd built.
//
//	go run ./bench                        everything small, 100,000 records
//	go run ./bench -n 1000000 -only import,serve
//	go run ./bench -only peers            against Zebra 2.2, which must be installed
//	go run ./bench -only scale -n 2500000 -dir DIR -report docs/scale.md
//	go run ./bench -only soak -n 2500000 -dir DIR
//
// Machines differ and are noisy, so a figure in seconds means little: where
// there is a target it is, if possible, a ratio of medians of alternating runs.
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
	b := &bench{}
	flag.IntVar(&b.n, "n", 100_000, "records to generate")
	flag.Uint64Var(&b.seed, "seed", 1, "seed of the generator")
	flag.IntVar(&b.runs, "runs", 3, "runs of each measurement; the median counts")
	flag.IntVar(&b.seconds, "seconds", 3, "length of one run of the HTTP load")
	flag.StringVar(&b.dir, "dir", "", "directory for files, which are used again; empty: a temporary one")
	flag.Float64Var(&b.slack, "slack", 1, "divide the targets of speed by this")
	flag.Float64Var(&b.memory, "memory", 200, "most anonymous memory of a server, MB")
	flag.StringVar(&b.report, "report", "", "Markdown file in which the tables of the parts are replaced")
	flag.IntVar(&b.requests, "requests", 1_000_000, "requests of the soak")
	flag.IntVar(&b.rate, "rate", 1000, "requests a second of the soak; 0: as many as there can be")
	flag.IntVar(&b.kills, "kill", 0, "how often the soak kills the server")
	only := flag.String("only", "decode,import,render,serve,oai,dump", "parts to run, by commas")
	strict := flag.Bool("strict", false, "exit with 1 when a target is missed")
	flag.Parse()

	var stop context.CancelFunc
	b.ctx, stop = signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(b.ctx, stop) // a second interrupt ends it at once
	err := b.run(strings.Split(*only, ","))
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if b.missed > 0 {
		fmt.Printf("%d targets missed\n", b.missed)
		if *strict {
			os.Exit(1)
		}
	}
}

type bench struct {
	ctx            context.Context
	n              int
	seed           uint64
	runs           int
	seconds        int
	dir            string
	slack, memory  float64
	report         string
	requests, rate int
	kills          int

	rows   []row // of the part that is measured
	missed int
}

// Parts that stand for several, in their order.
const (
	scaleParts = "build,zebra,start,serve,lookups,engine,oai,harvest,dump,polite,flood"
	peerParts  = "peers-build,peers-search,engine"
)

func (b *bench) run(parts []string) (err error) {
	for _, tool := range []string{"yaz-marcdump", "wrk", "bin/issnd"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("%s is needed: %w", tool, err)
		}
	}
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "issnd-bench"); err != nil {
			return err
		}
		defer os.RemoveAll(b.dir)
	} else if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	fmt.Printf("%d records, seed %d; %s\n\n%-62s %12s %12s\n", b.n, b.seed, machine(), "", "measured", "target")
	for i, part := range parts {
		switch part {
		case "scale":
			parts[i] = scaleParts
		case "peers":
			parts[i] = peerParts
		}
	}
	for _, part := range strings.Split(strings.Join(parts, ","), ",") {
		if err := b.part(part); err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
	return nil
}

// part measures one part and puts its table into the report.
func (b *bench) part(name string) error {
	measure, ok := map[string]func() error{
		"decode": b.decode, "import": b.importing, "render": b.render, "serve": b.serve, "oai": b.oai, "dump": b.dump, "peers-build": b.buildPeers, "peers-search": b.searchPeers,
		"build": b.building, "zebra": b.besideZebra, "start": b.starting, "lookups": b.lookingUp, "engine": b.engine,
		"harvest": b.harvesting, "polite": b.polite, "flood": b.flood, "soak": b.soak, "profile": b.profile,
	}[name]
	if !ok {
		return fmt.Errorf("no such part")
	}
	b.rows = nil
	if err := b.generate(); err != nil {
		return err
	}
	if err := measure(); err != nil {
		return err
	}
	section := name
	if name == "soak" && b.kills > 0 {
		section = "soak-kills"
	}
	return b.publish(section, name)
}

// name tells the register apart from others in the same directory.
func (b *bench) name() string { return fmt.Sprintf("%d-%d", b.n, b.seed) }

// records is the generated file.
func (b *bench) records() string { return filepath.Join(b.dir, b.name()+".mrc") }

// generate makes the file unless an earlier run has left it in the directory.
func (b *bench) generate() error {
	if size(b.records()) > 0 {
		return nil
	}
	part := b.records() + ".part"
	if err := b.command(nil, "go", "run", "./bench/cmd/generate", "-n", fmt.Sprint(b.n), "-seed", fmt.Sprint(b.seed), "-o", part); err != nil {
		return err
	}
	return os.Rename(part, b.records())
}
