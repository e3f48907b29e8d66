package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/internal/disk"
	"issnd/store"
	"issnd/store/remote"
)

// backupFlags are what only backup takes.
type backupFlags struct{ replace, json bool }

func newBackup(p *program) *cobra.Command {
	var load config.Loader
	var f backupFlags
	cmd := &cobra.Command{
		Use:   "backup --data DIR FILE",
		Short: "Copy the register to a file",
		Long: `Backup copies the store, as it is at one moment, to a new file, checks the copy,
and tells what is in it. Where a server has the register open, it hands the copy
over and goes on meanwhile: the file is written by the command, belongs to its
user, who alone may read it, and can be wherever that user may write.

The copy has its name when it is complete, checked and on disk. With --replace
it takes the place of an earlier one, which stays if anything goes wrong. What a
backup that was killed has left there is removed by the next one.

The copy is a store: "issnd check FILE" tells what is in it, and "issnd restore"
puts it in a data directory. The search index is not copied: a server makes it
anew. Nor are the small files beside the store, oai.key, harvest/ and the file of
keys; keep them as well. Without the first two, harvests begin again.`,
		Example: `  issnd backup --data data /backup/register-2026-11-22.db
  issnd backup --data data --replace --json /backup/register.db`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			return p.backup(c.Context(), &cfg, args[0], &f)
		},
	}
	load.Bind(cmd.Flags(), "data")
	cmd.Flags().BoolVar(&f.replace, "replace", false, "take the place of a file that is there")
	cmd.Flags().BoolVar(&f.json, "json", false, "tell what is in the copy as JSON instead of text")
	return cmd
}

func (p *program) backup(ctx context.Context, cfg *config.Config, path string, f *backupFlags) (err error) {
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	if err := mayWrite(cfg, path, f.replace); err != nil {
		return err
	}
	made, err := createCopy(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, made.Close(), removed(made.Name())) }()
	if err := copyTo(ctx, cfg, made); err != nil {
		return err
	}
	c, err := p.verify(ctx, made.Name())
	if err != nil {
		return err
	}
	if err := place(made.Name(), path, f.replace); err != nil {
		return err
	}
	noteCopy(ctx, cfg)
	if c.File = path; f.json {
		return writeJSON(p.stdout, c)
	}
	_, err = fmt.Fprintf(p.stdout, "%s is whole: %s\n", path, &c)
	return err
}

// mayWrite refuses a name that is taken, and always that of the register.
func mayWrite(cfg *config.Config, path string, replace bool) error {
	there, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if own, err := os.Stat(storePath(cfg)); err == nil && os.SameFile(own, there) {
		return fmt.Errorf("%s is the register itself", path)
	}
	if !replace || !there.Mode().IsRegular() {
		return fmt.Errorf("%s is there already", path)
	}
	return nil
}

// copyTo writes the store to a file, which is on disk at the end.
func copyTo(ctx context.Context, cfg *config.Config, f *os.File) error {
	server, own, err := reach(ctx, cfg, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	var s remote.Store = own
	if server != nil {
		s = server
	}
	if _, err = s.Backup(ctx, f); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, s.Close())
}

// copiedJob is the name of the job in which a server notes that there is a copy.
const copiedJob = "copied"

// noteCopy has the server, if there is one, note that there is a copy. If it cannot,
// the copy is as good.
func noteCopy(ctx context.Context, cfg *config.Config) {
	if server, err := remote.Dial(socketPath(cfg)); err == nil {
		_ = errors.Join(server.Run(ctx, copiedJob, "", nil), server.Close())
	}
}

// verify checks a copy and tells what is in it.
func (p *program) verify(ctx context.Context, path string) (c content, err error) {
	s, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		return c, fmt.Errorf("the copy cannot be read: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	n, err := s.Check(ctx, func(pr store.Problem) { fmt.Fprintln(p.stderr, pr) }, nil)
	if err != nil {
		return c, err
	}
	if n > 0 {
		return c, fmt.Errorf("the copy has %d problems and is not kept: so has the register, see issnd check", n)
	}
	return contentOf(ctx, s, path)
}

// place gives a file that is on disk its name, all at once.
func place(made, path string, replace bool) error {
	var err error
	if replace {
		err = os.Rename(made, path)
	} else {
		// A link, unlike a rename, never takes the place of another file.
		err = os.Link(made, path)
	}
	if err != nil {
		return err
	}
	return disk.SyncDir(filepath.Dir(path))
}
