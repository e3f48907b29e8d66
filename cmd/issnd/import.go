package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"issnd/config"
	"issnd/ingest"
	"issnd/register"
)

// importFlags is what the command line says besides the configuration.
type importFlags struct {
	batch      int
	quarantine string
	warnings   string
	report     string
	json       bool
	dryRun     bool
	quiet      bool
	every      time.Duration
	ownRules   bool // something of [register] is given
}

func newImport(p *program) *cobra.Command {
	var load config.Loader
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import --data DIR FILE...",
		Short: "Bring MARC records into the register",
		Long: `Import reads files of MARC 21 records, ISO 2709 or MARCXML, plain or gzipped; "-"
is standard input. It adds records that are new and replaces those that have
changed; a record that is the same as before changes nothing. A record with
leader/05 d becomes a tombstone.

A record that cannot be read or has no valid ISSN is put into quarantine: a file
of JSON lines with its position, the rule that refused it, the reason and its
bytes. What else is wrong with a record is a warning, which the report counts and
--warnings lists.

Records are written in batches, each whole or not at all. An import that was
interrupted is completed by running it again. Where a server has the register
open, the records go through the server, which shows them at once; where the
command is told nothing of [register] itself, they are read as the server was told.

The exit code is 0 if all records are in the register, 1 if some were rejected,
2 if the import could not run or was interrupted.`,
		Example: `  issnd import --data data records.mrc more.xml.gz
  zcat records.mrc.gz | issnd import --data data -
  issnd import --data data --dry-run --report report.json records.mrc`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			f.ownRules = load.Gives("register.")
			return p.importFiles(c.Context(), &cfg, &f, args)
		},
	}
	load.Bind(cmd.Flags(), "data", "register.status-field", "register.status-codes",
		"register.open-access-field", "register.open-access-codes")
	fs := cmd.Flags()
	fs.IntVar(&f.batch, "batch", ingest.DefaultBatch, "records in one transaction")
	fs.StringVar(&f.quarantine, "quarantine", "", "`FILE` for rejected records (default a new file in DIR/quarantine)")
	fs.StringVar(&f.warnings, "warnings", "", "`FILE` for everything that is wrong with imported records, as JSON lines")
	fs.StringVar(&f.report, "report", "", "write the report as JSON to `FILE`")
	fs.BoolVar(&f.json, "json", false, "print the report as JSON instead of text")
	fs.BoolVar(&f.dryRun, "dry-run", false, "check and compare everything, write nothing to the register")
	fs.BoolVar(&f.quiet, "quiet", false, "show no progress")
	fs.DurationVar(&f.every, "progress-every", 2*time.Second, "least time between two lines of progress; 0: a line for each batch")
	return cmd
}

func (p *program) importFiles(ctx context.Context, cfg *config.Config, f *importFlags, args []string) (err error) {
	inputs, err := p.inputs(args)
	if err != nil {
		return err
	}
	job, done, err := newImportJob(ctx, cfg, f)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	meter := p.meter(f.every)
	if !f.quiet {
		job.Progress = meter.Show
	}
	report, err := job.Run(ctx, inputs)
	meter.Done()
	return p.endImport(job, report, f, err)
}

// inputs opens nothing yet, but refuses a file that is not there before
// anything is imported.
func (p *program) inputs(args []string) ([]ingest.Input, error) {
	var list []ingest.Input
	for _, name := range args {
		if name == "-" {
			list = append(list, ingest.Stream("standard input", p.stdin))
			continue
		}
		in, err := ingest.File(name)
		if err != nil {
			return nil, err
		}
		list = append(list, in)
	}
	return list, nil
}

// target is what to import into: a store, or a preview of what would become of it
// in a dry run. The store is nil where there is none yet.
func target(ctx context.Context, cfg *config.Config, dryRun bool) (to ingest.Store, s register.Store, err error) {
	if !dryRun {
		s, err = openWritable(ctx, cfg)
		return s, s, err
	}
	if _, err := os.Stat(storePath(cfg)); errors.Is(err, fs.ErrNotExist) {
		return ingest.Preview(nil), nil, nil
	}
	s, err = openStore(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	return ingest.Preview(s), s, nil
}

// quarantine is where rejected records go. A dry run has one only if it is
// asked for.
func quarantine(cfg *config.Config, f *importFlags) (*ingest.Quarantine, error) {
	path := f.quarantine
	if path == "" {
		if f.dryRun {
			return nil, nil
		}
		name := time.Now().UTC().Format("20060102T150405.000Z") + ".jsonl"
		path = filepath.Join(cfg.Data, "quarantine", name)
	}
	return ingest.NewQuarantine(path)
}

func (p *program) meter(every time.Duration) *ingest.Meter {
	m := &ingest.Meter{W: p.stderr, Every: every}
	if f, ok := p.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		m.Terminal = true
		m.Every = min(m.Every, 200*time.Millisecond)
	}
	return m
}

// writeReport writes the report to where the flags want it.
func (p *program) writeReport(r *ingest.Report, f *importFlags) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("make the report: %w", err)
	}
	text = append(text, '\n')
	if f.report != "" {
		if err := os.WriteFile(f.report, text, 0o644); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	if f.json {
		_, err = p.stdout.Write(text)
	} else {
		err = r.WriteText(p.stdout)
	}
	return err
}
