package portal_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"issnd/marc"
	"issnd/portal"
	"issnd/register"
	"issnd/search"
	"issnd/search/indextest"
)

// searchable is a register of the records with a search of it.
func searchable(t testing.TB, records ...*register.Record) (*register.Register, func(*portal.Config)) {
	t.Helper()
	s := storeOf(t, records...)
	points, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	index := new(indextest.Memory)
	if err := search.Follow(context.Background(), s, index, points, nil); err != nil {
		t.Fatal(err)
	}
	reg := register.New(s)
	return reg, func(c *portal.Config) {
		c.Search = search.NewService(points, index, reg, search.DefaultLimits())
	}
}

// searchesShown are searches of every kind, with the status of each.
var searchesShown = []struct {
	name, target string
	status       int
	key          string
}{
	{"nothing asked", "/search", 200, ""},
	{"words", "/search?q=journal", 200, ""},
	{"words with a key", "/search?q=journal&size=50", 200, "$COMPLETE"},
	{"Cyrillic", "/search?q=%D1%84%D0%B8%D0%B7%D0%B8%D0%BA%D0%B0", 200, "$COMPLETE"},
	{"everything by country", "/search?f=country:us&more=centre", 200, ""},
	{"two values", "/search?q=&f=country:us&f=medium:online", 200, ""},
	{"two values of one point", "/search?q=&f=country:us&f=country:fr&more=country", 200, ""},
	{"past the last value", "/search?q=journal&more=country&from=1001", 200, ""},
	{"second page", "/search?q=journal&start=11", 200, ""},
	{"past the end", "/search?q=journal&start=1001", 200, ""},
	{"a typing error", "/search?q=mashine+lerning", 200, ""},
	{"no such number", "/search?q=1234-5679", 200, ""},
	{"a wrong number", "/search?q=0028-0837", 200, ""},
	{"never assigned", "/search?q=0000-0000", 200, ""},
	{"CQL", "/search?q=title%3D%22journal%22+and+medium%3Dprint", 200, ""},
	{"broken CQL", "/search?q=title%3D(journal", 400, ""},
	{"an index that needs a key", "/search?q=publisher%3Dspringer", 403, ""},
	{"an index with a key", "/search?q=publisher%3Dspringer", 200, "$COMPLETE"},
	{"no word", "/search?q=%3F%21", 400, ""},
	{"a facet that needs a key", "/search?f=language:eng", 403, ""},
	{"a facet that is none", "/search?f=colour:red", 400, ""},
	{"a wrong key", "/search?q=journal", 401, "wrong"},
}

// TestSearchPages: every page of a search can be used as all pages can.
func TestSearchPages(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	s := start(t, reg, with)
	for _, p := range searchesShown {
		t.Run(p.name, func(t *testing.T) {
			header := []field{{"Accept", "text/html"}}
			if p.key != "" {
				header = append(header, field{"X-API-Key", p.key})
			}
			resp, body := s.do(t, http.MethodGet, p.target, header)
			if resp.StatusCode != p.status || resp.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Fatalf("%d %s\n%s", resp.StatusCode, resp.Header.Get("Content-Type"), body)
			}
			checkPage(t, body)
			checkAnswer(t, http.MethodGet, resp, body)
		})
	}
}

// TestSearchUnavailable: without an index words find nothing yet, and numbers
// lead to their records all the same.
func TestSearchUnavailable(t *testing.T) {
	s := start(t, sampleRegister(t), func(*portal.Config) {})
	for _, target := range []string{"/search?q=nature", "/search?q=nature&format=json", "/suggest?q=nature"} {
		resp, body := s.do(t, http.MethodGet, target, nil)
		if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" || resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", target, resp.StatusCode, resp.Header)
		}
		if !strings.Contains(string(body), "The index is being built") {
			t.Errorf("%s: %s", target, body)
		}
	}
	if resp, _ := s.do(t, http.MethodGet, "/search?q=00280836", nil); resp.Header.Get("Location") != "/resource/ISSN/0028-0836" {
		t.Errorf("a number: %d", resp.StatusCode)
	}
}

// slow is an index that takes as long as it may.
type slow struct{ indextest.Memory }

func (*slow) Search(ctx context.Context, _ *search.Plan, _ search.Window) (*search.Hits, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// TestSearchTooSlow: a search that takes too long ends with a clear message.
func TestSearchTooSlow(t *testing.T) {
	reg := sampleRegister(t)
	points, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, reg, func(c *portal.Config) {
		c.Search = search.NewService(points, new(slow), reg, search.Limits{Time: 1})
	})
	resp, body := s.do(t, http.MethodGet, "/search?q=nature", []field{{"Accept", "text/html"}})
	if resp.StatusCode != http.StatusServiceUnavailable || !strings.Contains(string(body), "This search takes too long") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	checkPage(t, body)
}

