package harvest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/ingest"
	"issnd/issn"
	"issnd/register"
)

const first = "metadataPrefix=marc21"

// TestProviders: whatever a provider does that the protocol allows, or that
// providers are known to do, the harvest ends with its records in the register.
func TestProviders(t *testing.T) {
	a, b, c := live("0028-0836", "A"), live("1476-4687", "B"), live("0036-8075", "C")
	abc := map[string]string{"0028-0836": "A", "1476-4687": "B", "0036-8075": "C"}
	tests := []struct {
		name    string
		answers map[string]string
		script  []string
		gzip    bool
		want    map[string]string
		waits   []time.Duration
		note    string // that there must be
	}{
		{name: "one page without a token", answers: map[string]string{first: page(a, b, c)}, want: abc},
		{name: "empty last token", answers: map[string]string{first: page(a, next("t1")), "resumptionToken=t1": page(b, c, next(""))}, want: abc},
		{name: "token with white space", answers: map[string]string{first: page(a, next("\n  t|1 2&amp;+\n")), "resumptionToken=t%7C1+2%26%2B": page(b, c, next("\n  "))}, want: abc},
		{name: "no token at the end, no size", answers: map[string]string{first: page(a, next("t1")), "resumptionToken=t1": page(b, c)}, want: abc},
		{name: "one token for all pages", answers: map[string]string{first: page(a, next("t"))}, script: []string{"", page(b, next("t")), page(c, next(""))}, want: abc},
		{name: "empty page in the middle", answers: map[string]string{first: page(a, next("t1")), "resumptionToken=t1": page(next("t2")), "resumptionToken=t2": page(b, c)}, want: abc},
		{name: "nothing matches", answers: map[string]string{first: failed("noRecordsMatch")}, want: map[string]string{}},
		{name: "duplicates", answers: map[string]string{first: page(a, a, b, next("t1")), "resumptionToken=t1": page(b, c, a)}, want: abc},
		{name: "deleted", answers: map[string]string{first: page(a, b, c, next("t1")), "resumptionToken=t1": page(gone("oai:x:1476-4687"), gone("oai:x:0000-0019"))},
			want: map[string]string{"0028-0836": "A", "1476-4687": "-", "0036-8075": "C"}},
		{name: "revived", answers: map[string]string{first: page(a, gone("oai:x:0028-0836"), live("0028-0836", "A again"))}, want: map[string]string{"0028-0836": "A again"}},
		{name: "gzip", gzip: true, answers: map[string]string{first: page(a, b, c)}, want: abc},
		{name: "busy, seconds", script: []string{"!503 7"}, answers: map[string]string{first: page(a, b, c)}, want: abc, waits: []time.Duration{7 * time.Second}, note: "asks to wait 7s"},
		{name: "busy, a date in the past", script: []string{"!503 Wed, 21 Oct 2015 07:28:00 GMT"}, answers: map[string]string{first: page(a, b, c)}, want: abc, waits: []time.Duration{0}},
		{name: "busy, says not how long", script: []string{"!503", "!429 soon", "!502"}, answers: map[string]string{first: page(a, b, c)}, want: abc, waits: []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}},
		{name: "cut off", script: []string{page(a, b, c)[:700]}, answers: map[string]string{first: page(a, b, c)}, want: abc, waits: []time.Duration{time.Second}, note: "unexpected EOF, after the header of oai:x:0028-0836"},
		{name: "a page of HTML", script: []string{"<html><p>Come back later</html>"}, answers: map[string]string{first: page(a, b, c)}, want: abc, waits: []time.Duration{time.Second}, note: "<html>"},
		{name: "control characters", answers: map[string]string{first: page(live("0028-0836", "A\x03&#x1A;\xff"), b, c)}, want: map[string]string{"0028-0836": "A\uFFFD\uFFFD\uFFFD", "1476-4687": "B", "0036-8075": "C"}, note: "6 characters"},
		{name: "token is not known any more", answers: map[string]string{first: page(a, next("t1"))}, script: []string{page(a, next("t0")), failed("badResumptionToken"), "", page(b, c)}, want: abc, note: "begun again"},
		{name: "foreign elements", answers: map[string]string{first: strings.ReplaceAll(page("<!-- c --><x:y xmlns:x='urn:x'><record/></x:y>", a, b, c), "<header>", "<!-- c --><header>")}, want: abc},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t, tt.answers)
			f.provider.script, f.provider.gzip = tt.script, tt.gzip
			res, err := f.job.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, f.titles()); d != "" {
				t.Errorf("the register (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.waits, f.waits); d != "" {
				t.Errorf("waits (-want +got):\n%s", d)
			}
			if !strings.Contains(strings.Join(f.notes, "\n"), tt.note) {
				t.Errorf("notes %q, want %q", f.notes, tt.note)
			}
			if !res.Complete || res.Rejected > 0 || !res.Next.Equal(time.Date(2026, 3, 1, 11, 59, 59, 0, time.UTC)) {
				t.Errorf("result %+v %+v", res, res.Report)
			}
		})
	}
}

