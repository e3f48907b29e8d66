package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"issnd/marc"
	"issnd/register"
	"issnd/search"
	"issnd/store/remote"
)

// finder searches a served register by SRU and compares what it finds with what
// the store has.
type finder struct {
	served *served
	http   http.Client
}

// found is the part of an answer that counts.
type found struct {
	Total   int `json:"numberOfRecords"`
	Records []struct {
		ID string `json:"recordIdentifier"`
	} `json:"records"`
	Diagnostics []struct {
		Message string `json:"message"`
		Details string `json:"details"`
	} `json:"diagnostics"`
}

// most is how many records an answer has at most.
const most = 1000

// find is the identifiers of what a query finds, in their order, and how many
// there are. The public gets no records, only the number.
func (f *finder) find(ctx context.Context, query string, public bool) (ids []string, total int, err error) {
	parameters := url.Values{
		"query": {query}, "httpAccept": {"application/json"}, "recordSchema": {"schemaorg"}, "maximumRecords": {fmt.Sprint(most)},
	}
	if public {
		parameters.Set("maximumRecords", "0")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+f.served.address+"/sru?"+parameters.Encode(), nil)
	if err != nil {
		return nil, 0, err
	}
	if !public {
		req.Header.Set("X-API-Key", f.served.key)
	}
	res, err := f.http.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer res.Body.Close()
	var answer found
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return nil, 0, fmt.Errorf("%s: %s: %w", query, res.Status, err)
	}
	if len(answer.Diagnostics) > 0 {
		return nil, 0, fmt.Errorf("%s: %s (%s)", query, answer.Diagnostics[0].Message, answer.Diagnostics[0].Details)
	}
	for _, r := range answer.Records {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids, answer.Total, nil
}

// committed is what the store has, with what is withdrawn.
func (f *finder) committed(ctx context.Context) ([]*register.Record, error) {
	client, err := remote.Dial(filepath.Join(f.served.data, "issnd.sock"))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	var all []*register.Record
	for after := uint64(0); ; {
		page, err := client.Changes(ctx, after, most)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
		after = page[len(page)-1].Seq
	}
}

// faults are what searches find otherwise than the records of the store demand,
// when there were versions titles so far.
func (f *finder) faults(ctx context.Context, records []*register.Record, versions int) (faults []string, err error) {
	live := map[string]*register.Record{}
	public := 0
	var numbers []string
	for _, r := range records {
		numbers = append(numbers, r.ISSN.String())
		if r.Deleted {
			continue
		}
		live[r.ISSN.String()] = r
	}
	for _, r := range live { // not of records: one that gets a new place while they are read is there twice
		if r.Head.Public() {
			public++
		}
	}
	for _, everyone := range []bool{false, true} {
		want := len(live)
		if everyone {
			want = public
		}
		if _, got, err := f.find(ctx, "cql.allRecords = 1", everyone); err != nil {
			return nil, err
		} else if got != want {
			faults = append(faults, fmt.Sprintf("all records, public %v: %d, in the store %d", everyone, got, want))
		}
	}
	more, err := f.unlike(ctx, slices.Concat(byNumber(numbers, live), byVersion(live, versions), byWord(live)))
	return append(faults, more...), err
}

// unlike are the queries that find something else than is expected.
func (f *finder) unlike(ctx context.Context, queries []expectation) (faults []string, err error) {
	for _, q := range queries {
		got, total, err := f.find(ctx, q.query, false)
		if err != nil {
			return nil, err
		}
		slices.Sort(q.want)
		if total != len(q.want) || !slices.Equal(got, q.want) {
			faults = append(faults, fmt.Sprintf("%s\n finds %d: %v\n wanted %d: %v", q.query, total, got, len(q.want), q.want))
		}
	}
	return faults, nil
}

// expectation is a query and what it has to find.
type expectation struct {
	query string
	want  []string
}

// alternatives joins clauses in queries of fifty.
func alternatives(clauses []expectation) (queries []expectation) {
	for chunk := range slices.Chunk(clauses, 50) {
		var q expectation
		var parts []string
		for _, c := range chunk {
			parts = append(parts, c.query)
			q.want = append(q.want, c.want...)
		}
		q.query = strings.Join(parts, " or ")
		queries = append(queries, q)
	}
	return queries
}

// byNumber looks for every ISSN that the store knows.
func byNumber(numbers []string, live map[string]*register.Record) []expectation {
	var clauses []expectation
	for _, n := range numbers {
		c := expectation{query: "issn.issn = " + n}
		if live[n] != nil {
			c.want = []string{n}
		}
		clauses = append(clauses, c)
	}
	return alternatives(clauses)
}

// byVersion looks for every version of a title that there ever was.
func byVersion(live map[string]*register.Record, versions int) []expectation {
	current := map[string]string{}
	for n, r := range live {
		if v := versionOf(r.MARC); v != "" {
			current[v] = n
		}
	}
	var clauses []expectation
	for v := range versions {
		mark := fmt.Sprint(versionMark, v+1, "]")
		c := expectation{query: fmt.Sprintf(`issn.titleProper = "%s"`, search.Fold(mark))}
		if n, ok := current[mark]; ok {
			c.want = []string{n}
		}
		clauses = append(clauses, c)
	}
	return alternatives(clauses)
}

// byWord looks for every record by its number and the first word of its title.
func byWord(live map[string]*register.Record) []expectation {
	var clauses []expectation
	for _, n := range slices.Sorted(maps.Keys(live)) {
		title := live[n].MARC.First(marc.T("245"))
		if title == nil {
			continue
		}
		if words := strings.Fields(search.Fold(title.Get('a'))); len(words) > 0 {
			clauses = append(clauses, expectation{fmt.Sprintf(`(issn.issn = %s and dc.title = "%s")`, n, words[0]), []string{n}})
		}
	}
	return alternatives(clauses)
}

// level waits until searches find what the store has, which nobody changes
// meanwhile. It returns what is still wrong after the time.
func (f *finder) level(ctx context.Context, versions int, within time.Duration) (faults []string, records []*register.Record, err error) {
	records, err = f.committed(ctx)
	if err != nil {
		return nil, nil, err
	}
	for deadline := time.Now().Add(within); ; time.Sleep(20 * time.Millisecond) {
		faults, err = f.faults(ctx, records, versions)
		if err == nil && len(faults) == 0 || time.Now().After(deadline) {
			return faults, records, err
		}
	}
}
