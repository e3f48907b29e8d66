package harvest

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"issnd/ingest"
	"issnd/marc"
	"issnd/register"
	"issnd/store"
)

// provider is a data provider in memory whose answers a test writes. An answer
// that begins with "!" is a status, and after a blank its Retry-After.
type provider struct {
	t        *testing.T
	identify string            // "" is a good one with seconds
	answers  map[string]string // by query without the verb ListRecords
	script   []string          // answers that come before, whatever is asked for; "" is none
	asked    []string
	header   http.Header // of the last request
	gzip     bool
}

const (
	head   = `<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-03-01T12:00:00Z</responseDate><request>x</request>`
	tail   = `</OAI-PMH>`
	second = `<Identify><repositoryName>R</repositoryName><earliestDatestamp>2000-01-01T00:00:00Z</earliestDatestamp><deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>`
)

// page is an answer to ListRecords with the parts given.
func page(parts ...string) string {
	return head + "<ListRecords>" + strings.Join(parts, "") + "</ListRecords>" + tail
}

func failed(code string) string { return head + `<error code="` + code + `">no</error>` + tail }

// live is a record with an ISSN and a title, in sets.
func live(id, title string, sets ...string) string {
	var in strings.Builder
	for _, s := range sets {
		in.WriteString("<setSpec>" + s + "</setSpec>")
	}
	return fmt.Sprintf(`<record><header><identifier>oai:x:%s</identifier><datestamp>2026-01-01T00:00:00Z</datestamp>%s</header><metadata><record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000cas a2200000 i 4500</leader><controlfield tag="001">%s</controlfield><datafield tag="022" ind1="0" ind2=" "><subfield code="a">%s</subfield></datafield><datafield tag="222" ind1=" " ind2="0"><subfield code="a">%s</subfield></datafield><datafield tag="245" ind1="0" ind2="0"><subfield code="a">%s</subfield></datafield></record></metadata></record>`,
		id, in.String(), id, id, title, title)
}

func gone(identifier string) string {
	return `<record><header status="deleted"><identifier>` + identifier + `</identifier><datestamp>2026-01-02T00:00:00Z</datestamp></header></record>`
}

func next(value string) string { return "<resumptionToken>" + value + "</resumptionToken>" }

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.header = r.Header
	q := r.URL.Query()
	if q.Get("verb") == "Identify" {
		if p.identify == "" {
			p.identify = head + second + tail
		}
		fmt.Fprint(w, p.identify)
		return
	}
	q.Del("verb")
	ask := q.Encode()
	p.asked = append(p.asked, ask)
	out := p.answers[ask]
	if len(p.script) > 0 {
		if p.script[0] != "" {
			out = p.script[0]
		}
		p.script = p.script[1:]
	}
	if out == "" {
		p.t.Errorf("unexpected request %q", ask)
		out = "!500"
	}
	if status, ok := strings.CutPrefix(out, "!"); ok {
		code, after, _ := strings.Cut(status, " ")
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		var n int
		fmt.Sscan(code, &n)
		w.WriteHeader(n)
		return
	}
	if p.gzip {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		fmt.Fprint(z, out)
		return
	}
	fmt.Fprint(w, out)
}

// fixture is a harvest from a provider into a store.
type fixture struct {
	*testing.T
	provider *provider
	server   *httptest.Server
	store    *store.Store
	job      Job
	waits    []time.Duration
	notes    []string
}

func newFixture(t *testing.T, answers map[string]string) *fixture {
	t.Helper()
	f := &fixture{T: t, provider: &provider{t: t, answers: answers}}
	f.server = httptest.NewServer(f.provider)
	t.Cleanup(f.server.Close)
	dir := t.TempDir()
	var err error
	if f.store, err = store.Open(dir+"/register.db", store.Options{NoSync: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.store.Close(); err != nil {
			t.Error(err)
		}
	})
	f.job = Job{
		URL: f.server.URL, Prefix: "marc21", State: dir + "/harvest/state.json",
		Import: &ingest.Job{Store: f.store, Rules: register.DefaultRules()},
		Client: Client{
			HTTP: f.server.Client(), Tries: 4,
			Pause: func(_ context.Context, d time.Duration) error {
				f.waits = append(f.waits, d)
				return nil
			},
			Note: func(text string) { f.notes = append(f.notes, text) },
		},
	}
	return f
}

// titles are the titles of the records in the store by ISSN; "-" for those that
// are withdrawn.
func (f *fixture) titles() map[string]string {
	f.Helper()
	out := map[string]string{}
	for r, err := range register.Each(f.Context(), f.store) {
		if err != nil {
			f.Fatal(err)
		}
		out[r.ISSN.String()] = "-"
		if !r.Deleted {
			out[r.ISSN.String()] = r.MARC.First(marc.T("245")).Get('a')
		}
	}
	return out
}