// hasty is an index that has no time for the order.
type hasty struct{ indextest.Memory }

func (*hasty) Search(context.Context, *search.Plan, search.Window) (*search.Hits, error) {
	return &search.Hits{Total: 1, Partial: true}, nil
}

// TestSearchPartial: a result that there was no time for is in no cache.
func TestSearchPartial(t *testing.T) {
	reg := sampleRegister(t)
	points, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, reg, func(c *portal.Config) {
		c.Search = search.NewService(points, new(hasty), reg, search.DefaultLimits())
	})
	for _, target := range []string{"/search?q=nature", "/search?q=nature&format=json"} {
		resp, body := s.do(t, http.MethodGet, target, []field{{"Accept", "text/html"}})
		if got := resp.Header.Get("Cache-Control"); resp.StatusCode != http.StatusOK || got != "no-store" {
			t.Errorf("%s: %d, Cache-Control %q\n%s", target, resp.StatusCode, got, body)
		}
	}
}

// links lists the addresses that a part of a page leads to.
func links(t *testing.T, body []byte, want *regexp.Regexp) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range root.Descendants() {
		if href := attr(n, "href"); n.Type == html.ElementNode && n.Data == "a" && want.MatchString(href) {
			out = append(out, href)
		}
	}
	return out
}

type listed struct {
	Total uint64
	Next  string
	Items []item
}

type item struct{ ISSN, Title, URL string }

func (s *running) list(t *testing.T, target, key string) listed {
	t.Helper()
	var header []field
	if key != "" {
		header = []field{{"X-API-Key", key}}
	}
	resp, body := s.do(t, http.MethodGet, target+"&format=json", header)
	var out listed
	if err := json.Unmarshal(body, &out); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v\n%s", target, resp.StatusCode, err, body)
	}
	return out
}

// TestValuesLead: every value on the page of a record that leads to a search
// leads to one that whoever sees the page may do, and that finds the record,
// unless the public cannot find it by anything.
func TestValuesLead(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	s := start(t, reg, with)
	type search struct{ href, key string }
	from := map[search][]string{} // the records that lead to it
	for _, r := range sample(t) {
		for _, key := range []string{"", "$COMPLETE"} {
			header := []field{{"Accept", "text/html"}, {"X-API-Key", key}}
			if key == "" {
				header = header[:1]
			}
			_, body := s.do(t, http.MethodGet, "/resource/ISSN/"+r.ISSN.String(), header)
			for _, href := range links(t, body, regexp.MustCompile(`^/search\?q=`)) {
				at := search{href, key}
				if from[at] == nil {
					from[at] = []string{}
				}
				if !r.Deleted && (key != "" || r.Status == register.Confirmed) {
					from[at] = append(from[at], r.ISSN.String())
				}
			}
		}
	}
	if len(from) < 300 {
		t.Errorf("only %d searches", len(from))
	}
	for at, records := range from {
		found := s.list(t, at.href+"&size=50", at.key)
		for _, id := range records {
			if found.Total <= 50 && !slices.ContainsFunc(found.Items, func(one item) bool { return one.ISSN == id }) {
				t.Errorf("%s, key %q: %s does not find it among %d", id, at.key, at.href, found.Total)
			}
		}
	}
}

// TestFacetsCount: a link of a facet finds as many records as it says, and can
// be taken back.
func TestFacetsCount(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	s := start(t, reg, with)
	_, body := s.do(t, http.MethodGet, "/search?q=journal", nil)
	counts := regexp.MustCompile(`<a href="([^"]*)" rel="nofollow"><bdi>[^<]*</bdi></a> <span class="count">(\d+)</span>`).FindAllStringSubmatch(string(body), -1)
	if len(counts) < 10 {
		t.Fatalf("only %d values", len(counts))
	}
	for _, m := range counts {
		href := html.UnescapeString(m[1])
		_, narrowed := s.do(t, http.MethodGet, href, nil)
		if !strings.Contains(string(narrowed), " of "+m[2]+" record") {
			t.Errorf("%s does not find %s", href, m[2])
		}
		if back := links(t, narrowed, regexp.MustCompile(`^/search\?q=journal$`)); len(back) != 1 {
			t.Errorf("%s: %d ways back", href, len(back))
		}
	}
}

