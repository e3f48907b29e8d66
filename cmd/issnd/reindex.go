package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/ingest"
	"issnd/store"
)

func newReindex(p *program) *cobra.Command {
	var load config.Loader
	var quiet bool
	var every time.Duration
	cmd := &cobra.Command{
		Use:   "reindex --data DIR",
		Short: "Make the search index anew",
		Long: `Reindex makes a new search index of all records beside the one that there is,
and puts it in its place when it is complete. Where a server has the register
open, the server does it, and searches go on in the old index meanwhile.

A server makes an index that is missing, damaged or of another version by
itself, so that reindex is needed only to have it ready before the server starts,
or to have a server try again at once that could not make it.`,
		Example: `  issnd reindex --data data`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			meter, start := p.meter(every), time.Now()
			progress := func(done, total uint64) {
				if !quiet {
					meter.Show(ingest.Progress{Read: done, Bytes: int64(done), Size: int64(total), Elapsed: time.Since(start)})
				}
			}
			defer meter.Done()
			return p.reindex(c.Context(), &cfg, progress)
		},
	}
	load.Bind(cmd.Flags(), "data")
	cmd.Flags().BoolVar(&quiet, "quiet", false, "show no progress")
	cmd.Flags().DurationVar(&every, "progress-every", 2*time.Second, "least time between two lines of progress")
	return cmd
}

// reindexJob is the name of the job that a server does for reindex.
const reindexJob = "reindex"

func (p *program) reindex(ctx context.Context, cfg *config.Config, progress func(done, total uint64)) (err error) {
	server, s, err := reach(ctx, cfg, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	if server != nil {
		return errors.Join(server.Run(ctx, reindexJob, "", progress), server.Close())
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	x, err := newIndexing(cfg, s, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return x.build(ctx, progress)
}
