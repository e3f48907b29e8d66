package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/store"
)

func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:           "issnd",
		Short:         "A register of serials: import, keep, check, export and serve it",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return errors.Join(c.Help(), errors.New("a command is missing"))
		},
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, c.CommandPath())
	})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		newImport(p),
		newExport(p),
		newCheck(p),
		newServe(p),
		newKey(p),
		newVersion(p),
	)
	return root
}

// storePath is where the store is in the data directory.
func storePath(c *config.Config) string { return filepath.Join(c.Data, "register.db") }

// openStore opens the store of the data directory for reading.
func openStore(c *config.Config) (*store.Store, error) {
	return store.Open(storePath(c), store.Options{ReadOnly: true})
}
