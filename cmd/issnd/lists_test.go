package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"issnd/bench/generate"
	"issnd/register"
)

// TestLists: a list of the whole register and of every set has each identifier
// once and as many as it says, for the public and with a key. With
// ISSND_CONSISTENCY the register is larger.
func TestLists(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	n := 2000
	if os.Getenv("ISSND_CONSISTENCY") != "" {
		n = 20_000
	}
	g := generate.New(7, n)
	s := newServed(t, g, 100)
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	expected := lists(t, g)
	time.Sleep(endOfSecond)
	for _, public := range []bool{true, false} {
		t.Run(fmt.Sprintf("public=%v", public), func(t *testing.T) {
			t.Parallel()
			client := &oaiClient{base: "http://" + s.address + "/oai", http: http.DefaultClient}
			if !public {
				client.key = s.key
			}
			sets := client.sets(t)
			var want []string
			for m := range expected {
				if m.Public == public && m.Set != "" {
					want = append(want, m.Set)
				}
			}
			slices.Sort(want)
			if !slices.Equal(sets, want) {
				t.Fatalf("sets %q, want %q", sets, want)
			}
			whole := register.Membership{Public: public}
			client.checkList(t, "ListRecords", whole, expected[whole])
			client.checkList(t, "ListIdentifiers", whole, expected[whole])
			for _, set := range sets {
				m := register.Membership{Public: public, Set: set}
				client.checkList(t, "ListIdentifiers", m, expected[m])
			}
		})
	}
}

// lists are the identifiers of every list of a generated register.
func lists(t *testing.T, g *generate.Generator) map[register.Membership]map[string]bool {
	t.Helper()
	rules := register.DefaultRules()
	all := map[register.Membership]map[string]bool{}
	for i := range g.Len() {
		r, err := rules.Record(g.Record(i))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range append(register.Memberships(r), register.Membership{}) {
			if all[m] == nil {
				all[m] = map[string]bool{}
			}
			all[m]["oai:issn.org:"+r.ISSN.String()] = true
		}
	}
	return all
}

// checkList follows a list, which has nothing deleted.
func (c *oaiClient) checkList(t *testing.T, verb string, m register.Membership, want map[string]bool) {
	t.Helper()
	got := map[string]bool{}
	w := &walk{verb: verb, prefix: "oai_dc", set: m.Set, take: func(r *oaiRecord) {
		if r.Header.deleted() {
			t.Errorf("%s is deleted", r.Header.Identifier)
		}
		got[r.Header.Identifier] = true // item refuses what comes twice
	}}
	if _, err := c.list(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if w.size != "" && w.size != strconv.Itoa(w.count) {
		t.Errorf("%s %q: completeListSize %s of %d items", verb, m.Set, w.size, w.count)
	}
	if !maps.Equal(got, want) {
		t.Errorf("%s %q: %d items, want %d", verb, m.Set, len(got), len(want))
	}
}

// sets lists all sets.
func (c *oaiClient) sets(t *testing.T) (all []string) {
	t.Helper()
	for query := (url.Values{"verb": {"ListSets"}}); query != nil; {
		a, err := c.ask(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Errors) > 0 {
			t.Fatal(a.Errors)
		}
		all = append(all, a.Sets...)
		if query = nil; a.SetsToken != nil && a.SetsToken.Token != "" {
			query = url.Values{"verb": {"ListSets"}, "resumptionToken": {a.SetsToken.Token}}
		}
	}
	return all
}
