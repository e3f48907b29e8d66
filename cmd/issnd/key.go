package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"issnd/account"
	"issnd/config"
	"issnd/register"
)

func newKey(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Add, list and revoke API keys",
		Long: `A key lets an account see more of the register than the public does. It is sent
as "Authorization: Bearer KEY" or "X-API-Key: KEY". The file keeps only a hash of
it. A running server reads the file anew when it gets SIGHUP.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return errors.Join(c.Help(), errors.New("a command is missing"))
		},
	}
	cmd.AddCommand(newKeyAdd(p), newKeyList(p), newKeyRevoke(p))
	return cmd
}

// keysFile is the file that --keys or the configuration names.
func keysFile(p *program, load *config.Loader) (string, error) {
	cfg, err := load.Load(p.environ)
	if err != nil {
		return "", err
	}
	if cfg.Keys == "" {
		return "", errors.New("no file of keys: give --keys FILE")
	}
	return cfg.Keys, nil
}

func newKeyAdd(p *program) *cobra.Command {
	var load config.Loader
	var name, tier string
	cmd := &cobra.Command{
		Use:     "add --keys FILE --name NAME --tier TIER",
		Short:   "Make a key and print it, once",
		Example: "  issnd key add --keys keys.toml --name 'Example Library' --tier complete",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			t, ok := register.ParseTier(tier)
			if !ok || t == register.Released {
				return fmt.Errorf("--tier %q is not complete or administrative", tier)
			}
			path, err := keysFile(p, &load)
			if err != nil {
				return err
			}
			key, err := account.Add(path, name, t, account.Source{Rand: rand.Reader, Now: time.Now})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.stdout, key)
			return err
		},
	}
	load.Bind(cmd.Flags(), "keys")
	cmd.Flags().StringVar(&name, "name", "", "name of the account")
	cmd.Flags().StringVar(&tier, "tier", register.Complete.String(), "what the key opens: complete or administrative")
	return cmd
}

func newKeyList(p *program) *cobra.Command {
	var load config.Loader
	cmd := &cobra.Command{
		Use:     "list --keys FILE",
		Short:   "List the keys without telling them",
		Example: "  issnd key list --keys keys.toml",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path, err := keysFile(p, &load)
			if err != nil {
				return err
			}
			keys, err := account.Load(path)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "ID\tTIER\tCREATED\tNAME")
			for k := range keys.All() {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", k.ID(), k.Tier, k.Created.Format(time.RFC3339), k.Name)
			}
			return w.Flush()
		},
	}
	load.Bind(cmd.Flags(), "keys")
	return cmd
}

func newKeyRevoke(p *program) *cobra.Command {
	var load config.Loader
	var name, id string
	cmd := &cobra.Command{
		Use:   "revoke --keys FILE (--name NAME | --id ID)",
		Short: "Take back all keys of an account, or one key",
		Example: `  issnd key revoke --keys keys.toml --name 'Example Library'
  issnd key revoke --keys keys.toml --id 1f2e3d4c5b6a`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path, err := keysFile(p, &load)
			if err != nil {
				return err
			}
			revoked, err := account.Revoke(path, func(k *account.Key) bool { return k.Name == name || k.ID() == id })
			if err != nil {
				return err
			}
			if len(revoked) == 0 {
				return errors.New("there is no such key")
			}
			for _, k := range revoked {
				fmt.Fprintf(p.stdout, "revoked %s of %s\n", k.ID(), k.Name)
			}
			return nil
		},
	}
	load.Bind(cmd.Flags(), "keys")
	cmd.Flags().StringVar(&name, "name", "", "name of the account")
	cmd.Flags().StringVar(&id, "id", "", "ID of the key, as issnd key list tells it")
	cmd.MarkFlagsOneRequired("name", "id")
	cmd.MarkFlagsMutuallyExclusive("name", "id")
	return cmd
}