// TestAlternatives: values of one point add up. What the page counts of a value
// that is not chosen is what it adds.
func TestAlternatives(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	s := start(t, reg, with)
	const one = "/search?q=journal&f=country:us&f=medium:online"
	had := s.list(t, one, "").Total
	_, body := s.do(t, http.MethodGet, one, nil)
	_, facet, ok := strings.Cut(string(body), "<summary>Country</summary>\n<p>Or also:</p>")
	facet, _, _ = strings.Cut(facet, "</details>")
	values := regexp.MustCompile(`<a href="([^"]*)" rel="nofollow"><bdi>([^<]*)</bdi></a> <span class="count">(\d+)</span>`).FindAllStringSubmatch(facet, -1)
	if !ok || len(values) < 3 || had == 0 {
		t.Fatalf("%d records, %d countries more\n%s", had, len(values), body)
	}
	for _, m := range values {
		href := html.UnescapeString(m[1])
		adds, err := strconv.ParseUint(m[3], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		// A serial has one country, so that no record is counted twice.
		if got := s.list(t, href, "").Total; got != had+adds || m[2] == "United States" {
			t.Errorf("%s: %d records, of which there were %d before, and %d are added", m[2], got, had, adds)
		}
	}
	if both := s.list(t, one+"&f=medium:print", "").Total; both != s.list(t, "/search?q=journal&f=country:us", "").Total {
		t.Errorf("%d records are in print or online", both)
	}
}

// TestAllValues: every value of a facet is reached from the page, however many
// there are.
func TestAllValues(t *testing.T) {
	const many = 450
	records := sample(t)
	for i := range many {
		r := records[i%2]
		r.MARC.Fields = append(r.MARC.Fields, marc.Field{Tag: marc.T("920"), Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{
			{Code: 'g', Value: "An agency"}, {Code: 'h', Value: fmt.Sprintf("agency%03d", i)}, {Code: 'i', Value: "Preserved"},
		}})
	}
	reg, with := searchable(t, records...)
	s := start(t, reg, with)
	value := regexp.MustCompile(`f=keeper%3Aagency\d+`)
	seen, pages, at := map[string]bool{}, 0, "/search?q=cql.allRecords%3D1&more=keeper"
	for ; at != ""; pages++ {
		_, body := s.do(t, http.MethodGet, at, nil)
		for _, href := range links(t, body, value) {
			if v := value.FindString(href); seen[v] {
				t.Errorf("%s twice", v)
			} else {
				seen[v] = true
			}
		}
		before := links(t, body, regexp.MustCompile(`more=keeper$`))
		if pages == 1 && (len(before) != 1 || before[0] != "/search?q=cql.allRecords%3D1&more=keeper") {
			t.Errorf("the way back: %q", before)
		}
		at = ""
		if next := links(t, body, regexp.MustCompile(fmt.Sprintf(`more=keeper&from=%d$`, 200*(pages+1)+1))); len(next) > 0 {
			at = next[0]
		}
	}
	if len(seen) != many || pages != 3 {
		t.Errorf("%d of %d values on %d pages", len(seen), many, pages)
	}
}

// TestTurning: who follows Next from the first page sees each record once.
func TestTurning(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	s := start(t, reg, with)
	seen := map[string]bool{}
	at := "/search?q=journal&sort=title&format=json"
	first := s.list(t, "/search?q=journal", "").Total
	for at != "" {
		_, body := s.do(t, http.MethodGet, at, nil)
		var page listed
		if err := json.Unmarshal(body, &page); err != nil {
			t.Fatal(err)
		}
		for _, one := range page.Items {
			if seen[one.ISSN] {
				t.Errorf("%s twice", one.ISSN)
			}
			seen[one.ISSN] = true
		}
		at = strings.TrimPrefix(page.Next, "http://portal.example.org")
	}
	if uint64(len(seen)) != first || first < 20 {
		t.Errorf("%d of %d records", len(seen), first)
	}
}

// TestHostileQuestions: whatever is asked comes back as text.
func TestHostileQuestions(t *testing.T) {
	reg, with := searchable(t, hostileRecord(t, hostile[3], "http://a.example/"))
	s := start(t, reg, with)
	for _, text := range append(hostile[:len(hostile)-1:len(hostile)-1], hostileLinks...) {
		for _, target := range []string{"?q=", "?f=country:", "?f=", "?q=gb&sort=", "?q=title%3D", "?in=title&q=", "?q=img&more=", "?in=issn&q="} {
			target := "/search" + target + url.QueryEscape(text)
			resp, body := s.do(t, http.MethodGet, target, []field{{"X-API-Key", "$COMPLETE"}})
			if resp.StatusCode >= 500 {
				t.Errorf("%s: %d", target, resp.StatusCode)
			}
			if resp.StatusCode != http.StatusSeeOther {
				checkPage(t, body)
			}
			if link := resp.Header.Get("Link"); strings.Count(link, "<") != strings.Count(link, ">; rel=") {
				t.Errorf("%s: Link %q", target, link)
			}
		}
	}
}

// TestOpenSearch: the description document leads to searches that are served.
func TestOpenSearch(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	s := start(t, reg, with)
	resp, body := s.do(t, http.MethodGet, "/opensearch.xml", nil)
	var doc struct {
		XMLName xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		Name    string   `xml:"ShortName"`
		URLs    []struct {
			Type     string `xml:"type,attr"`
			Template string `xml:"template,attr"`
		} `xml:"Url"`
	}
	if err := xml.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	if ct := resp.Header.Get("Content-Type"); ct != "application/opensearchdescription+xml" || doc.Name == "" || len(doc.URLs) != 4 {
		t.Errorf("%s %+v", ct, doc)
	}
	for _, u := range doc.URLs {
		target, ok := strings.CutPrefix(u.Template, "http://portal.example.org")
		target = strings.NewReplacer("{searchTerms}", "nature", "{startIndex?}", "").Replace(target)
		resp, _ := s.do(t, http.MethodGet, target, nil)
		if ct := resp.Header.Get("Content-Type"); !ok || resp.StatusCode != http.StatusOK || !strings.HasPrefix(ct, u.Type) {
			t.Errorf("%s: %d %s", u.Template, resp.StatusCode, ct)
		}
	}
}

// TestSuggest: titles that begin with what is typed, each with an address that
// finds them; nothing where nothing is typed.
func TestSuggest(t *testing.T) {
	reg, with := searchable(t, sample(t)...)
	s := start(t, reg, with)
	for _, tt := range []struct {
		typed string
		some  bool
	}{{"Journal of", true}, {"natu", true}, {"qqqq", false}, {"", false}} {
		resp, body := s.do(t, http.MethodGet, "/suggest?q="+url.QueryEscape(tt.typed), nil)
		var out [4]any
		if err := json.Unmarshal(body, &out); err != nil || resp.Header.Get("Content-Type") != "application/x-suggestions+json" {
			t.Fatalf("%v\n%s", err, body)
		}
		titles, addresses := out[1].([]any), out[3].([]any)
		if out[0] != tt.typed || len(titles) > 0 != tt.some || len(titles) != len(addresses) {
			t.Errorf("%q: %s", tt.typed, body)
		}
		for i, address := range addresses {
			if !strings.HasPrefix(strings.ToLower(titles[i].(string)), strings.ToLower(tt.typed)) {
				t.Errorf("%q: %q", tt.typed, titles[i])
			}
			if s.list(t, strings.TrimPrefix(address.(string), "http://portal.example.org"), "").Total == 0 {
				t.Errorf("%s finds nothing", address)
			}
		}
	}
}

// FuzzSearch: whatever is asked, the answer is no error of the server, and a
// page is a page.
func FuzzSearch(f *testing.F) {
	reg, with := searchable(f, sample(f)...)
	h, keys := handler(f, reg, with)
	for _, seed := range [][2]string{
		{"journal", ""}, {`"annual review" AND law`, "in=title&sort=title&size=50&start=11"}, {"0028-0837", "in=issn"},
		{`title = "x" and (medium=print`, "format=json"}, {"NOT nat*", "f=country:us&f=medium:%00&more=centre"},
		{"> dc = \"x\" dc.title any \"a b\" sortby title/sort.descending", "start=18446744073709551615&f=%zz"},
		{"marc.245.a=\"the journal\"", "f=centre:&f=a:b:c"}, {"\u202e\x00<script>", "start=-1&size=1e9"}, {"2434561X", ""},
	} {
		f.Add(seed[0], seed[1], true)
		f.Add(seed[0], seed[1], false)
	}
	f.Fuzz(func(t *testing.T, text, rest string, key bool) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: "/search", RawQuery: "q=" + url.QueryEscape(text) + "&" + rest}
		if key {
			r.Header["X-Api-Key"] = []string{keys.Replace("$COMPLETE")}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%q %q: %d\n%s", text, rest, w.Code, w.Body)
		}
		if w.Code != http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			checkPage(t, w.Body.Bytes())
		}
	})
}
