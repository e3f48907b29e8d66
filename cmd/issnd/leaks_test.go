package main

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/marc"
	"issnd/register"
)

// TestHiddenChangesNothing: two servers whose registers differ in nothing but
// what the public may not see, in values and in numbers that are not reported,
// answer the public the same, byte by byte, headers included: in records,
// clusters, searches, facets, suggestions, scans, lists and messages. With a key
// they do not.
func TestHiddenChangesNothing(t *testing.T) {
	g := generate.New(11, 120)
	one, other := newServed(t, generate.New(11, 0), 1000), newServed(t, generate.New(11, 0), 1000)
	var as, changed []byte
	var ids, found []string // numbers, and those that the public finds
	words := map[string]bool{}
	rules := register.DefaultRules()
	for i := range g.Len() {
		m := g.Record(i)
		r, err := rules.Record(m)
		if err != nil {
			t.Fatal(err)
		}
		if r.Status == register.Unreported {
			continue
		}
		ids = append(ids, r.ISSN.String())
		if r.Head.Public() {
			found = append(found, r.ISSN.String())
		}
		as, changed = appendLenient(as, m), appendLenient(changed, scrambled(r, words))
	}
	// Numbers that are not reported come last, so that all others have the same
	// places in the log.
	for i := range 5 {
		m := hostileMARC(hostileISSN(t, i), "Unreported", "http://unreported.example/")
		for f := range m.Fields {
			if m.Fields[f].Tag == marc.T("699") {
				m.Fields[f].Subfields[0].Value = "unreported"
			}
		}
		as, ids = appendLenient(as, m), append(ids, hostileISSN(t, i))
	}
	servers := make([]*hostile, 0, 2)
	for s, records := range map[*served][]byte{one: as, other: changed} {
		if err := s.importRecords(t.Context(), records); err != nil {
			t.Log(err)
		}
		if err := s.start(t.Context()); err != nil {
			t.Fatal(err)
		}
		h := &hostile{served: s, ids: found, client: http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
		h.awaitIndex(t)
		servers = append(servers, h)
	}
	targets := publicQuestions(ids, slices.Sorted(maps.Keys(words)))
	differ := 0
	for _, target := range targets {
		if a, b := servers[0].said(t, target, ""), servers[1].said(t, target, ""); a != b {
			t.Errorf("%s (-one +other with other hidden values):\n%s", target, cmp.Diff(strings.Split(a, "\n"), strings.Split(b, "\n")))
		}
		if servers[0].said(t, target, servers[0].key) != servers[1].said(t, target, servers[1].key) {
			differ++
		}
	}
	t.Logf("%d answers, of which %d differ with a key", len(targets), differ)
	if differ < len(ids) {
		t.Errorf("only %d answers differ with a key", differ)
	}
}

// publicQuestions is everything that the public can ask of the numbers, and
// about words that are hidden.
func publicQuestions(ids, words []string) (all []string) {
	for _, id := range ids {
		at := "/resource/ISSN/" + id
		all = append(all, at, at+".ttl", at+".html", at+".marcxml", at+".csv", at+".schemaorg.json", at+"/linkset", at+"?format=none", "/resource/ISSN-L/"+id+".ttl", "/resource/ISSN-L/"+id,
			"/search?q="+id, "/search?format=json&q="+id, "/search?format=json&q=anyIssn%3D"+id, "/sru?query=issn%3D"+id, "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:issn.org:"+id,
			"/oai?verb=ListMetadataFormats&identifier=oai:issn.org:"+id)
	}
	for i := 0; i < len(words); i += max(1, len(words)/60) {
		w := url.QueryEscape(words[i])
		all = append(all, "/search?q="+w, "/search?format=json&q="+w, "/search?q=title%3D%22"+w+"%22", "/suggest?q="+w, "/sru?query=%22"+w+"%22&facetLimit=20", "/sru?scanClause=title%3D%22"+w+"%22", "/sru?scanClause=anywhere%3D%22"+w+"%22")
	}
	for _, q := range []string{"cql.allRecords=1", "cql.allRecords=1 sortby title", "cql.allRecords=1 sortby country medium", "cql.allRecords=1 sortby publisher", "publisher=a*", "status=provisional", "subject=a", "title=a* sortby issn/descending"} {
		q := url.QueryEscape(q)
		all = append(all, "/search?size=100&q="+q, "/sru?maximumRecords=100&facetLimit=50&query="+q)
	}
	for letter := 'a'; letter <= 'z'; letter++ {
		all = append(all, "/suggest?q="+string(letter), "/sru?maximumTerms=200&scanClause=title%3D"+string(letter))
	}
	return append(all, "/", "/search", "/formats", "/sru", "/sru?httpAccept=text/html", "/oai?verb=Identify", "/oai?verb=ListSets", "/oai?verb=ListRecords&metadataPrefix=marc21",
		"/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=status:provisional", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=openaccess",
		"/oai/page", "/dumps/", "/dumps/index.json", "/dumps/complete/latest/manifest.json", "/opensearch.xml")
}

// What two servers say differently of themselves: times, their address and what
// is signed by their keys.
var ownWords = regexp.MustCompile(`\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ|&nbsp;)?|\d\d:\d\d:\d\d|127\.\d+\.\d+\.\d+:\d+|<port>\d+|(?i:mon|tue|wed|thu|fri|sat|sun), \d\d \w+ \d{4}`)

// storeTag is what a tag of a record says of the place in a store.
var storeTag = regexp.MustCompile(`^"[0-9a-z]+(-[rca]-)`)

// said is the whole answer but for what a server says of itself.
func (h *hostile) said(t *testing.T, target, key string) string {
	t.Helper()
	header := http.Header{}
	if key != "" {
		header.Set("X-Api-Key", key)
	}
	res, body := h.get(t, target, header)
	for _, name := range []string{"Date", "X-Request-Id", "Last-Modified"} {
		res.Header.Del(name)
	}
	// A page with the address in it has a tag and a digest of the address.
	if strings.Contains(string(body), h.address) {
		res.Header.Del("Etag")
		res.Header.Del("Repr-Digest")
	}
	if tag := res.Header.Get("Etag"); tag != "" {
		res.Header.Set("Etag", storeTag.ReplaceAllString(tag, "$1"))
	}
	var head strings.Builder
	if err := res.Header.Write(&head); err != nil {
		t.Fatal(err)
	}
	return ownWords.ReplaceAllString(res.Status+"\n"+head.String()+"\n"+string(body), "…")
}

// scrambled is the record with other values in all that its public view does not
// show, and the words of those that were there.
func scrambled(r *register.Record, words map[string]bool) *marc.Record {
	view := r.View((register.Viewer{}).Tier(&r.Head))
	visible := map[string]bool{}
	for _, f := range view.MARC().Fields {
		for _, s := range f.Subfields {
			visible[f.Tag.String()+string(s.Code)+s.Value] = true
		}
	}
	public := r.Head.Public()
	out := &marc.Record{Leader: r.MARC.Leader}
	for _, f := range r.MARC.Fields {
		f.Subfields = slices.Clone(f.Subfields)
		switch f.Tag.String() {
		case "008":
			if view.Tier() == register.Released && len(f.Value) == 40 {
				f.Value = "991231d19501960" + f.Value[15:18] + "dr n p     0   b0lat d"
				f.Value = f.Value[:40]
			}
		case "699", "950": // of these the head is made
		default:
			for i := range f.Subfields {
				s := &f.Subfields[i]
				if s.Code == '6' || visible[f.Tag.String()+string(s.Code)+s.Value] {
					continue
				}
				if f.Tag == marc.T("022") && (public || strings.ContainsRune("az", rune(s.Code))) {
					continue // of these the number, and whom it replaces
				}
				for _, w := range strings.Fields(s.Value) {
					words[w] = true
				}
				s.Value = "scrambled values xx"
			}
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}
