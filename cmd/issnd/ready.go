package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"issnd/config"
	"issnd/register"
	"issnd/search"
	"issnd/server"
	"issnd/store"
)

// readiness tells load balancers how the parts of a server are, which stops
// when the context ends. It is for everybody to read: it names no error, which
// is in the log, and counts no records.
func readiness(ctx context.Context, cfg func() *config.Config, s *store.Store, x *indexing) server.Readiness {
	return func(now context.Context) []server.Part {
		process := server.Part{Name: "server", State: "ready", Ready: true}
		if ctx.Err() != nil {
			process = server.Part{Name: "server", State: "stopping"}
		}
		records, finder := server.Part{Name: "store", State: "ready", Ready: true}, server.Part{Name: "search", Optional: true}
		st, err := s.Stats(now)
		if err != nil {
			records = server.Part{Name: "store", State: "failed", Detail: "The store does not answer."}
			finder.State = "unknown"
		} else {
			finder = x.readiness(now, &st, cfg().Server.MaxIndexLag)
		}
		if err == nil && s.Damage() != nil {
			records = server.Part{Name: "store", State: "damaged", Detail: "A part of the store cannot be read. The log of the server says more."}
		}
		return []server.Part{process, records, finder}
	}
}

// readiness tells whether searches find what is in the register, at most so
// long ago; 0 is no limit.
func (x *indexing) readiness(ctx context.Context, st *register.Stats, longest time.Duration) server.Part {
	p := server.Part{Name: "search", State: "ready", Ready: true, Optional: true}
	if x.off {
		p.State = "off"
		return p
	}
	switch lag, err := x.lag(ctx, st, time.Now()); {
	case x.failed.Load():
		p.State, p.Ready, p.Detail = "failed", false, "There is no search yet. It is tried again; the log of the server says why."
	case err != nil:
		p.State, p.Ready, p.Detail = "building", false, "The index is being made. Records and lists are served meanwhile."
	case x.behind.Load():
		p.State, p.Detail = "unsaved", "What is new in the index is not on the disk. The log of the server says why."
	case longest > 0 && lag.time > longest:
		p.State, p.Ready, p.Detail = "behind", false, fmt.Sprintf("Searches find the register as it was %v ago.", lag.time)
	}
	return p
}

// lag is how far searches are behind the register.
type lag struct {
	changes uint64 // numbers in the log, which are not all of them records
	time    time.Duration
}

// lag compares the index with the store. It is an error that there is none, or
// that it is one of another store.
func (x *indexing) lag(ctx context.Context, st *register.Stats, now time.Time) (lag, error) {
	at, err := x.late.Position(ctx)
	if err != nil {
		return lag{}, err
	}
	if holds, err := register.Holds(ctx, x.store, at); err != nil || !holds {
		return lag{}, errors.Join(err, search.ErrForeign)
	}
	if at.Seq >= st.Seq { // the index has gone on since the store was counted
		return lag{}, nil
	}
	missing, err := x.store.Changes(ctx, at.Seq, 1)
	if err != nil || len(missing) == 0 {
		return lag{}, err
	}
	behind := now.Sub(missing[0].Updated).Truncate(time.Second)
	return lag{st.Seq - at.Seq, max(0, behind)}, nil
}
