package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/store"
)

func newCheck(p *program) *cobra.Command {
	var load config.Loader
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Verify that a store is whole",
		Long: `Check reads the whole store and verifies its pages, that every record can be
read, and that the keys and counts say what the records say. It changes nothing.
No other process may write to the store meanwhile.

The exit code is 0 if the store is whole, 1 if it is not, 2 if it cannot be read.`,
		Example: "  issnd check --data data",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			return p.check(c, &cfg)
		},
	}
	load.Bind(cmd.Flags(), "data")
	return cmd
}

func (p *program) check(c *cobra.Command, cfg *config.Config) (err error) {
	s, err := store.Open(storePath(cfg), store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	n, err := s.Check(c.Context(), func(pr store.Problem) { fmt.Fprintln(p.stderr, pr) })
	if err != nil {
		return err
	}
	if n > 0 {
		fmt.Fprintf(p.stdout, "%d problems\n", n)
		return errFaults
	}
	stats, err := s.Stats(c.Context())
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "the store is whole: records=%d withdrawn=%d seq=%d\n", stats.Records, stats.Deleted, stats.Seq)
	return nil
}
