package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/crosswalk"
	"issnd/dump"
	"issnd/ingest"
	"issnd/portal"
	"issnd/register"
)

// dumpFlags is what the command line says besides the configuration.
type dumpFlags struct {
	out, tier, since string
	formats          []string
	keep             int
	quiet            bool
	every            time.Duration
}

func newDump(p *program) *cobra.Command {
	var load config.Loader
	var f dumpFlags
	cmd := &cobra.Command{
		Use:   "dump --data DIR [--out DIR]",
		Short: "Write the register as files to download",
		Long: `Dump writes what an audience may harvest as gzipped files, one for each format,
with a manifest and a list of SHA-256 sums, into a directory of its own in
OUT/released or OUT/complete. issnd serve offers what is there under /dumps/.

--tier released, the default, has what the public may have: the released view of
confirmed records, and the complete one of those in the directory of open access
resources. --tier complete has all records as subscribers see them. The table of
deletions names numbers that are withdrawn or replaced.

--since last writes what has changed since the latest dump of the tier; the name
of a dump goes on from that one. The manifest names it with its SHA-256 sum.

--keep removes older dumps of the tier when this one is made: what is left are
the N latest full ones and the changes since the oldest of them. Who follows the
changes finds the next ones where N is 2 or more. For a while the disk holds one
more. Without it all dumps stay.

The same state of the register gives the same bytes. A dump that is there already
is not made again. An interrupted one leaves nothing. The register must not change
meanwhile; a server that only reads does not matter.

The exit code is 1 if there are records that a format cannot express. They are
left out of its file and named in the manifest.`,
		Example: `  issnd dump --data data
  issnd dump --data data --since last
  issnd dump --data data --keep 2
  issnd dump --data data --tier complete --formats marc21,ntriples --out /srv/dumps`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			return p.dump(c.Context(), &cfg, &f)
		},
	}
	load.Bind(cmd.Flags(), "data", "dumps", "base", "public-url", "licence.url", "licence.name", "rdf.licence", "rdf.open-access")
	fs := cmd.Flags()
	fs.StringVar(&f.out, "out", "", "`DIR` for the dumps of all tiers (default that of the configuration, DATA/dumps)")
	fs.StringVar(&f.tier, "tier", register.Released.String(), "for whom: released or complete")
	fs.StringSliceVar(&f.formats, "formats", dump.DefaultKinds(), "names of formats, with commas between them")
	fs.StringVar(&f.since, "since", "", "write what has changed since a dump, by its name or \"last\"")
	fs.IntVar(&f.keep, "keep", 0, "keep the `N` latest full dumps of the tier and the changes since; 0: all")
	fs.BoolVar(&f.quiet, "quiet", false, "show no progress")
	fs.DurationVar(&f.every, "progress-every", 2*time.Second, "least time between two lines of progress")
	return cmd
}

func (p *program) dump(ctx context.Context, cfg *config.Config, f *dumpFlags) (err error) {
	job, err := newDumpJob(cfg, f)
	if err != nil {
		return err
	}
	s, err := openStore(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	job.Store = s
	meter := p.meter(f.every)
	if !f.quiet {
		job.Progress = func(d dump.Progress) { meter.Show(dumpProgress(d)) }
	}
	res, err := job.Run(ctx)
	meter.Done()
	if err != nil {
		return err
	}
	return p.reportDump(res)
}

// newDumpJob is the dump that the flags and the configuration ask for, as yet
// without a store.
func newDumpJob(cfg *config.Config, f *dumpFlags) (*dump.Job, error) {
	tier, ok := register.ParseTier(f.tier)
	if !ok || tier == register.Administrative {
		return nil, fmt.Errorf("--tier %q is not released or complete", f.tier)
	}
	if f.keep < 0 {
		return nil, fmt.Errorf("--keep %d is less than 0", f.keep)
	}
	formats, err := formats(cfg)
	if err != nil {
		return nil, err
	}
	o := crosswalkOptions(cfg)
	if o.PublicURL != "" {
		o.ContextURL = o.PublicURL + portal.ContextPath[1:]
	}
	kinds, err := dump.Choose(dump.Kinds(formats, o), f.formats)
	if err != nil {
		return nil, fmt.Errorf("--formats: %w", err)
	}
	job := &dump.Job{
		Dir: f.out, Tier: tier, Kinds: kinds, Since: f.since, Keep: f.keep, Base: crosswalk.DefaultBase,
		Licence: dump.Licence{URL: cfg.Licence.URL, Name: cfg.Licence.Name},
	}
	if job.Dir == "" {
		job.Dir = dumpsPath(cfg)
	}
	if cfg.Base != "" {
		job.Base = cfg.Base
	}
	return job, nil
}

// dumpsPath is where the dumps are.
func dumpsPath(c *config.Config) string {
	if c.Dumps != "" {
		return c.Dumps
	}
	return filepath.Join(c.Data, "dumps")
}

// dumpProgress is shown as that of an import is: of records instead of bytes.
func dumpProgress(d dump.Progress) ingest.Progress {
	return ingest.Progress{Read: d.Read, Seq: d.Seq, Bytes: int64(d.Read), Size: int64(d.Of), Elapsed: d.Elapsed}
}

// reportDump tells what was made and removed, and which records a format has not.
func (p *program) reportDump(res *dump.Result) error {
	m, files := res.Manifest, res.Manifest.Files
	if res.Made {
		fmt.Fprintf(p.stdout, "%s\nrecords=%d deletions=%d seq=%d\n", res.Path, m.Records, m.Deletions, m.Position.Seq)
	} else {
		fmt.Fprintf(p.stdout, "%s is there already; nothing has changed since\n", res.Path)
		files = nil
	}
	omitted := 0
	for _, file := range files {
		fmt.Fprintf(p.stdout, "%-24s %12d bytes %10d records\n", file.Name, file.Size, file.Records)
		for _, id := range file.Omitted {
			omitted++
			fmt.Fprintf(p.stderr, "%s: not in %s\n", id, file.Name)
		}
	}
	for _, name := range res.Removed {
		fmt.Fprintf(p.stdout, "removed %s\n", name)
	}
	if omitted > 0 {
		return errFaults
	}
	return nil
}
