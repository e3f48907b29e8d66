package main

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"issnd/bench/generate"
	"issnd/marc"
	"issnd/register"
)

// searchRetrieve is a request for so many records, up to its query.
func searchRetrieve(path, query string, records int) (before, cql string) {
	return fmt.Sprintf("%s?version=1.1&operation=searchRetrieve&recordSchema=marcxml&maximumRecords=%d&query=", path, records), query
}

// queries writes a file of requests that end with a CQL query, in which ISSN,
// FIRST, SECOND and NUMBER stand for the ISSN, title words and place in the
// file of public records, drawn evenly. Each kind of request has a file of its
// own.
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
	name := filepath.Join(b.dir, fmt.Sprintf("queries-%08x", crc32.ChecksumIEEE([]byte(before+query))))
	return name, os.WriteFile(name, out.Bytes(), 0o644)
}

// titleWords are the first two words of four letters or more of a title, all of
// which are of ASCII: Zebra is not asked what it makes of others.
func titleWords(r *register.Record) (first, second string) {
	for f := range r.MARC.Each(marc.T("245")) {
		for _, w := range strings.FieldsFunc(f.Get('a'), func(c rune) bool { return !unicode.IsLetter(c) }) {
			switch {
			case len(w) < 4 || strings.IndexFunc(w, func(c rune) bool { return c > unicode.MaxASCII }) >= 0:
			case first == "":
				first = w
			default:
				return first, w
			}
		}
	}
	return first, first
}