// TestRefused: what cannot be harvested is said, and what was written before
// counts.
func TestRefused(t *testing.T) {
	a := live("0028-0836", "A")
	tests := []struct {
		name     string
		identify string
		answers  map[string]string
		script   []string
		want     string
		is       error
		present  int
	}{
		{name: "not there", script: []string{"!404"}, want: "404"},
		{name: "wants a key", script: []string{"!401"}, want: "another key"},
		{name: "always busy", script: []string{"!503", "!503", "!503", "!503"}, want: "503"},
		{name: "busy until next year", script: []string{"!503 99999999"}, want: "asks to wait"},
		{name: "never well formed", answers: map[string]string{first: page(a, "<record>")}, want: "line 1, column"},
		{name: "another encoding", answers: map[string]string{first: strings.Replace(page(a), "UTF-8", "ISO-8859-1", 1)}, want: "only UTF-8"},
		{name: "unknown format", answers: map[string]string{first: failed("cannotDisseminateFormat")}, want: "cannotDisseminateFormat: no"},
		{name: "two errors", answers: map[string]string{first: head + `<error code="badArgument">x</error><error code="noSetHierarchy"/>` + tail}, want: "badArgument: x\nnoSetHierarchy"},
		{name: "same page again", answers: map[string]string{first: page(a, next("t")), "resumptionToken=t": page(a, next("t"))}, is: ErrLoop, present: 1},
		{name: "token leads to itself", answers: map[string]string{first: page(a, next("t")), "resumptionToken=t": page(next("t"))}, is: ErrLoop, present: 1},
		{name: "ends too early", answers: map[string]string{first: page(a, `<resumptionToken completeListSize="5">t</resumptionToken>`), "resumptionToken=t": page(a)}, is: ErrShort, present: 1},
		{name: "tokens are never known", answers: map[string]string{first: page(a, next("t")), "resumptionToken=t": failed("badResumptionToken")}, want: "badResumptionToken", present: 1},
		{name: "no date", answers: map[string]string{first: strings.Replace(page(a), "2026-03-01T12:00:00Z", "today", 1)}, want: "responseDate"},
		{name: "not a provider", identify: "<html></html>", want: "not an answer of OAI-PMH"},
		{name: "no answer to Identify", identify: head + tail, is: errNotOAI},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t, tt.answers)
			f.provider.script, f.provider.identify = tt.script, tt.identify
			res, err := f.job.Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), tt.want) || tt.is != nil && !errors.Is(err, tt.is) {
				t.Fatalf("error %v, want %q %v", err, tt.want, tt.is)
			}
			if res.Complete || len(f.titles()) != tt.present {
				t.Errorf("complete %t, register %v", res.Complete, f.titles())
			}
			if s, err := readState(f.job.State); err != nil || !s.Last.IsZero() {
				t.Errorf("state %+v, %v", s, err)
			}
		})
	}
}

