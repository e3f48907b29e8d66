package oaipmh

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

// harvest follows a list to its end and checks what every page says of itself.
// Between pages it calls between, which may be nil.
func (f *fixture) harvest(t testing.TB, v register.Viewer, query string, between func(page int)) []header {
	t.Helper()
	var all []header
	size := ""
	for page := 0; ; page++ {
		d := f.ask(t, v, query)
		if got := d.codes(); got != "" {
			t.Fatalf("page %d of %s: %v", page, query, d.Errors)
		}
		heads, r := d.Headers(), d.Resumption()
		if len(heads) == 0 {
			t.Fatalf("page %d of %s is empty", page, query)
		}
		if page == 0 {
			size = r.Size
		}
		if r.Size != size {
			t.Errorf("page %d: completeListSize %q, was %q", page, r.Size, size)
		}
		if r.Size != "" && r.Cursor != strconv.Itoa(len(all)) {
			t.Errorf("page %d: cursor %q, want %d", page, r.Cursor, len(all))
		}
		if r.Token != "" {
			if again := f.ask(t, v, query); !cmp.Equal(again.Headers(), heads) || again.Resumption() != r {
				t.Errorf("page %d is another one when it is asked for again", page)
			}
		}
		all = append(all, heads...)
		if r.Token == "" {
			if between == nil && size != "" && size != strconv.Itoa(len(all)) {
				t.Errorf("%s: completeListSize %s, there were %d", query, size, len(all))
			}
			return all
		}
		if between != nil {
			between(page)
		}
		query = "verb=" + d.Verb() + "&resumptionToken=" + url.QueryEscape(r.Token)
	}
}

