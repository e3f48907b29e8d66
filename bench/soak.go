package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"issnd/bench/generate"
	"issnd/bench/soak"
	"issnd/issn"
)

// Limits of the soak, and after which part of the load what goes on beside it
// begins: early, so that what memory is compared with has seen all of it.
const (
	harvestAfter, importAfter, firstPart = 0.02, 0.03, 0.1

	soakClients = 32
	mostChanges = 50_000
	mostSlower  = 10 // times the idle server's 99th percentile
)

// soaking is a register that is loaded, imported into and harvested at the same
// time, while its server may be killed.
type soaking struct {
	*bench
	data, keys, key string
	address         string
	operator        string // address of the profiles
	prober          string // program of the client that takes the time
	members         *members
	changes         *changes
	load            *soak.Load
	harvest         *harvest
	ended           context.Context // when the load is over

	up     sync.RWMutex // held for writing while the server is away
	server *server
	memory soakMemory
}

// soak sends what bots send to the register for a long time.
func (b *bench) soak() (err error) {
	s := &soaking{bench: b, members: b.members()}
	if s.data, err = b.indexed(); err != nil {
		return err
	}
	if s.keys, s.key, err = b.key(); err != nil {
		return err
	}
	if s.changes, err = b.newChanges(s.members); err != nil {
		return err
	}
	if s.address, err = freeAddress(); err != nil {
		return err
	}
	if s.operator, err = freeAddress(); err != nil {
		return err
	}
	if s.prober, err = b.tool("probe"); err != nil {
		return err
	}
	if err := s.start(); err != nil {
		return err
	}
	defer func() { s.server.stop() }()
	s.harvest = s.newHarvest(s.address, s.key)
	return s.run()
}

// start starts the server at its address and waits until it answers.
func (s *soaking) start() (err error) {
	if s.server, err = s.listenAt(s.address, "bin/issnd", serveArguments(s.data, "--keys", s.keys, "--admin-listen", s.operator)...); err != nil {
		return err
	}
	_, err = s.answers(s.address)
	return err
}

func (s *soaking) run() error {
	const idle = 1000
	cold := s.coldRecords()
	before := s.probe(cold[:min(idle, len(cold)/4)])
	if err := s.take(s.ctx, s.prober, before); err != nil {
		return err
	}
	s.load = &soak.Load{
		Address: s.address, Register: generate.New(s.seed, s.n), Requests: s.requests, Clients: soakClients, Rate: s.rate,
		Seed: s.seed + uint64(s.changes.Revision), Sample: max(1, min(1000, s.requests/100)), Away: s.kills > 0,
	}
	report, during, first, err := s.everything(cold[min(idle, len(cold)/4):])
	if err != nil {
		return err
	}
	s.reportLoad(report)
	s.memory.report(s.bench, s.requests)
	s.reportTimes(before, during)
	if err := s.reportHarvest(first); err != nil {
		return err
	}
	if err := s.reportChanges(); err != nil {
		return err
	}
	return s.compareQuietly(report.Samples)
}

// everything runs the load and what goes on beside it.
func (s *soaking) everything(cold []issn.ISSN) (r *soak.Report, during *soak.Probe, first *inventory, err error) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	loadEnded, over := context.WithCancel(ctx)
	s.ended = loadEnded
	during = s.probe(cold)
	during.Away = s.kills > 0
	var all sync.WaitGroup
	errs := make([]error, 7)
	all.Go(func() { errs[0] = s.take(loadEnded, s.prober, during) })
	all.Go(func() { errs[1] = s.importChanges() })
	all.Go(func() {
		s.await(harvestAfter)
		first, errs[2] = s.harvest.take(wholeList, s.kills > 0)
	})
	all.Go(func() { errs[3] = s.killing() })
	all.Go(func() { s.watchMemory() })
	all.Go(func() { s.await(firstPart); errs[5] = s.weigh(ctx, &s.memory.early) })
	r, errs[4] = s.load.Run(ctx)
	over()
	all.Wait()
	errs[6] = s.weigh(ctx, &s.memory.late)
	return r, during, first, errors.Join(errs...)
}