// TestShortListIsNotResumed: a list that ended too early is read from its
// beginning the next time.
func TestShortListIsNotResumed(t *testing.T) {
	a, b := live("0028-0836", "A"), live("1476-4687", "B")
	const sized = `<resumptionToken completeListSize="2">t</resumptionToken>`
	f := newFixture(t, map[string]string{first: page(a, sized), "resumptionToken=t": page(b)})
	f.provider.script = []string{"", page()}
	if _, err := f.job.Run(t.Context()); !errors.Is(err, ErrShort) {
		t.Fatalf("error %v", err)
	}
	if _, err := f.job.Run(t.Context()); err != nil || len(f.titles()) != 2 || f.provider.asked[2] != first {
		t.Errorf("%v, asked %v, register %v", err, f.provider.asked, f.titles())
	}
}

func TestRejected(t *testing.T) {
	bad := strings.Replace(live("0028-0836", "A"), `tag="222"`, "", 1)
	none := `<record><header><identifier>oai:x:2</identifier></header></record>`
	dc := `<record><header><identifier>oai:x:3</identifier></header><metadata><dc xmlns="urn:dc"/></metadata></record>`
	f := newFixture(t, map[string]string{first: page(bad, none, dc, gone("oai:dnb.de/zdb/123"), live("1476-4688", "wrong"), live("0036-8075", "C"))})
	res, err := f.job.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range res.Errors {
		for _, x := range c.Examples {
			got[x.File] = c.Rule
		}
	}
	want := map[string]string{
		"oai:x:0028-0836": "malformed-marcxml", "oai:x:2": ruleMetadata, "oai:x:3": ruleMetadata,
		"oai:dnb.de/zdb/123": ruleDeletion, "oai:x:1476-4688": "issn-wrong",
	}
	if d := cmp.Diff(want, got); d != "" || res.Created != 1 || res.Read != 6 || !res.Complete {
		t.Errorf("%+v (-want +got):\n%s", res.Report, d)
	}
}

// TestIncremental: the next harvest asks from the first responseDate of the
// last one, less one granule.
func TestIncremental(t *testing.T) {
	for _, tt := range []struct {
		name, granularity, from string
	}{
		{"seconds", "YYYY-MM-DDThh:mm:ssZ", "2026-03-01T11%3A59%3A59Z"},
		{"days", "YYYY-MM-DD", "2026-02-28"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			again := "from=" + tt.from + "&" + first + "&set=medium%3Aprint"
			f := newFixture(t, map[string]string{
				first + "&set=medium%3Aprint": page(live("0028-0836", "A"), next("t")),
				"resumptionToken=t":           strings.Replace(page(live("1476-4687", "B")), "12:00:00", "12:05:00", 1),
				again:                         failed("noRecordsMatch"),
			})
			f.provider.identify = head + strings.Replace(second, "YYYY-MM-DDThh:mm:ssZ", tt.granularity, 1) + tail
			f.job.Set = "medium:print"
			for range 3 {
				if _, err := f.job.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			want := []string{first + "&set=medium%3Aprint", "resumptionToken=t", again, again}
			if d := cmp.Diff(want, f.provider.asked); d != "" {
				t.Errorf("asked (-want +got):\n%s", d)
			}
		})
	}
}

func TestFromAndFull(t *testing.T) {
	answers := map[string]string{first: page(live("0028-0836", "A")), "from=2026-01-31T00%3A00%3A00Z&" + first: failed("noRecordsMatch")}
	f := newFixture(t, answers)
	if _, err := f.job.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.job.Full = true
	if res, err := f.job.Run(t.Context()); err != nil || res.Unchanged != 1 {
		t.Errorf("full: %+v, %v", res, err)
	}
	f.job.Full, f.job.From = false, time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	if res, err := f.job.Run(t.Context()); err != nil || res.From != "2026-01-31T00:00:00Z" {
		t.Errorf("from: %+v, %v", res, err)
	}
}

