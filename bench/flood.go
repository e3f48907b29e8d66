package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"issnd/bench/generate"
	"issnd/bench/soak"
)

// Many clients of a server whose limits are those of the defaults, each with an
// address of its own and a budget that is not used up in the time, search as
// fast as they can, and one asks for records.
const (
	floodClients = 64
	floodTime    = 15 * time.Second
)

// flood shows that searches, when there are more than the server can answer,
// keep nobody from records.
func (b *bench) flood() error {
	data, err := b.indexed()
	if err != nil {
		return err
	}
	ours, err := b.serving(data, "--limits-on=true")
	if err != nil {
		return err
	}
	defer ours.stop()
	if _, err := b.answers(ours.address); err != nil {
		return err
	}
	prober, err := b.tool("probe")
	if err != nil {
		return err
	}
	members := b.members()
	half := len(members.public) / 2
	idle := soak.Probe{Address: ours.address, From: politeAddress, Hot: members.public[0], Cold: members.public[1:half], Pause: probePause}
	loaded := idle
	loaded.Cold = members.public[half:]
	if err := b.takeFor(floodTime, prober, &idle); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(b.ctx)
	defer stop()
	statuses := make([]map[int]int, floodClients)
	var all sync.WaitGroup
	for c := range floodClients {
		g := soak.Greedy{
			Address: ours.address, From: fmt.Sprintf("127.0.1.%d", c+1), Register: generate.New(b.seed, b.n),
			Connections: 1, Searches: true, Seed: uint64(c),
		}
		all.Go(func() { statuses[c] = g.Run(ctx) })
	}
	err = b.takeFor(floodTime, prober, &loaded)
	stop()
	all.Wait()
	if err != nil {
		return err
	}
	got := map[int]int{}
	for _, s := range statuses {
		for status, n := range s {
			got[status] += n
		}
	}
	b.figure("searches: answers", "%s", statusText(got))
	b.exactly("searches: answers that are not 200, 429 or 503",
		otherThan(got, http.StatusOK, http.StatusTooManyRequests, http.StatusServiceUnavailable), 0)
	b.reportTimes(&idle, &loaded)
	return nil
}

// takeFor has a probe ask for records for a while, each of which has to be answered.
func (b *bench) takeFor(d time.Duration, program string, p *soak.Probe) error {
	ctx, stop := context.WithTimeout(b.ctx, d)
	defer stop()
	return b.take(ctx, program, p)
}

// otherThan counts the answers of other statuses.
func otherThan(got map[int]int, statuses ...int) int {
	n := total(got)
	for _, s := range statuses {
		n -= got[s]
	}
	return n
}
