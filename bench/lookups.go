package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// lookingUp measures what a server that has the register all to itself does
// with searches by SRU, for the public.
func (b *bench) lookingUp() error {
	data, err := b.indexed()
	if err != nil {
		return err
	}
	ours, err := b.serving(data)
	if err != nil {
		return err
	}
	defer ours.stop()
	memory := ours.watch()
	defer memory.peak()
	for _, l := range b.searches() {
		file, err := b.queries(l.before, l.query)
		if err != nil {
			return err
		}
		if err := findsSomething(ours.address, file); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
		for _, connections := range []int{1, 8} {
			got, err := b.load(ours.address, file, nil, connections)
			if err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
			b.figure(fmt.Sprintf("SRU %s, connections: %d", l.name, connections), "%.0f/s, p50 %.2f ms, p99 %.2f ms", got.rate, got.p50/1e3, got.p99/1e3)
		}
	}
	b.memoryOf("searching", memory)
	return nil
}

// findsSomething asks some of the requests of a file: a search that is refused
// is answered with 200 as well, and fast.
func findsSomething(address, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i := 0; i < len(lines); i += max(1, len(lines)/50) {
		res, err := http.Get("http://" + address + lines[i])
		if err != nil {
			return err
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			return err
		}
		if bytes.Contains(body, []byte("iagnostic>")) || found(body) == 0 && !bytes.Contains(body, []byte("term>")) {
			return fmt.Errorf("%s finds nothing: %.300s", lines[i], body)
		}
	}
	return nil
}

// sruSearch is one kind of search: a request that ends with a query.
type sruSearch struct{ name, before, query string }

func (b *bench) searches() []sruSearch {
	deep := min(100_000, b.n/2)
	page := func(name, query string, records int) sruSearch {
		before, query := searchRetrieve("/sru", query, records)
		return sruSearch{name, before, query}
	}
	return []sruSearch{
		page("ISSN", "bath.issn=ISSN", 1),
		page("title, one word, 10 records", "dc.title=FIRST", 10),
		page("title, two words, 10 records", "dc.title=FIRST and dc.title=SECOND", 10),
		page("print or one word by title, 10 records", "issn.medium=print or dc.title=FIRST sortby dc.title", 10),
		{"facets of print or one word", "/sru?maximumRecords=0&facetLimit=10:issn.country,10:issn.medium&query=", "issn.medium=print or dc.title=FIRST"},
		{fmt.Sprintf("10 records at %s by title", thousands(deep)), fmt.Sprintf("/sru?maximumRecords=10&startRecord=%d&query=", deep), "cql.allRecords=1 not bath.issn=ISSN sortby dc.title"},
		{"scan of 20 terms", "/sru?version=1.1&operation=scan&maximumTerms=20&scanClause=", "dc.title=FIRST"},
	}
}
