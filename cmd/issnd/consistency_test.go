package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/register"
)

// harvestedSets are those that records enter and leave in TestConsistency; each
// harvester takes three.
var harvestedSets = []string{
	"centre:_1", "centre:_7", "country", "country:fr", "country:marc-xxu", "country:us", "language:fre", "language:ger",
	"medium:online", "medium:print", "openaccess", "status:confirmed", "status:provisional",
}

// TestConsistency: five harvesters keep copies of a register that changes as
// fast as it can, while its server is ended, killed and started again. After
// the last change one more incremental harvest makes every copy equal to the
// register, byte for byte.
//
// ISSND_CONSISTENCY is for how long there are changes, ISSND_CONSISTENCY_SEED
// what is drawn from.
func TestConsistency(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	duration, seed := 4*time.Second, uint64(time.Now().UnixNano())
	records := 500
	var err error
	if s := os.Getenv("ISSND_CONSISTENCY"); s != "" {
		if duration, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
		records = 1000
	}
	if s := os.Getenv("ISSND_CONSISTENCY_SEED"); s != "" {
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("ISSND_CONSISTENCY=%v ISSND_CONSISTENCY_SEED=%d", duration, seed)
	newConsistency(t, seed, records).run(t, duration)
}

// consistency is one run: a register, its writer and its harvesters.
type consistency struct {
	served     *served
	writer     *writer
	harvesters []*harvester
	random     *rand.Rand // of the restarts
	ends       map[string]int
	down       time.Duration
}

func newConsistency(t *testing.T, seed uint64, records int) *consistency {
	g := generate.New(seed, records)
	c := &consistency{served: newServed(t, g, 20), random: rand.New(rand.NewPCG(seed, 1)), ends: map[string]int{}}
	var err error
	c.writer, err = newWriter(c.served, g, generate.New(seed, records+records/4), rand.New(rand.NewPCG(seed, 2)))
	if err != nil {
		t.Fatal(err)
	}
	for i, prefix := range []string{"marc21", "oai_dc", "mods", "unimarc", "rdf"} {
		c.harvesters = append(c.harvesters, c.newHarvester(prefix, rand.New(rand.NewPCG(seed, uint64(10+i)))))
	}
	return c
}

// harvester keeps copies of the whole and of three sets in one format, as the
// public and as someone with a key see them.
type harvester struct {
	prefix string
	client map[bool]*oaiClient // by whether it is the public
	copies []*replica
	random *rand.Rand
}

// replica is a copy of a list.
type replica struct {
	prefix string
	register.Membership
	from  string // where the next harvest begins
	items map[string]oaiRecord
	lists int
}

func (c *consistency) newHarvester(prefix string, random *rand.Rand) *harvester {
	h := &harvester{prefix: prefix, client: map[bool]*oaiClient{}, random: random}
	sets := []string{""}
	for _, k := range random.Perm(len(harvestedSets))[:3] {
		sets = append(sets, harvestedSets[k])
	}
	for _, public := range []bool{true, false} {
		h.client[public] = &oaiClient{
			base: "http://" + c.served.address + "/oai",
			http: &http.Client{Transport: &http.Transport{DisableCompression: random.IntN(2) == 0}},
		}
		if !public {
			h.client[public].key = c.served.key
		}
		for _, set := range sets {
			h.copies = append(h.copies, newReplica(prefix, register.Membership{Public: public, Set: set}))
		}
	}
	return h
}

func newReplica(prefix string, m register.Membership) *replica {
	return &replica{prefix: prefix, Membership: m, items: map[string]oaiRecord{}}
}

// update takes what has changed since the last complete harvest. Where it is
// interrupted the next one begins at the same time again.
func (r *replica) update(ctx context.Context, c *oaiClient) error {
	began, err := c.list(ctx, &walk{
		verb: "ListRecords", prefix: r.prefix, set: r.Set, from: r.from,
		take: func(rec *oaiRecord) { r.items[rec.Header.Identifier] = *rec },
	})
	if err != nil {
		return err
	}
	r.from = began
	r.lists++
	return nil
}

func (r *replica) String() string {
	return fmt.Sprintf("%s public=%v set=%q", r.prefix, r.Public, r.Set)
}

// run has everything go on for a time, and then compares.
func (c *consistency) run(t *testing.T, duration time.Duration) {
	if err := c.served.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), duration)
	defer cancel()
	jobs := []func(context.Context) error{c.writer.run, c.restart}
	for _, h := range c.harvesters {
		jobs = append(jobs, h.follow)
	}
	if err := together(ctx, jobs...); err != nil {
		t.Fatal(err)
	}
	time.Sleep(endOfSecond)
	jobs = nil
	for _, h := range c.harvesters {
		jobs = append(jobs, func(ctx context.Context) error { return h.compare(ctx, t, c.writer.records) })
	}
	if err := together(t.Context(), jobs...); err != nil {
		t.Fatal(err)
	}
	t.Logf("changes %v; server ended %v, down for %v", c.writer.done, c.ends, c.down.Round(time.Millisecond))
	for _, h := range c.harvesters {
		lists := 0
		for _, r := range h.copies {
			lists += r.lists
		}
		t.Logf("%s: %d lists, %d requests repeated, sets %q %q %q", h.prefix, lists, h.client[true].retries+h.client[false].retries,
			h.copies[1].Set, h.copies[2].Set, h.copies[3].Set)
	}
}