// want is what the register would list without pages.
func (f *fixture) want(t testing.TB, v register.Viewer, set string) []header {
	t.Helper()
	items, err := f.register.Harvest(t.Context(), v, set, 0, math.MaxUint64, math.MaxInt32, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []header
	for _, it := range items {
		h := header{Identifier: "oai:issn.org:" + it.Head.ISSN.String(), Datestamp: it.Head.Updated.Format(secondLayout), Sets: it.Sets}
		if it.View == nil {
			h.Status = "deleted"
		}
		all = append(all, h)
	}
	return all
}

// TestHarvest: every list, whole and by set, has each item once in the order of
// datestamps, whatever the length of its pages.
func TestHarvest(t *testing.T) {
	for _, n := range []int{1, 30, 1000} {
		f := start(t, func(c *Config) { c.Records, c.Identifiers = n, n })
		for name, v := range viewers {
			t.Run(fmt.Sprintf("%s, pages of %d", name, n), func(t *testing.T) {
				sets, err := f.register.HarvestSets(t.Context(), v)
				if err != nil || len(sets) == 0 {
					t.Fatal("no sets", err)
				}
				if n != 30 {
					sets = []string{"medium:online"}
				}
				for _, set := range append([]string{""}, sets...) {
					want := f.want(t, v, set)
					query := "metadataPrefix=oai_dc"
					if set != "" {
						query += "&set=" + set
					}
					for _, verb := range []string{"ListIdentifiers", "ListRecords"} {
						if diff := cmp.Diff(want, f.harvest(t, v, "verb="+verb+"&"+query, nil)); diff != "" {
							t.Errorf("%s of %q (-want +got):\n%s", verb, set, diff)
						}
					}
				}
			})
		}
	}
}

// TestDates: lists by dates have what changed within them, both ends included,
// and together they have everything.
func TestDates(t *testing.T) {
	f := start(t, func(c *Config) { c.Identifiers = 25 })
	all := f.want(t, complete, "")
	day := func(n int) string { return someday.AddDate(0, 0, n).Format(dayLayout) }
	second := func(n int) string { return someday.AddDate(0, 0, n).Format(secondLayout) }
	for _, tt := range []struct{ name, dates, first, last string }{
		{"from a day", "from=" + day(1), day(1), day(9)},
		{"until a day", "until=" + day(1), day(0), day(1) + "T24"},
		{"one day", "from=" + day(1) + "&until=" + day(1), day(1), day(1) + "T24"},
		{"one second", "from=" + second(1) + "&until=" + second(1), second(1), second(1)},
		{"to the second before", "until=" + someday.AddDate(0, 0, 1).Add(-time.Second).Format(secondLayout), day(0), day(1)},
		{"everything", "from=" + day(-9) + "&until=" + day(9), "0", "9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var want []header
			for _, h := range all {
				if h.Datestamp >= tt.first && h.Datestamp <= tt.last {
					want = append(want, h)
				}
			}
			got := f.harvest(t, complete, "verb=ListIdentifiers&metadataPrefix=oai_dc&"+tt.dates, nil)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTokensOfOthers: a token is good for its own list and viewer only.
func TestTokensOfOthers(t *testing.T) {
	f := start(t, func(c *Config) { c.Records, c.Identifiers = 10, 10 })
	tok := f.ask(t, complete, "verb=ListRecords&metadataPrefix=marc21").Resumption().Token
	if got := f.ask(t, complete, "verb=ListRecords&resumptionToken="+tok); got.codes() != "" {
		t.Fatal(got.Errors)
	}
	for name, got := range map[string]*document{
		"another verb":   f.ask(t, complete, "verb=ListIdentifiers&resumptionToken="+tok),
		"the sets":       f.ask(t, complete, "verb=ListSets&resumptionToken="+tok),
		"the public":     f.ask(t, register.Viewer{}, "verb=ListRecords&resumptionToken="+tok),
		"another tier":   f.ask(t, register.NewViewer("x", register.Administrative), "verb=ListRecords&resumptionToken="+tok),
		"another server": start(t, func(c *Config) { c.Key = Key{7} }).ask(t, complete, "verb=ListRecords&resumptionToken="+tok),
		"another store":  start(t, func(*Config) {}).ask(t, complete, "verb=ListRecords&resumptionToken="+tok),
	} {
		if got.codes() != string(BadResumptionToken) {
			t.Errorf("%s: %q", name, got.codes())
		}
	}
	f.clock.move(DefaultLifetime - time.Second)
	if got := f.ask(t, complete, "verb=ListRecords&resumptionToken="+tok); got.codes() != "" {
		t.Errorf("expired before its time: %v", got.Errors)
	}
	f.clock.move(time.Hour)
	if got := f.ask(t, complete, "verb=ListRecords&resumptionToken="+tok); got.codes() != string(BadResumptionToken) {
		t.Errorf("after its time: %q", got.codes())
	}
}

// TestSetsInPages: the list of sets is split like the others.
func TestSetsInPages(t *testing.T) {
	f := start(t, func(c *Config) { c.Identifiers = 3 })
	want, err := f.register.HarvestSets(t.Context(), complete)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for query := "verb=ListSets"; query != ""; {
		d := f.ask(t, complete, query)
		for _, s := range d.Sets {
			got = append(got, s.Spec)
			if s.Name == "" {
				t.Errorf("%s has no name", s.Spec)
			}
		}
		r := d.Resumption()
		if r.Size != strconv.Itoa(len(want)) {
			t.Errorf("completeListSize %q, want %d", r.Size, len(want))
		}
		if query = ""; r.Token != "" {
			query = "verb=ListSets&resumptionToken=" + r.Token
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLongRecords: a page ends early where its records are very long.
func TestLongRecords(t *testing.T) {
	f := start(t, func(*Config) {})
	for _, r := range sampleRecords(t)[:4] {
		f.apply(t, noted(r, strings.Repeat("x", 3<<20)))
	}
	f.clock.move(time.Minute)
	d := f.ask(t, complete, "verb=ListRecords&metadataPrefix=marc21&from="+someday.AddDate(0, 0, 2).Format(secondLayout))
	n := len(d.Headers())
	if d.Resumption().Token == "" {
		t.Fatalf("%d records on the only page", n)
	}
	body, err := f.AppendResponse(t.Context(), nil, complete, testSite, "verb=ListRecords&resumptionToken="+d.Resumption().Token)
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 2*mostBytes {
		t.Errorf("a page of %d bytes", len(body))
	}
	if n += len(parse(t, body).Headers()); d.Resumption().Size != strconv.Itoa(n) {
		t.Errorf("two pages have %d records of %s", n, d.Resumption().Size)
	}
}
