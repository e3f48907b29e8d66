package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/store"
)

func newCheck(p *program) *cobra.Command {
	var load config.Loader
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Verify that a store is whole",
		Long: `Check reads the whole store, that of the data directory or a copy of one, and verifies its pages, that every record can be
read, and that the keys and counts say what the records say. It changes nothing.
No other process may write to the store meanwhile.

The exit code is 0 if the store is whole, 1 if it is not, 2 if it cannot be read.`,
		Example: `  issnd check --data data
  issnd check /backup/register.db`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			path := storePath(&cfg)
			if len(args) > 0 {
				path = args[0]
			}
			return p.check(c.Context(), path)
		},
	}
	load.Bind(cmd.Flags(), "data")
	return cmd
}

func (p *program) check(ctx context.Context, path string) (err error) {
	s, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	n, err := s.Check(ctx, func(pr store.Problem) { fmt.Fprintln(p.stderr, pr) })
	if err != nil {
		return err
	}
	if n > 0 {
		fmt.Fprintf(p.stdout, "%d problems\n", n)
		return errFaults
	}
	c, err := contentOf(ctx, s, path)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "the store is whole: %s\n", &c)
	return err
}
