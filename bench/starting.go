package main

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"issnd/bench/generate"
	"issnd/issn"
	"issnd/register"
)

// mostToStart is how long a server may take until it answers everything, in
// seconds.
const mostToStart = 10

// starting kills a server and starts it again.
func (b *bench) starting() error {
	data, err := b.indexed()
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	s, err := b.listenAt(address, "bin/issnd", serveArguments(data)...)
	if err != nil {
		return err
	}
	defer func() { s.stop() }()
	var all [3][]float64
	for range b.runs {
		if _, err := b.answers(address); err != nil {
			return err
		}
		s.kill()
		began := time.Now()
		c, err := b.start("bin/issnd", append(serveArguments(data), address)...)
		if err != nil {
			return err
		}
		s = &server{c, address}
		at, err := b.answers(address)
		if err != nil {
			return err
		}
		for k := range all {
			all[k] = append(all[k], max(0, at[k].Sub(began).Seconds()))
		}
	}
	for k, what := range []string{"a record is served", "a search is answered", "/readyz says so"} {
		b.atMost("killed and started again, seconds until "+what, median(all[k]), mostToStart)
	}
	return nil
}

// answers waits until a record, a search and /readyz are answered, and gives
// the time of each.
func (b *bench) answers(address string) (at [3]time.Time, err error) {
	for k, path := range []string{"/resource/ISSN/" + b.first().String(), "/sru?maximumRecords=1&query=cql.allRecords=1", "/readyz"} {
		if at[k], err = b.awaitAnswer("http://"+address+path, path == "/readyz"); err != nil {
			return at, err
		}
	}
	return at, nil
}

var numberOfRecords = regexp.MustCompile(`numberOfRecords>(\d+)<`)

// awaitAnswer waits until an address is answered 200 and a search finds
// something. Where it may be missing, 404 will do.
func (b *bench) awaitAnswer(url string, maybe bool) (time.Time, error) {
	client := &http.Client{Timeout: 10 * time.Second}
	last := "nothing"
	for deadline := time.Now().Add(time.Hour); b.ctx.Err() == nil && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		res, err := client.Get(url)
		if err != nil {
			last = err.Error()
			continue
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if last = res.Status; err != nil {
			continue
		}
		if res.StatusCode == http.StatusOK && (numberOfRecords.Match(body) == (found(body) > 0)) || maybe && res.StatusCode == http.StatusNotFound {
			return time.Now(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%s is not answered: %s", url, last)
}

// found is the total of an SRU response, 0 where it has none.
func found(body []byte) int {
	if m := numberOfRecords.FindSubmatch(body); m != nil {
		n, _ := strconv.Atoi(string(m[1]))
		return n
	}
	return 0
}

// first is the first public record.
func (b *bench) first() issn.ISSN {
	g, rules := generate.New(b.seed, b.n), register.DefaultRules()
	for i := range b.n {
		if r, err := rules.Record(g.Record(i)); err == nil && r.Public() {
			return r.ISSN
		}
	}
	return 0
}
