package soak

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"issnd/issn"
)

// Probe is one client that asks at a steady pace, in turns for always the same
// record and for one that it has not asked for, and takes the time.
type Probe struct {
	Address string
	From    string // its own address, "" for any
	Hot     issn.ISSN
	Cold    []issn.ISSN
	Pause   time.Duration
	Away    bool // the server may be away for a while

	Cached, Rendered []time.Duration
}

// Run asks until the context ends or there are no more cold records.
func (p *Probe) Run(ctx context.Context) error {
	client := newClient(1)
	if p.From != "" {
		client = From(p.From)
	}
	defer client.CloseIdleConnections()
	for _, id := range p.Cold {
		for _, q := range []struct {
			id    issn.ISSN
			times *[]time.Duration
		}{{p.Hot, &p.Cached}, {id, &p.Rendered}} {
			took, err := p.ask(ctx, client, q.id)
			switch {
			case ctx.Err() != nil:
				return nil
			case err == nil:
				*q.times = append(*q.times, took)
			case !p.Away:
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(p.Pause):
		}
	}
	return nil
}

func (p *Probe) ask(ctx context.Context, client *http.Client, id issn.ISSN) (time.Duration, error) {
	start := time.Now()
	a, err := plain(&load{Load: &Load{Address: p.Address}, ctx: ctx, client: client},
		&request{method: http.MethodGet, path: "/resource/ISSN/" + id.String(), header: http.Header{"Accept": {"text/turtle"}}})
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("record %s: %d", id, a.status)
	}
	return time.Since(start), err
}

// Percentile is the time that so many of a hundred do not exceed, 0 of none.
func Percentile(times []time.Duration, percent int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(times))
	return s[min(len(s)-1, len(s)*percent/100)]
}
