package remote

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"issnd/register"
)

// ErrNoJob says that a server does not offer a job.
var ErrNoJob = errors.New("the server has no such job")

// Job is long work that tells how far it is. What the argument means is up to
// the job.
type Job func(ctx context.Context, argument string, progress func(done, total uint64)) error

// ErrBusy says that a server is doing the job, but with another argument.
var ErrBusy = errors.New("the server is busy")

// Jobs is what a server does on request, by name. Of one job a single run goes
// on at a time: who asks for the same meanwhile watches that run, and who asks for
// it with another argument is told ErrBusy.
type Jobs map[string]Job

// Run asks the server for a job and waits until it is done. The work goes on if
// the context ends before.
func (c *Client) Run(ctx context.Context, name, argument string, progress func(done, total uint64)) error {
	const often = 200 * time.Millisecond
	if _, err := call[bool](ctx, c, "Start", Start{name, argument}); err != nil {
		return err
	}
	tick := time.NewTicker(often)
	defer tick.Stop()
	for {
		st, err := call[jobState](ctx, c, "Watch", name)
		if err != nil {
			return err
		}
		if progress != nil && st.Total > 0 {
			progress(st.Done, st.Total)
		}
		if !st.Running {
			return st.Fault.err()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Start asks for a job.
type Start struct{ Name, Argument string }

// jobState is how far the latest run of a job is.
type jobState struct {
	Running     bool
	Done, Total uint64
	Fault       fault // of a run that has ended
}

// runner runs the jobs of a server.
type runner struct {
	ctx  context.Context
	jobs Jobs

	mu       sync.Mutex
	state    map[string]jobState
	argument map[string]string // of the latest run
}

func newRunner(ctx context.Context, jobs Jobs, s register.Store) *runner {
	all := Jobs{}
	maps.Copy(all, jobs)
	all[renew] = s.Renew
	return &runner{ctx: ctx, jobs: all, state: map[string]jobState{}, argument: map[string]string{}}
}

// renew is the job that every server has.
const renew = "renew"

// Renew implements register.Store.
func (c *Client) Renew(ctx context.Context, rendition string, progress func(done, total uint64)) error {
	return c.Run(ctx, renew, rendition, progress)
}

func (r *runner) start(name, argument string) error {
	job := r.jobs[name]
	if job == nil {
		return fmt.Errorf("%q: %w", name, ErrNoJob)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state[name].Running {
		if as := r.argument[name]; as != argument {
			return fmt.Errorf("%s %q: %w with %q", name, argument, ErrBusy, as)
		}
		return nil
	}
	r.state[name], r.argument[name] = jobState{Running: true}, argument
	go func() {
		err := job(r.ctx, argument, func(done, total uint64) {
			r.set(name, jobState{Running: true, Done: done, Total: total})
		})
		st := r.watch(name)
		st.Running, st.Fault = false, faultOf(err)
		r.set(name, st)
	}()
	return nil
}

func (r *runner) set(name string, st jobState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state[name] = st
}

func (r *runner) watch(name string) jobState {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state[name]
}

// Start begins a job, if it does not run already.
func (e *endpoint) Start(s Start, r *Reply[bool]) error {
	err := e.jobs.start(s.Name, s.Argument)
	return answer(r, err == nil, err)
}

// Watch tells how far a job is.
func (e *endpoint) Watch(name string, r *Reply[jobState]) error {
	return answer(r, e.jobs.watch(name), nil)
}