// endOfSecond is how long to wait until the last change is listed, which is when
// its second is over.
const endOfSecond = 1100 * time.Millisecond

// together does jobs at the same time until all are done. The first that fails
// ends the context of the others.
func together(ctx context.Context, jobs ...func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	failed := make(chan error, len(jobs))
	for _, job := range jobs {
		all.Go(func() {
			if err := job(ctx); err != nil {
				failed <- err
				cancel(err)
			}
		})
	}
	all.Wait()
	close(failed)
	return <-failed
}

// restart ends the server in one of several ways and starts it again, until the
// context ends.
func (c *consistency) restart(ctx context.Context) error {
	ways := []os.Signal{os.Kill, syscall.SIGTERM}
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Duration(300+c.random.IntN(1200)) * time.Millisecond):
		}
		way := ways[i%len(ways)]
		c.ends[way.String()]++
		end := time.Now()
		if err := c.served.stop(way); err != nil {
			return fmt.Errorf("%v: %w", way, err)
		}
		time.Sleep(time.Duration(c.random.IntN(200)) * time.Millisecond)
		if err := c.served.start(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		c.down += time.Since(end)
	}
}

// follow updates the copies in any order until the context ends.
func (h *harvester) follow(ctx context.Context) error {
	for {
		for _, k := range h.random.Perm(len(h.copies)) {
			r := h.copies[k]
			if err := r.update(ctx, h.client[r.Public]); ctx.Err() != nil {
				return nil
			} else if err != nil {
				return fmt.Errorf("%v: %w", r, err)
			}
		}
	}
}

// compare brings the copies up to date and compares them with a harvest from
// the beginning, with what the register was given, and with GetRecord.
func (h *harvester) compare(ctx context.Context, t *testing.T, records []*register.Record) error {
	whole := map[bool]*replica{}
	for _, r := range h.copies {
		client := h.client[r.Public]
		if err := r.update(ctx, client); err != nil {
			return fmt.Errorf("%v: %w", r, err)
		}
		fresh := newReplica(r.prefix, r.Membership)
		if err := fresh.update(ctx, client); err != nil {
			return fmt.Errorf("%v from the beginning: %w", r, err)
		}
		report(t, r, "a new harvest", differences(fresh.items, r.items))
		report(t, r, "the register", unlike(r, records))
		if r.Set == "" {
			whole[r.Public] = r
			lost, err := h.single(ctx, r)
			if err != nil {
				return err
			}
			report(t, r, "GetRecord", lost)
		} else {
			report(t, r, "the whole", differences(live(whole[r.Public].items, r.items), live(r.items, r.items)))
		}
	}
	return nil
}

// report tells the first few of many faults.
func report(t *testing.T, r *replica, than string, faults []string) {
	if len(faults) > 0 {
		t.Errorf("%v: %d records are not those of %s:\n%s", r, len(faults), than, strings.Join(faults[:min(5, len(faults))], "\n"))
	}
}

// differences are the items that two maps do not share.
func differences(want, got map[string]oaiRecord) (faults []string) {
	all := maps.Clone(want)
	maps.Copy(all, got)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		w, okW := want[id]
		g, okG := got[id]
		if diff := cmp.Diff(w, g); diff != "" || okW != okG {
			faults = append(faults, fmt.Sprintf("%s: wanted %v, there %v (-want +got):\n%s", id, okW, okG, diff))
		}
	}
	return faults
}

// live are the items that are not deleted in a list of those with the same
// identifiers.
func live(items, as map[string]oaiRecord) map[string]oaiRecord {
	out := map[string]oaiRecord{}
	for id := range as {
		if h := as[id].Header; !h.deleted() {
			out[id] = items[id]
		}
	}
	return out
}

// unlike are the faults of a copy against what was written last.
func unlike(r *replica, records []*register.Record) (faults []string) {
	left := maps.Clone(r.items)
	for _, rec := range records {
		id := "oai:issn.org:" + rec.ISSN.String()
		got, ok := left[id]
		delete(left, id)
		want := contains(r.Membership, rec)
		if is := ok && !got.Header.deleted(); is != want {
			faults = append(faults, fmt.Sprintf("%s: in the copy %v, in the register %v", id, is, want))
			continue
		}
		marked := r.prefix == "marc21" || r.prefix == "unimarc"
		if want && marked && !strings.Contains(got.Metadata.XML, versionOf(rec.MARC)) {
			faults = append(faults, fmt.Sprintf("%s: not%s", id, versionOf(rec.MARC)))
		}
	}
	for id := range left {
		faults = append(faults, id+": never was in the register")
	}
	return faults
}

// contains reports whether a record stands in a list.
func contains(m register.Membership, r *register.Record) bool {
	if r.Deleted {
		return false
	}
	return m == register.Membership{} || slices.Contains(register.Memberships(r), m)
}

// single compares the items of a whole copy with what GetRecord says of each.
func (h *harvester) single(ctx context.Context, r *replica) (faults []string, err error) {
	want := map[string]oaiRecord{}
	for id := range r.items {
		a, err := h.client[r.Public].ask(ctx, url.Values{"verb": {"GetRecord"}, "metadataPrefix": {r.prefix}, "identifier": {id}})
		if err != nil {
			return nil, err
		}
		if a.Record == nil {
			return nil, errors.New(id + " is not there alone")
		}
		want[id] = *a.Record
	}
	return differences(want, r.items), nil
}
