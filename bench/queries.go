package main

import (
	"bytes"
	"fmt"
	"issnd/bench/generate"
	"issnd/register"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// searchRetrieve is a request for so many records, up to its query.
func searchRetrieve(path, query string, records int) (before, cql string) {
	return fmt.Sprintf("%s?version=1.1&operation=searchRetrieve&recordSchema=marcxml&maximumRecords=%d&query=", path, records), query
}

// queries writes a file of requests that end with a CQL query, in which ISSN,
// FIRST, SECOND and NUMBER stand for the ISSN, title words and place in the
// file of public records, drawn evenly.
func (b *bench) queries(before, query string) (string, error) {
	const n = 10_000
	g := generate.New(b.seed, b.n)
	rules := register.DefaultRules()
	var out bytes.Buffer
	for i := 0; i < b.n; i += max(1, b.n/n) {
		r, err := rules.Record(g.Record(i))
		if err != nil || !r.Public() {
			continue
		}
		first, second := titleWords(r)
		if first == "" {
			continue
		}
		cql := strings.NewReplacer("ISSN", r.ISSN.String(), "FIRST", first, "SECOND", second).Replace(query)
		fmt.Fprintf(&out, "%s%s\n", strings.ReplaceAll(before, "NUMBER", fmt.Sprint(i)), url.QueryEscape(cql))
	}
	path, _, _ := strings.Cut(before, "?")
	name := filepath.Join(b.dir, "queries-"+strings.Trim(path, "/"))
	return name, os.WriteFile(name, out.Bytes(), 0o644)
}

// titleWords are the first two words of four letters or more of a title.
func titleWords(r *register.Record) (first, second string) {
	for f := range r.MARC.Each([3]byte{'2', '4', '5'}) {
		for _, w := range strings.FieldsFunc(f.Get('a'), func(c rune) bool { return c < 'A' || c > 'z' || c > 'Z' && c < 'a' }) {
			switch {
			case len(w) < 4:
			case first == "":
				first = w
			case second == "":
				return first, w
			}
		}
	}
	return first, first
}
