package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
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
		newHarvest(p),
		newExport(p),
		newDump(p),
		newCheck(p),
		newServe(p),
		newReindex(p),
		newBackup(p),
		newRestore(p),
		newKey(p),
		newVersion(p),
	)
	return root
}
