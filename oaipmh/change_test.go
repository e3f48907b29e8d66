package oaipmh

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

// TestUnfinishedSecond: what happens in the second that is not over is left to
// the next harvest, which begins with the date of the response.
func TestUnfinishedSecond(t *testing.T) {
	f := start(t, func(*Config) {})
	record := sampleRecords(t)[0]
	f.apply(t, withdrawn(record))
	query := "verb=ListIdentifiers&metadataPrefix=oai_dc"
	d := f.ask(t, complete, query)
	for _, h := range d.Headers() {
		if h.Identifier == "oai:issn.org:"+record.ISSN.String() {
			t.Errorf("listed in the second of its change: %+v", h)
		}
	}
	f.clock.move(time.Second)
	next := f.ask(t, complete, query+"&from="+d.ResponseDate)
	if heads := next.Headers(); len(heads) != 1 || heads[0].Status != "deleted" {
		t.Errorf("the next harvest has %+v", heads)
	}
}

// TestChangesBetweenPages: a change during a harvest neither hides nor repeats
// a record, and the next harvest has all that changed.
func TestChangesBetweenPages(t *testing.T) {
	for name, v := range viewers {
		t.Run(name, func(t *testing.T) {
			f := start(t, func(c *Config) { c.Identifiers = 20 })
			before := f.want(t, v, "")
			began := f.clock.now().Format(secondLayout)
			records := sampleRecords(t)
			changed := map[string]bool{}
			got := f.harvest(t, v, "verb=ListIdentifiers&metadataPrefix=oai_dc", func(page int) {
				f.clock.move(time.Minute)
				for _, r := range []*register.Record{records[page*5], records[len(records)-1-page*11]} {
					f.apply(t, withdrawn(r))
					changed["oai:issn.org:"+r.ISSN.String()] = true
				}
			})
			seen := map[string]bool{}
			for _, h := range got {
				if seen[h.Identifier] {
					t.Errorf("%s comes twice", h.Identifier)
				}
				seen[h.Identifier] = true
			}
			for _, h := range before {
				if !seen[h.Identifier] && !changed[h.Identifier] {
					t.Errorf("%s does not come", h.Identifier)
				}
			}
			f.clock.move(time.Minute)
			final := map[string]header{}
			for _, h := range append(got, f.harvest(t, v, "verb=ListIdentifiers&metadataPrefix=oai_dc&from="+began, nil)...) {
				final[h.Identifier] = h
			}
			for _, h := range f.want(t, v, "") {
				if diff := cmp.Diff(h, final[h.Identifier]); diff != "" {
					t.Errorf("after two harvests (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestListRunsOut: where the rest of a list has changed there is no empty page.
func TestListRunsOut(t *testing.T) {
	f := start(t, func(c *Config) { c.Identifiers = 100 })
	d := f.ask(t, complete, "verb=ListIdentifiers&metadataPrefix=oai_dc")
	f.clock.move(time.Minute)
	for _, r := range sampleRecords(t) {
		f.apply(t, noted(r, "changed"))
	}
	got := f.ask(t, complete, "verb=ListIdentifiers&resumptionToken="+d.Resumption().Token)
	if got.codes() != "noRecordsMatch" {
		t.Errorf("%d headers, errors %v", len(got.Headers()), got.Errors)
	}
}

// TestPutBack: a list that began before the register was put back to an earlier
// state is refused where it has changes that are lost, and goes on where it has
// none.
func TestPutBack(t *testing.T) {
	f := start(t, func(c *Config) { c.Identifiers = 100 })
	query := "verb=ListIdentifiers&metadataPrefix=oai_dc"
	next := func(d *document) string { return "verb=ListIdentifiers&resumptionToken=" + d.Resumption().Token }
	kept := next(f.ask(t, complete, query))
	back := f.copied(t)
	lose := func(f *fixture, text string) {
		for _, r := range sampleRecords(t) {
			f.apply(t, noted(r, text))
		}
		f.clock.move(time.Minute)
	}
	lose(f, "lost")
	lost := next(f.ask(t, complete, query))
	if d := back.ask(t, complete, lost); d.codes() != "badResumptionToken" {
		t.Errorf("a list that is ahead: %v", d.Errors)
	}
	if d := back.ask(t, complete, kept); d.codes() != "" {
		t.Errorf("a list that began before the copy: %v", d.Errors)
	}
	lose(back, "another")
	d := back.ask(t, complete, lost)
	if d.codes() != "badResumptionToken" || !strings.Contains(d.Errors[0].Message, "start it again") {
		t.Errorf("a list that the register has caught up with: %v", d.Errors)
	}
}

// TestClockSetBack: whoever harvests since the date of the last response gets
// every change, and soon, also while the clock is behind the register: because
// it was set back, or was ahead before.
func TestClockSetBack(t *testing.T) {
	const year = 365 * 24 * time.Hour
	for name, moves := range map[string][]time.Duration{
		"back a day": {0, -24 * time.Hour, time.Second, 25 * time.Hour},
		"ahead":      {10 * year, -10 * year, time.Second, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, func(*Config) {})
			query := "verb=ListIdentifiers&metadataPrefix=oai_dc"
			date := f.ask(t, complete, query).ResponseDate
			for i, by := range moves {
				f.clock.move(by)
				r := noted(sampleRecords(t)[i], fmt.Sprint(name, i))
				f.apply(t, r)
				var d *document
				for range 2 { // the second time the second of the change is over
					if d = f.ask(t, complete, query+"&from="+date); len(d.Headers()) > 0 {
						break
					}
					f.clock.move(time.Second)
				}
				heads := d.Headers()
				if len(heads) == 0 || !strings.HasSuffix(heads[len(heads)-1].Identifier, r.ISSN.String()) {
					t.Errorf("after %v nothing is told of the change: %+v", by, d)
				}
				if d.ResponseDate < date {
					t.Errorf("the response is of %s, after one of %s", d.ResponseDate, date)
				}
				date = d.ResponseDate
			}
		})
	}
}

// TestDeleted: a tombstone is told of in lists and alone, in every format, with
// the sets that it was in.
func TestDeleted(t *testing.T) {
	f := start(t, func(*Config) {})
	r := sampleRecords(t)[0]
	id := "oai:issn.org:" + r.ISSN.String()
	live := f.ask(t, register.Viewer{}, "verb=GetRecord&metadataPrefix=oai_dc&identifier="+id).Record.Header
	f.apply(t, withdrawn(r))
	f.clock.move(time.Minute)
	for _, prefix := range f.prefixes() {
		d := f.ask(t, register.Viewer{}, "verb=GetRecord&metadataPrefix="+prefix+"&identifier="+id)
		if d.Record == nil || d.Record.Header.Status != "deleted" || d.Record.Metadata.XML != "" {
			t.Fatalf("%s: %+v", prefix, d)
		}
		if missing := slices.DeleteFunc(slices.Clone(live.Sets), func(s string) bool { return slices.Contains(d.Record.Header.Sets, s) }); len(missing) > 0 {
			t.Errorf("%s: sets %v are gone", prefix, missing)
		}
	}
	if d := f.ask(t, register.Viewer{}, "verb=ListMetadataFormats&identifier="+id); len(d.Formats) != len(f.prefixes()) {
		t.Errorf("formats of a tombstone: %+v", d)
	}
}
