package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"issnd/bench/generate"
	"issnd/marc"
	"issnd/register"
)

// TestIndexFollows: a server that is killed at any moment while records are
// imported and indexed has, once it is started again, an index of what the store
// has: every committed record is found, and no other.
//
// ISSND_FOLLOW is how often to try; with it the register is larger.
// ISSND_FOLLOW_SEED is what is drawn from.
func TestIndexFollows(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	rounds, records, seed := 3, 300, uint64(time.Now().UnixNano())
	var err error
	if s := os.Getenv("ISSND_FOLLOW"); s != "" {
		if rounds, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
		records = 1000
	}
	if s := os.Getenv("ISSND_FOLLOW_SEED"); s != "" {
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("ISSND_FOLLOW=%d ISSND_FOLLOW_SEED=%d", rounds, seed)
	f := newFollowing(t, seed, records)
	for round := range rounds {
		if !t.Run(strconv.Itoa(round), func(t *testing.T) { f.round(t, round) }) {
			t.FailNow()
		}
	}
}

// following is a served register that changes, and who searches it.
type following struct {
	served   *served
	writer   *writer
	finder   *finder
	random   *rand.Rand
	duration time.Duration // of an import that nobody disturbs
}

func newFollowing(t *testing.T, seed uint64, records int) *following {
	g := generate.New(seed, records)
	f := &following{served: newServed(t, g, 100), random: rand.New(rand.NewPCG(seed, 1))}
	f.finder = &finder{served: f.served}
	var err error
	f.writer, err = newWriter(f.served, g, generate.New(seed, records+records/2), rand.New(rand.NewPCG(seed, 2)))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.served.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.level(t, true)
	start := time.Now()
	if err := f.importFile(t.Context(), f.changes(t)); err != nil {
		t.Fatal(err)
	}
	f.duration = time.Since(start)
	f.level(t, true)
	return f
}

// changes is a file of changes, of as many as the register has records.
func (f *following) changes(t *testing.T) string {
	t.Helper()
	var iso []byte
	for n := 0; n < len(f.writer.records); {
		changed, err := f.writer.change()
		if err != nil {
			t.Fatal(err)
		}
		n += len(changed)
		for _, r := range changed {
			if iso, err = marc.AppendISO2709(iso, r.MARC); err != nil {
				t.Fatal(err)
			}
		}
	}
	file := filepath.Join(f.served.dir, "changes.mrc")
	if err := os.WriteFile(file, iso, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// importFile imports in batches so small that most moments are within one.
func (f *following) importFile(ctx context.Context, file string) error {
	_, err := f.served.run(ctx, "import", "--data", f.served.data, "--quiet", "--batch", "20", file)
	return err
}

// round kills the server while it takes an import, or while it makes the index
// anew, and looks whether the index is as the store before and after the import
// is completed.
func (f *following) round(t *testing.T, round int) {
	const anew = 3 // every so many rounds the index is lost
	file, moment := f.changes(t), f.moment()
	if round%anew == anew-1 {
		f.served.lose(t)
		moment /= 2
	}
	imported := make(chan error, 1)
	go func() { imported <- f.importFile(t.Context(), file) }()
	time.Sleep(moment)
	if err := f.served.stop(os.Kill); err != nil {
		t.Fatal(err)
	}
	if err := f.served.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := <-imported
	start := time.Now()
	f.level(t, err == nil)
	t.Logf("killed after %v, import complete: %v; level after %v", moment.Round(time.Millisecond), err == nil, time.Since(start).Round(time.Millisecond))
	if err != nil {
		if err := f.importFile(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		f.level(t, true)
	}
}

// moment is when to kill: at any time of an import, or somewhat later.
func (f *following) moment() time.Duration {
	return time.Duration(f.random.Int64N(int64(f.duration + f.duration/4)))
}

// level fails unless searches come to find what the store has. If the import is
// complete, the store must have what was written last.
func (f *following) level(t *testing.T, complete bool) {
	t.Helper()
	faults, records, err := f.finder.level(t.Context(), f.writer.version, eventually)
	if err != nil {
		t.Fatal(err)
	}
	if len(faults) > 0 {
		t.Fatalf("%d searches do not find what the store has:\n%s", len(faults), strings.Join(faults[:min(3, len(faults))], "\n"))
	}
	if !complete {
		return
	}
	has := map[string]*register.Record{}
	for _, r := range records {
		has[r.ISSN.String()] = r
	}
	for _, want := range f.writer.records {
		got := has[want.ISSN.String()]
		if got == nil || got.Deleted != want.Deleted || !got.Deleted && versionOf(got.MARC) != versionOf(want.MARC) {
			t.Fatalf("%v is not in the store as it was written last", want.ISSN)
		}
	}
}

// TestChangesAreFoundAtOnce: what an import into a served register has changed
// is found as it is now, and not as it was, two seconds after the command. On a
// machine that is slow or busy it may take half as long as the index of twenty times
// as many records does, made before or after the import. Since it may be busier just
// between, there are some tries. The register is larger with ISSND_FOLLOW; without it
// other tests may run beside, and there is more time.
func TestChangesAreFoundAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const tries = 3
	records, allowed := 4000, 20*time.Second
	if os.Getenv("ISSND_FOLLOW") != "" {
		records, allowed = 20_000, 2*time.Second
	}
	c := newChanging(t, records)
	allowed = max(allowed, c.whole(t)/2)
	for try := 1; ; try++ {
		took := c.change(t)
		if took > allowed {
			allowed = max(allowed, c.whole(t)/2)
		}
		t.Logf("changes found after %v, allowed are %v", took.Round(time.Millisecond), allowed.Round(time.Millisecond))
		switch {
		case took <= allowed:
			return
		case try == tries:
			t.Fatalf("changes are not found at once, %d times", tries)
		}
	}
}

// changing is a served register of which records are changed.
type changing struct {
	*finder
	generator     *generate.Generator
	records       int
	writer        writer
	before, after []expectation // what finds the changed records, and found them
}

func newChanging(t *testing.T, records int) *changing {
	t.Helper()
	g := generate.New(1, records)
	c := &changing{finder: &finder{served: newServed(t, g, 100)}, generator: g, records: records}
	if err := c.served.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.change(t)
	return c
}

// change changes a thousand records, and tells how long they are not found after
// the command.
func (c *changing) change(t *testing.T) time.Duration {
	t.Helper()
	const changed = 1000
	c.before, c.after = c.after, nil
	for i := range c.before {
		c.before[i].want = nil
	}
	var iso []byte
	for i := 0; i < c.records; i += c.records / changed {
		m := c.generator.Record(i)
		c.writer.title(m)
		var err error
		if iso, err = marc.AppendISO2709(iso, m); err != nil {
			t.Fatal(err)
		}
		c.after = append(c.after, expectation{fmt.Sprintf(`issn.titleProper = "version %d"`, c.writer.version), []string{c.generator.ISSN(i).String()}})
	}
	if err := c.served.importRecords(t.Context(), iso); err != nil {
		t.Fatal(err)
	}
	return c.await(t)
}

// whole makes the index anew, and tells how long that takes.
func (c *changing) whole(t *testing.T) time.Duration {
	t.Helper()
	c.served.lose(t)
	took := c.await(t)
	t.Logf("the index of %d records is made in %v", c.records, took.Round(time.Millisecond))
	return took
}

// await waits until the last change is found, and then looks for all of them. It
// tells how long it waited.
func (c *changing) await(t *testing.T) time.Duration {
	t.Helper()
	const patience = 10 * time.Minute // the index is made after all other work
	queries := slices.Concat(alternatives(c.before), alternatives(c.after))
	last := queries[len(queries)-1:]
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		asked := time.Since(start)
		faults, err := c.unlike(t.Context(), last)
		found := err == nil && len(faults) == 0
		if found {
			faults, err = c.unlike(t.Context(), queries)
		}
		switch {
		case found && err == nil && len(faults) == 0:
			return asked
		case found || asked > patience || t.Context().Err() != nil:
			t.Fatalf("after %v: %v, %d queries find something else: %.1000v", asked, err, len(faults), faults)
		}
	}
}