// await waits until a part of the load is done.
func (s *soaking) await(part float64) {
	s.until(func() bool { return float64(s.load.Done.Load()) >= part*float64(s.requests) })
}

// until waits for something, at most until the load is over.
func (s *soaking) until(happens func() bool) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !happens() {
		select {
		case <-s.ended.Done():
			return
		case <-tick.C:
		}
	}
}

// coldRecords are public records in an order of their own, the first of which
// is the hot one.
func (s *soaking) coldRecords() []issn.ISSN {
	all := s.members.public
	cold := make([]issn.ISSN, 0, len(all))
	const stride = 7919 // a prime, so that all come unless it divides their number
	for i := range all {
		cold = append(cold, all[i*stride%len(all)])
	}
	return cold
}

func (s *soaking) probe(cold []issn.ISSN) *soak.Probe {
	return &soak.Probe{Address: s.address, Hot: s.members.public[0], Cold: cold, Pause: probePause}
}

func (s *soaking) reportLoad(r *soak.Report) {
	s.figure("requests", "%s in %.0f s", thousands(int(s.load.Done.Load())), r.Elapsed.Seconds())
	for _, k := range soak.Kinds() {
		if statuses := r.Statuses[k]; statuses != nil {
			s.figure("answers: "+k, "%s", statusText(statuses))
		}
	}
	s.exactly("answers 5xx but 503, and 501 and 505 to what is no HTTP/1.1", r.Failures, 0)
	s.exactly("answers of a status that the request cannot have, or none", r.Wrong, 0)
	for _, u := range r.Unexpected {
		fmt.Println("  unexpected:", u)
	}
	if s.kills > 0 {
		s.figure("requests that were sent again after a kill", "%d", r.Resent)
	}
}

// reportTimes compares the times of records with those of the idle server.
func (b *bench) reportTimes(before, during *soak.Probe) {
	for _, t := range []struct {
		what         string
		idle, loaded []time.Duration
	}{{"a cached record", before.Cached, during.Cached}, {"a rendered record", before.Rendered, during.Rendered}} {
		idle, loaded := soak.Percentile(t.idle, 99), soak.Percentile(t.loaded, 99)
		b.figure(t.what+": 99th percentile, idle and loaded", "%.2f ms, %.2f ms", ms(idle), ms(loaded))
		if during.Away {
			continue // it waited for the server
		}
		b.atMost(t.what+": 99th percentile by that of the idle server", float64(loaded)/float64(max(1, idle)), mostSlower)
	}
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

// reportHarvest takes what has changed since the harvest began, after which
// nothing may be missing.
func (s *soaking) reportHarvest(first *inventory) error {
	time.Sleep(time.Second) // until the second of the last change is over
	h := s.newHarvest(s.address, s.key)
	then, err := h.take(wholeList+"&from="+first.began, false)
	if err != nil {
		return err
	}
	s.figure("harvest under load: records, and changed ones afterwards", "%d, %d", first.items, then.items)
	s.exactly("harvest under load: completeListSize", first.size, s.n)
	s.exactly("harvest under load: identifiers that come twice in a list", first.twice+then.twice, 0)
	s.exactly("harvest under load: records that are missing", missing(s.members.all, first, then), 0)
	if s.kills > 0 {
		s.figure("harvest under load: requests that were sent again", "%d", first.waited)
	}
	return nil
}

// compareQuietly starts the server anew and asks for the samples again.
func (s *soaking) compareQuietly(samples []soak.Sample) error {
	s.server.stop()
	if err := s.start(); err != nil {
		return err
	}
	differences, err := soak.Again(s.ctx, s.address, samples, s.changes.in.has)
	if err != nil {
		return err
	}
	for _, d := range differences[:min(20, len(differences))] {
		fmt.Println("  differs:", d)
	}
	s.figure("answers that are compared with those of a quiet server", "%d", len(samples))
	s.exactly("of them other bytes, or another state of what has not changed", len(differences), 0)
	return nil
}
