package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/store"
	"issnd/store/remote"
)

func newBackup(p *program) *cobra.Command {
	var load config.Loader
	cmd := &cobra.Command{
		Use:   "backup --data DIR FILE",
		Short: "Copy the register to a file",
		Long: `Backup copies the store, as it is at one moment, to a new file and checks the
copy. Where a server has the register open, the server makes the copy and goes
on meanwhile; the file must then be on the same machine.

The copy is a store: put it in a data directory as register.db and it can be
served. The search index is not copied; a server makes it anew.`,
		Example: `  issnd backup --data data /backup/register-2026-11-22.db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			return p.backup(c.Context(), &cfg, args[0])
		},
	}
	load.Bind(cmd.Flags(), "data")
	return cmd
}

// backupJob is the name of the job that a server does for backup.
const backupJob = "backup"

func (p *program) backup(ctx context.Context, cfg *config.Config, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := copyOf(ctx, cfg, path); err != nil {
		return err
	}
	return p.verify(ctx, path)
}

// copyOf has the server copy its store, or does it where there is none.
func copyOf(ctx context.Context, cfg *config.Config, path string) (err error) {
	if server, err := remote.Dial(socketPath(cfg)); err == nil {
		return errors.Join(server.Run(ctx, backupJob, path, nil), server.Close())
	}
	s, err := store.Open(storePath(cfg), store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(copyStore(ctx, s, path), s.Close())
}

// copyStore writes a store to a new file, which has its name when it is
// complete and on disk.
func copyStore(ctx context.Context, s *store.Store, path string) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".issnd-backup-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = s.Backup(ctx, f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	// A link, unlike a rename, never takes the place of another file.
	if err = os.Link(f.Name(), path); err != nil {
		return err
	}
	return os.Remove(f.Name())
}

// verify checks a copy and tells what is in it.
func (p *program) verify(ctx context.Context, path string) (err error) {
	s, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("the copy cannot be read: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	n, err := s.Check(ctx, func(pr store.Problem) { fmt.Fprintln(p.stderr, pr) })
	if err != nil {
		return err
	}
	if n > 0 {
		return fmt.Errorf("the copy has %d problems: so has the register, see issnd check", n)
	}
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s is whole: store=%s records=%d withdrawn=%d seq=%d\n",
		path, stats.ID, stats.Records, stats.Deleted, stats.Seq)
	return nil
}
