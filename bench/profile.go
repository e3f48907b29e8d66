package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
)

// profileFile is what the compiler reads of what the server spends its time on.
const profileFile = "cmd/issnd/serve.pgo"

// profile writes down what a server spends its time on while it answers what
// it is asked most: records in every format, and searches by SRU.
func (b *bench) profile() error {
	data, err := b.indexed()
	if err != nil {
		return err
	}
	keys, key, err := b.key()
	if err != nil {
		return err
	}
	private, err := freeAddress()
	if err != nil {
		return err
	}
	ours, err := b.serving(data, "--keys", keys, "--cache-size", "0", "--admin-listen", private)
	if err != nil {
		return err
	}
	defer ours.stop()
	paths, err := b.paths(50_000)
	if err != nil {
		return err
	}
	type load struct {
		file   string
		header string
	}
	var loads []load
	for _, r := range representations {
		loads = append(loads, load{paths, "Accept: " + r.accept})
	}
	for _, l := range lookups {
		file, err := b.queries(searchRetrieve("/sru", l.query, l.records))
		if err != nil {
			return err
		}
		loads = append(loads, load{file, "X-API-Key: " + key})
	}
	got := make(chan error, 1)
	go func() {
		got <- fetch(fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", private, b.seconds*len(loads)), profileFile)
	}()
	for _, l := range loads {
		if _, err := b.load(ours.address, l.file, []string{l.header}, 8); err != nil {
			return errors.Join(err, <-got)
		}
	}
	return <-got
}

// fetch writes an answer to a file.
func fetch(url, name string) error {
	res, err := http.Get(url)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, res.Status)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(name, body, 0o644)
}
