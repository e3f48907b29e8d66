package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/issn"
	"issnd/register"
)

// exportFlags is what the command line says besides the configuration.
type exportFlags struct{ format, tier, where, out string }

func newExport(p *program) *cobra.Command {
	var load config.Loader
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export --data DIR --format FORMAT",
		Short: "Write the records of the register in a format",
		Long: `Export writes the records of a store in the order of their ISSN, tombstones too,
so that two stores with the same records give the same bytes.

--where selects records by conditions, all of which must hold:
  status=KIND      confirmed, provisional, legacy, cancelled, suppressed, unreported
  country=CODE     the MARC code of 008/15-17
  medium=MEDIUM    print, online, digitalcarrier, other
  open-access      in the directory of open access resources (open-access=no: not)
  withdrawn        withdrawn records (withdrawn=no: the others)
A key that is given twice holds if one of its values does.

A record that the format cannot express is left out and named on standard error;
the exit code is 1 then.`,
		Example: `  issnd export --data data --format marc21 --out backup.mrc
  issnd export --data data --format marcxml --tier released --where status=confirmed,country=fr`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			e, err := newExporter(&cfg, &f)
			if err != nil {
				return err
			}
			e.faults = p.stderr
			return p.export(c.Context(), &cfg, e, f.out)
		},
	}
	load.Bind(cmd.Flags(), "data")
	fs := cmd.Flags()
	fs.StringVar(&f.format, "format", "marc21", "name of the format")
	fs.StringVar(&f.tier, "tier", register.Administrative.String(), "how much of each record: released, complete, administrative")
	fs.StringVar(&f.where, "where", "", "conditions that the records must meet")
	fs.StringVar(&f.out, "out", "", "`FILE` to write, at once when it is complete (default standard output)")
	return cmd
}

func (p *program) export(ctx context.Context, cfg *config.Config, e *exporter, out string) (err error) {
	s, err := openStore(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if out == "" {
		err = e.run(ctx, s, p.stdout)
	} else {
		mode := os.FileMode(0o640)
		if e.tier == register.Released {
			mode = 0o644
		}
		err = writeFile(out, mode, func(w io.Writer) error { return e.run(ctx, s, w) })
	}
	if err == nil && e.omitted > 0 {
		fmt.Fprintf(p.stderr, "%d records were left out\n", e.omitted)
		return errFaults
	}
	return err
}

// exporter writes the records of a store.
type exporter struct {
	rendition *rendition
	tier      register.Tier
	where     where
	faults    io.Writer
	omitted   int
}

func newExporter(cfg *config.Config, f *exportFlags) (*exporter, error) {
	e := &exporter{}
	var ok bool
	if e.tier, ok = register.ParseTier(f.tier); !ok {
		return nil, fmt.Errorf("--tier %q is not released, complete or administrative", f.tier)
	}
	var err error
	if e.rendition, err = findRendition(cfg, f.format); err != nil {
		return nil, err
	}
	e.where, err = parseWhere(f.where)
	return e, err
}

// exportPage is how many records are held at a time.
const exportPage = 1000

func (e *exporter) run(ctx context.Context, s register.Store, out io.Writer) error {
	w := bufio.NewWriterSize(out, 1<<18)
	w.WriteString(e.rendition.head)
	var buf []byte
	written := 0
	for after := issn.ISSN(0); ; {
		recs, err := s.List(ctx, after, exportPage)
		if err != nil {
			return err
		}
		for _, r := range recs {
			after = r.ISSN
			if !e.where.match(r) {
				continue
			}
			if buf, err = e.rendition.record(buf[:0], r.View(e.tier)); err != nil {
				e.omitted++
				fmt.Fprintf(e.faults, "%s: %v\n", r.ISSN, err)
				continue
			}
			if written++; written > 1 {
				w.WriteString(e.rendition.separator)
			}
			if _, err := w.Write(buf); err != nil {
				return err
			}
		}
		if len(recs) < exportPage {
			break
		}
	}
	w.WriteString(e.rendition.tail)
	return w.Flush()
}

// writeFile gives path the content that fn writes, with the mode, or leaves what
// is there if fn fails.
func writeFile(path string, mode os.FileMode, fn func(io.Writer) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name())
		}
	}()
	err = fn(tmp)
	if err == nil {
		err = errors.Join(tmp.Chmod(mode), tmp.Sync())
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
