package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/ingest"
	"issnd/store"
)

// checkFlags are what only check takes.
type checkFlags struct {
	index       string
	json, quiet bool
	every       time.Duration
}

// The values of --index.
const (
	indexSample = "sample"
	indexAll    = "all"
	indexNone   = "none"
)

func newCheck(p *program) *cobra.Command {
	var load config.Loader
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Verify that a store and its index are whole",
		Long: `Check reads the whole store, that of the data directory or a copy of one, and
verifies its pages, that every record can be read, and that the keys, lists and
counts say what the records say. Then it compares the search index, if there is
one, with the records: each must be in it once, and no other. With --index=sample
the terms of some thousand records are compared as well, with --index=all those of
every record. It changes nothing, and no server may run meanwhile. A copy that is
compressed by gzip is unpacked beside itself for as long as it takes.

An index that is of another state of the register, or of another version of the
program, is no fault: a server makes it anew.

The exit code is 0 if all is whole, 1 if it is not, 2 if it cannot be read.`,
		Example: `  issnd check --data data
  issnd check --data data --index all --json
  issnd check /backup/register.db`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			if !slices.Contains([]string{indexSample, indexAll, indexNone}, f.index) {
				return fmt.Errorf("--index is %s, %s or %s, not %q", indexSample, indexAll, indexNone, f.index)
			}
			path := storePath(&cfg)
			if len(args) > 0 {
				path, f.index = args[0], indexNone
			}
			return p.check(c.Context(), &cfg, path, &f)
		},
	}
	load.Bind(cmd.Flags(), "data")
	fs := cmd.Flags()
	fs.StringVar(&f.index, "index", indexSample, "what to compare with the index: sample, all or none")
	fs.BoolVar(&f.json, "json", false, "print the report as JSON instead of text")
	fs.BoolVar(&f.quiet, "quiet", false, "show no progress")
	fs.DurationVar(&f.every, "progress-every", 2*time.Second, "least time between two lines of progress")
	return cmd
}

// checked is the report of check.
type checked struct {
	Whole    bool          `json:"whole"`
	Problems uint64        `json:"problems"`
	First    []string      `json:"first,omitempty"` // of the problems; all are on standard error
	Store    content       `json:"store"`
	Index    *indexChecked `json:"index,omitempty"` // nil if it was not looked at
}

// checking is check at work.
type checking struct {
	*program
	flags  *checkFlags
	report checked
	meter  *ingest.Meter
}

// problem tells of one fault.
func (k *checking) problem(text string) {
	const kept = 100
	if k.report.Problems++; k.report.Problems <= kept {
		k.report.First = append(k.report.First, text)
	}
	fmt.Fprintln(k.stderr, text)
}

// progress is shown where a check takes long, unless it is not wanted.
func (k *checking) progress() func(done, total uint64) {
	start := time.Now()
	return func(done, total uint64) {
		if took := time.Since(start); !k.flags.quiet && took >= k.flags.every {
			k.meter.Show(ingest.Progress{Read: done, Bytes: int64(done), Size: int64(total), Elapsed: took, Seq: k.report.Store.Seq})
		}
	}
}

func (p *program) check(ctx context.Context, cfg *config.Config, path string, f *checkFlags) (err error) {
	unpacked, remove, err := unpackBeside(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	s, err := store.Open(unpacked, store.Options{ReadOnly: true})
	if unpacked != path && err != nil {
		return fmt.Errorf("%s, unpacked: %w", path, err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	k := &checking{program: p, flags: f, meter: p.meter(f.every)}
	defer k.meter.Done()
	if _, err := s.Check(ctx, func(pr store.Problem) { k.problem(pr.String()) }, k.progress()); err != nil {
		return err
	}
	if k.report.Problems == 0 {
		if k.report.Store, err = contentOf(ctx, s, path); err != nil {
			return err
		}
		if f.index != indexNone {
			if err := k.index(ctx, cfg, s); err != nil {
				return err
			}
		}
	}
	k.report.Whole = k.report.Problems == 0
	return k.tell()
}

// tell writes the report.
func (k *checking) tell() error {
	r := &k.report
	var err error
	switch {
	case k.flags.json:
		err = writeJSON(k.stdout, r)
	case !r.Whole:
		_, err = fmt.Fprintf(k.stdout, "%d problems\n", r.Problems)
	default:
		text := fmt.Sprintf("the store is whole: %s\n", &r.Store)
		if r.Index != nil {
			text += r.Index.String() + "\n"
		}
		_, err = fmt.Fprint(k.stdout, text)
	}
	if err == nil && !r.Whole {
		err = errFaults
	}
	return err
}
