package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/register"
	"issnd/store"
	"issnd/store/remote"
)

// restoreFlags are what only restore takes.
type restoreFlags struct {
	force, json bool
	renew       string
}

// The values of --renew.
const (
	renewAuto   = "auto"
	renewAlways = "always"
	renewNever  = "never"
)

func newRestore(p *program) *cobra.Command {
	var load config.Loader
	var f restoreFlags
	cmd := &cobra.Command{
		Use:   "restore --data DIR FILE",
		Short: "Put a copy of the register in its place",
		Long: `Restore checks a copy that "issnd backup" has made, which may be compressed by
gzip, and puts it in the data directory. A register that is there already stays
unless --force is given, and then it is kept under another name. No server may
have the register open.

Nothing else need be removed. A server that finds the index ahead of the register
makes it anew; harvesters that are in the middle of a list of lost records are
told to begin again; a harvest of another provider and a dump of changes go on
from where the copy is.

Harvesters may have been told of changes that the copy does not have. So that
they get what the register has now, every record gets a new place in the change
log when the server is started, and harvesters read everything once. By
--renew=auto that is so unless the register that was there shows that nothing was
lost. Records that were new in the lost time and are not imported again stay
where they were harvested.`,
		Example: `  issnd restore --data data /backup/register-2026-11-22.db
  issnd restore --data data --force /backup/register.db.gz`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			if !slices.Contains([]string{renewAuto, renewAlways, renewNever}, f.renew) {
				return fmt.Errorf("--renew is %s, %s or %s, not %q", renewAuto, renewAlways, renewNever, f.renew)
			}
			return p.restore(c.Context(), &cfg, args[0], &f)
		},
	}
	load.Bind(cmd.Flags(), "data")
	cmd.Flags().BoolVar(&f.force, "force", false, "put a register that is there aside")
	cmd.Flags().StringVar(&f.renew, "renew", renewAuto, "whether harvesters read everything again: auto, always or never")
	cmd.Flags().BoolVar(&f.json, "json", false, "tell what was done as JSON instead of text")
	return cmd
}

// restored is what restore has done.
type restored struct {
	content
	Aside string `json:"aside,omitempty"` // where the register that was there is now
	Renew bool   `json:"renew"`           // harvesters read everything again
}

func (p *program) restore(ctx context.Context, cfg *config.Config, file string, f *restoreFlags) (err error) {
	if server, err := remote.Dial(socketPath(cfg)); err == nil {
		return errors.Join(fmt.Errorf("a server has the register in %s open: stop it first", cfg.Data), server.Close())
	}
	if err := os.MkdirAll(cfg.Data, 0o750); err != nil {
		return err
	}
	old, err := openOld(cfg, f.force)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.close()) }()
	made := filepath.Join(cfg.Data, ".restoring.db")
	if err := unpackCopy(ctx, file, made); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removed(made))
		}
	}()
	r, err := p.prepareCopy(ctx, made, old, f.renew)
	if err != nil {
		return err
	}
	r.File = storePath(cfg)
	if r.Aside, err = old.putAside(time.Now()); err != nil {
		return err
	}
	if err := place(made, r.File, old.there); err != nil {
		return err
	}
	return errors.Join(removed(made), p.tellRestored(&r, f))
}

func removed(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// prepareCopy brings the copy up to date, checks it, and has it go on from what was
// told to harvesters before.
func (p *program) prepareCopy(ctx context.Context, path string, old *oldStore, renew string) (r restored, err error) {
	s, err := store.Open(path, store.Options{})
	if err != nil {
		return r, fmt.Errorf("the copy cannot be read: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	n, err := s.Check(ctx, func(pr store.Problem) { fmt.Fprintln(p.stderr, pr) }, nil)
	if err != nil {
		return r, err
	}
	if n > 0 {
		return r, fmt.Errorf("the copy has %d problems and is not restored", n)
	}
	lost, err := old.outlast(ctx, s)
	if err != nil {
		return r, err
	}
	if r.Renew = renew == renewAlways || renew == renewAuto && lost; r.Renew {
		if err := s.RenewNext(ctx); err != nil {
			return r, err
		}
	}
	r.content, err = contentOf(ctx, s, path)
	return r, err
}

func (p *program) tellRestored(r *restored, f *restoreFlags) error {
	if f.json {
		return writeJSON(p.stdout, r)
	}
	text := fmt.Sprintf("%s is restored: %s\n", r.File, &r.content)
	if r.Aside != "" {
		text += fmt.Sprintf("the register that was there is kept as %s\n", r.Aside)
	}
	if r.Renew {
		text += "harvesters read everything again once the server is started\n"
	}
	_, err := fmt.Fprint(p.stdout, text)
	return err
}

// outlast has the restored store give no datestamp before those that harvesters
// were told from the old one, as far as that can be read, and reports whether
// changes are lost.
func (o *oldStore) outlast(ctx context.Context, s *store.Store) (lost bool, err error) {
	if o.store == nil {
		return true, nil
	}
	st, err := o.store.Stats(ctx)
	if err != nil {
		return true, nil // it is damaged
	}
	holds, err := register.Holds(ctx, s, st.Position())
	if err != nil {
		return false, err
	}
	return !holds, s.NotBefore(ctx, st.Horizon)
}
