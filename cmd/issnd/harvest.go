package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/harvest"
)

// harvestFlags is what the command line says besides the configuration.
type harvestFlags struct {
	importFlags
	prefix, set, from, key, keyFile, contact string
	full                                     bool
	timeout                                  time.Duration
}

func newHarvest(p *program) *cobra.Command {
	var load config.Loader
	var f harvestFlags
	cmd := &cobra.Command{
		Use:   "harvest --data DIR URL",
		Short: "Bring the records of an OAI-PMH provider into the register",
		Long: `Harvest asks a provider of OAI-PMH 2.0, named by its base URL, for its MARCXML
records and keeps the register up to date with them. The first time it takes
everything, later what has changed since the last time. Records are checked as
those of an import are; a record that the provider has deleted is withdrawn.

Every page is on disk before the next one is asked for. A harvest that was
interrupted goes on where it stood when it is run again. What it knows of the
provider is in DIR/harvest.

A provider that is busy is waited for, as long as it asks for within an hour.
--contact tells it whom to write to.

The exit code is 0 if all records are in the register, 1 if some were rejected,
2 if the harvest is not complete: run it again.`,
		Example: `  issnd harvest --data data https://portal.example.org/oai
  issnd harvest --data data --set country:fr --contact admin@example.org https://portal.example.org/oai
  17 3 * * *  issnd harvest --data /var/lib/issnd --quiet https://portal.example.org/oai`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			f.ownRules = load.Gives("register.")
			return p.harvest(c.Context(), &cfg, &f, args[0])
		},
	}
	load.Bind(cmd.Flags(), "data", "register.status-field", "register.status-codes",
		"register.open-access-field", "register.open-access-codes")
	fs := cmd.Flags()
	fs.StringVar(&f.prefix, "prefix", "marc21", "metadataPrefix of a format that is MARCXML")
	fs.StringVar(&f.set, "set", "", "setSpec of the records to harvest (default all)")
	fs.StringVar(&f.from, "from", "", "harvest what has changed since this `DATE`, 2026-01-31 or 2026-01-31T12:00:00Z")
	fs.BoolVar(&f.full, "full", false, "harvest everything, whatever was harvested before")
	fs.StringVar(&f.key, "key", "", "API `KEY` of the provider, which other users of the machine can see")
	fs.StringVar(&f.keyFile, "key-file", "", "`FILE` with the API key of the provider")
	fs.StringVar(&f.contact, "contact", "", "mail address or URL that the provider is told in User-Agent")
	fs.DurationVar(&f.timeout, "timeout", 5*time.Minute, "longest time that an answer may take")
	fs.StringVar(&f.quarantine, "quarantine", "", "`FILE` for rejected records (default a new file in DIR/quarantine)")
	fs.StringVar(&f.warnings, "warnings", "", "`FILE` for everything that is wrong with harvested records, as JSON lines")
	fs.StringVar(&f.report, "report", "", "write the report as JSON to `FILE`")
	fs.BoolVar(&f.json, "json", false, "print the report as JSON instead of text")
	fs.BoolVar(&f.dryRun, "dry-run", false, "harvest, check and compare, write nothing to the register")
	fs.BoolVar(&f.quiet, "quiet", false, "show no progress")
	fs.DurationVar(&f.every, "progress-every", 2*time.Second, "least time between two lines of progress; 0: a line for each page")
	return cmd
}

func (p *program) harvest(ctx context.Context, cfg *config.Config, f *harvestFlags, url string) (err error) {
	from, err := parseDate(f.from)
	if err != nil {
		return err
	}
	key, err := f.apiKey()
	if err != nil {
		return err
	}
	job, done, err := newImportJob(ctx, cfg, &f.importFlags)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	h := &harvest.Job{
		URL: url, Prefix: f.prefix, Set: f.set, From: from, Full: f.full, DryRun: f.dryRun, Import: job,
		State: harvest.StatePath(filepath.Join(cfg.Data, "harvest"), url, f.prefix, f.set),
		Client: harvest.Client{
			Agent: userAgent(f.contact), Key: key, Timeout: f.timeout,
			Note: func(text string) { fmt.Fprintf(p.stderr, "issnd: %s\n", text) },
		},
	}
	meter := p.meter(f.every)
	if !f.quiet {
		h.Progress = meter.Show
	}
	res, err := h.Run(ctx)
	meter.Done()
	return p.endImport(job, res.Report, &f.importFlags, err)
}

// userAgent is the name of the program, with whom to write to.
func userAgent(contact string) string {
	if contact == "" {
		return "issnd"
	}
	return "issnd (" + contact + ")"
}

// apiKey is the key of the flag, or that in the file.
func (f *harvestFlags) apiKey() (string, error) {
	if f.keyFile == "" {
		return f.key, nil
	}
	if f.key != "" {
		return "", errors.New("--key and --key-file are given, and only one may be")
	}
	text, err := os.ReadFile(f.keyFile)
	return strings.TrimSpace(string(text)), err
}

func parseDate(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--from %q is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z", s)
}
