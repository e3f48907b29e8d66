package main

import (
	"context"
	"errors"
	"os"

	"issnd/config"
	"issnd/ingest"
	"issnd/register"
	"issnd/store/remote"
)

// newImportJob is what the commands that bring records into the register have
// in common. done closes what it has opened but for the quarantine.
func newImportJob(ctx context.Context, cfg *config.Config, f *importFlags) (job *ingest.Job, done func() error, err error) {
	job = &ingest.Job{Batch: f.batch}
	var closers []func() error
	done = func() (err error) {
		for _, fn := range closers {
			err = errors.Join(err, fn())
		}
		return err
	}
	to, s, err := target(ctx, cfg, f.dryRun)
	if err != nil {
		return nil, nil, err
	}
	if job.Store = to; s != nil {
		closers = append(closers, s.Close)
	}
	if job.Rules, err = rules(ctx, cfg, s, f.ownRules); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	if job.Quarantine, err = quarantine(cfg, f); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	if f.warnings != "" {
		list, err := os.Create(f.warnings)
		if err != nil {
			return nil, nil, errors.Join(err, done())
		}
		job.Warnings, closers = list, append(closers, list.Close)
	}
	return job, done, nil
}

// rules says how records are read: as the command was told itself, else as the
// server was through which they go, so that they mean the same as those it has.
func rules(ctx context.Context, cfg *config.Config, s register.Store, own bool) (register.Rules, error) {
	if server, ok := s.(*remote.Client); ok && !own {
		return server.Rules(ctx)
	}
	return cfg.Rules()
}

// endImport closes the quarantine and writes the report of an import that ended
// with an error or without.
func (p *program) endImport(job *ingest.Job, report *ingest.Report, f *importFlags, err error) error {
	report.DryRun = f.dryRun
	if job.Quarantine != nil {
		if report.Rejected > 0 {
			report.Quarantine = job.Quarantine.Path()
		}
		err = errors.Join(err, job.Quarantine.Close())
	}
	if err = errors.Join(err, p.writeReport(report, f)); err != nil {
		return err
	}
	if report.Rejected > 0 {
		return errFaults
	}
	return nil
}
