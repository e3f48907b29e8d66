package main

import (
	"context"
	"log/slog"
	"time"

	"issnd/store"
)

// keepTime warns when the clock of the machine is behind the datestamps of the
// register, and sees to it that what is told to harvesters holds after the
// server ends, in order or not, and the clock is set back.
func keepTime(ctx context.Context, s *store.Store, log *slog.Logger) error {
	const (
		often = time.Minute
		ahead = often + 10*time.Second // the disk may take its time
		// After a crash the register goes on from what might have been told.
		tolerated = ahead + 2*time.Second
	)
	tick := time.NewTicker(often)
	defer tick.Stop()
	keep := func(ahead time.Duration) {
		if err := s.KeepHorizon(context.WithoutCancel(ctx), ahead); err != nil {
			log.Warn("the time that harvesters were told is not kept", "error", err)
		}
	}
	keep(ahead)
	defer keep(0)
	behind := false
	for {
		st, err := s.Stats(ctx)
		if err != nil {
			return err
		}
		now := time.Now()
		was := behind
		switch behind = st.Horizon.Sub(now) > tolerated; {
		case behind && !was:
			log.Warn("the clock is behind the register: datestamps go on from the latest",
				"clock", now.UTC().Format(time.RFC3339), "register", st.Horizon.Format(time.RFC3339))
		case was && !behind:
			log.Info("the clock has caught up with the register")
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			keep(ahead)
		}
	}
}
