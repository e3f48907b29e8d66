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

// Two clients of a server whose limits are those of the defaults, each with an
// address of its own: one takes all that it can get, the other asks twice a
// second.
const (
	greedyAddress, politeAddress = "127.0.0.2", "127.0.0.3"
	politeTime                   = 30 * time.Second
	politePause                  = 500 * time.Millisecond
	greedyConnections            = 8
)

// polite shows that a greedy client is limited and another one does not notice.
func (b *bench) polite() error {
	data, err := b.indexed()
	if err != nil {
		return err
	}
	ours, err := b.serving(data, "--limits-on=true")
	if err != nil {
		return err
	}
	defer ours.stop()
	ctx, stop := context.WithTimeout(b.ctx, politeTime)
	defer stop()
	greedy := soak.Greedy{Address: ours.address, From: greedyAddress, Register: generate.New(b.seed, b.n), Connections: greedyConnections, Seed: 1}
	var all sync.WaitGroup
	var got map[int]int
	all.Go(func() { got = greedy.Run(ctx) })
	statuses := b.askPolitely(ctx, ours.address)
	all.Wait()
	b.figure("greedy client: answers", "%s", statusText(got))
	b.verdict("greedy client: answers 429", fmt.Sprint(got[http.StatusTooManyRequests]), "> 0", got[http.StatusTooManyRequests] > 0)
	b.figure("polite client: answers", "%s", statusText(statuses))
	b.exactly("polite client: answers that are not 200", total(statuses)-statuses[http.StatusOK], 0)
	return nil
}

func total(statuses map[int]int) (n int) {
	for _, k := range statuses {
		n += k
	}
	return n
}

// askPolitely asks for records, searches and pages of a list until the context
// ends, and counts the answers by status; 0 is none.
func (b *bench) askPolitely(ctx context.Context, address string) map[int]int {
	paths := []string{
		"/resource/ISSN/" + b.first().String(), "/sru?maximumRecords=10&query=dc.title=journal",
		"/search?q=journal", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc",
	}
	client := soak.From(politeAddress)
	statuses := map[int]int{}
	tick := time.NewTicker(politePause)
	defer tick.Stop()
	for k := 0; ; k++ {
		status, err := soak.Status(ctx, client, "http://"+address+paths[k%len(paths)])
		if ctx.Err() != nil {
			return statuses
		}
		if err != nil {
			status = 0
		}
		statuses[status]++
		select {
		case <-ctx.Done():
			return statuses
		case <-tick.C:
		}
	}
}