// TestResumes: a harvest that was interrupted goes on with the page that is not
// in the register yet.
func TestResumes(t *testing.T) {
	f := newFixture(t, map[string]string{
		first: page(live("0028-0836", "A"), next("t1")), "resumptionToken=t1": page(live("1476-4687", "B"), next("t2")),
		"resumptionToken=t2": page(live("0036-8075", "C"), next("")),
	})
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		f.job.Progress = func(ingest.Progress) { cancel() }
		if res, err := f.job.Run(ctx); !errors.Is(err, context.Canceled) || res.Created != 1 {
			t.Fatalf("%+v, %v", res, err)
		}
	}
	f.job.Progress = nil
	res, err := f.job.Run(t.Context())
	if err != nil || !res.Resumed || res.Pages != 1 || len(f.titles()) != 3 {
		t.Errorf("%+v, %v, %v", res, err, f.titles())
	}
	if d := cmp.Diff([]string{first, "resumptionToken=t1", "resumptionToken=t2"}, f.provider.asked); d != "" {
		t.Errorf("asked (-want +got):\n%s", d)
	}
}

func TestExpiredTokenIsNotUsed(t *testing.T) {
	f := newFixture(t, map[string]string{first: page(live("0028-0836", "A"))})
	stats, err := f.store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := State{Store: stats.ID, Current: &Current{Token: "old", Expires: time.Now().Add(-time.Minute), Pages: 3}}
	if err := s.write(f.job.State); err != nil {
		t.Fatal(err)
	}
	if _, err := f.job.Run(t.Context()); err != nil || f.provider.asked[0] != first {
		t.Errorf("%v, asked %v", err, f.provider.asked)
	}
}

// TestOtherStore: the state of a harvest is not believed of another store, nor
// of an earlier state of it.
func TestOtherStore(t *testing.T) {
	for name, change := range map[string]func(*State){
		"another store": func(s *State) { s.Store = "another" },
		"earlier state": func(s *State) { s.Seq++ },
		"lost state":    func(s *State) { s.Branch = "lost" },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, map[string]string{first: page(live("0028-0836", "A"))})
			for range 2 {
				if _, err := f.job.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				s, err := readState(f.job.State)
				if err != nil {
					t.Fatal(err)
				}
				change(&s)
				if err := s.write(f.job.State); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff([]string{first, first}, f.provider.asked); d != "" {
				t.Errorf("asked (-want +got):\n%s", d)
			}
		})
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	f := newFixture(t, map[string]string{first: page(live("0028-0836", "A"), gone("oai:x:0028-0836"), gone("oai:x:1476-4687"))})
	f.job.DryRun, f.job.Import.Store = true, ingest.Preview(f.store)
	res, err := f.job.Run(t.Context())
	if err != nil || res.Created != 1 || res.Withdrawn != 1 || res.Unchanged != 1 {
		t.Errorf("%+v, %v", res.Report, err)
	}
	if _, err := os.Stat(f.job.State); !os.IsNotExist(err) || len(f.titles()) != 0 {
		t.Errorf("%v, register %v", err, f.titles())
	}
}

// TestSetsTellWhatMARCDoesNot: of this program's own sets.
func TestSetsTellWhatMARCDoesNot(t *testing.T) {
	f := newFixture(t, map[string]string{first: page(
		live("0028-0836", "A", "status", "status:legacy", "openaccess"),
		live("1476-4687", "B", "status:confirmed", "status:odd", "medium:print"),
	)})
	if _, err := f.job.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]register.Head{
		"0028-0836": {Status: register.Legacy, StatusSource: register.Given, OpenAccess: true},
		"1476-4687": {Status: register.Confirmed, StatusSource: register.Derived},
	} {
		number, err := issn.Parse(id)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.store.Head(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != want.Status || got.StatusSource != want.StatusSource || got.OpenAccess != want.OpenAccess {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}

func TestSaysWhoItIs(t *testing.T) {
	f := newFixture(t, map[string]string{first: page()})
	f.job.Client.Agent, f.job.Client.Key = "issnd (admin@example.org)", "secret"
	if _, err := f.job.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := f.provider.header
	if h.Get("User-Agent") != "issnd (admin@example.org)" || h.Get("Authorization") != "Bearer secret" {
		t.Errorf("header %v", h)
	}
}

// TestRedirects: the key goes with a redirect on the same host and port, and with
// no other one.
func TestRedirects(t *testing.T) {
	for _, tt := range []struct {
		way []string // hosts
		key int      // how many of them, from the first, get it
	}{
		{[]string{"a.example", "a.example", "a.example"}, 3},
		{[]string{"a.example", "b.example", "b.example"}, 1},
		{[]string{"a.example", "sub.a.example", "sub.a.example"}, 1},
		{[]string{"sub.a.example", "a.example"}, 1},
		{[]string{"a.example", "a.example:8080", "a.example:8080"}, 1},
		{[]string{"a.example:8080", "a.example:8080", "a.example"}, 2},
		{[]string{"a.example", "sub.a.example", "a.example"}, 1},
		{[]string{"a.example", "a.example:8080", "a.example"}, 1},
	} {
		t.Run(strings.Join(tt.way, " "), func(t *testing.T) {
			var got []http.Header
			at := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.EqualFold(r.Host, tt.way[len(got)]) {
					t.Errorf("%s is asked, want %s", r.Host, tt.way[len(got)])
				}
				if got = append(got, r.Header); len(got) < len(tt.way) {
					http.Redirect(w, r, "http://"+tt.way[len(got)]+"/oai?"+r.URL.RawQuery, http.StatusFound)
					return
				}
				io.WriteString(w, head+second+tail)
			}))
			tr := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, strings.TrimPrefix(at, "http://"))
			}}
			defer tr.CloseIdleConnections()
			c := &Client{HTTP: &http.Client{Transport: tr}, Key: "secret", Tries: 1}
			if _, err := c.ask(t.Context(), "http://"+tt.way[0]+"/oai?apikey=secret", url.Values{"verb": {"Identify"}}); err != nil {
				t.Fatal(err)
			}
			for i, h := range got {
				if key := h.Get("Authorization"); (key == "Bearer secret") != (i < tt.key) {
					t.Errorf("%d: %s gets the key %q", i, tt.way[i], key)
				}
				if from := h.Get("Referer"); from != "" && i >= tt.key {
					t.Errorf("%d: %s learns of %s", i, tt.way[i], from)
				}
			}
		})
	}
}

func TestPageTooLong(t *testing.T) {
	f := newFixture(t, map[string]string{first: page(live("0028-0836", strings.Repeat("long ", 10_000)))})
	f.job.Client.MaxPage = 10_000
	if _, err := f.job.Run(t.Context()); !errors.Is(err, errTooLong) || len(f.provider.asked) != 1 {
		t.Errorf("error %v, asked %d times", err, len(f.provider.asked))
	}
}

func TestSlowProvider(t *testing.T) {
	slow := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	f := newFixture(t, nil)
	f.job.URL, f.job.Client.HTTP, f.job.Client.Timeout, f.job.Client.Tries = slow, nil, 30*time.Millisecond, 2
	if _, err := f.job.Run(t.Context()); !errors.Is(err, context.DeadlineExceeded) || len(f.waits) != 1 {
		t.Errorf("error %v, waits %v", err, f.waits)
	}
}

func TestBadURL(t *testing.T) {
	f := newFixture(t, nil)
	for _, u := range []string{"", "portal.example.org/oai", "ftp://example.org/oai", "http://", "http://a b/"} {
		f.job.URL = u
		if _, err := f.job.Run(t.Context()); err == nil {
			t.Errorf("%q is harvested", u)
		}
	}
}
