package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestHTTPFuzz asks every endpoint what nobody would: random parameters, headers,
// methods, paths and bodies, as requests and as bytes. There is no error of the
// server, nothing in its log, no answer that is not well formed, and no memory
// that stays; afterwards it answers as before. ISSND_HTTPFUZZ is how long to go
// on, ISSND_HTTPFUZZ_SEED what to begin with.
func TestHTTPFuzz(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	last, seed := fuzzing(t)
	operator := freeAddress(t)
	h := startHostile(t, "--admin-listen", operator)
	probe := "/resource/ISSN/" + h.ids[1] + ".ttl"
	_, before := h.get(t, probe, nil)
	heap, goroutines := held(t, operator)
	const workers = 4
	var all sync.WaitGroup
	counts := make([]int, workers)
	for w := range workers {
		all.Go(func() {
			f := &fuzzer{hostile: h, t: t, r: rand.New(rand.NewPCG(seed, uint64(w))), seeds: append(h.records(), h.questions()...)}
			for end := time.Now().Add(last); time.Now().Before(end) && !t.Failed(); counts[w]++ {
				if f.r.IntN(4) == 0 {
					f.bytes()
				} else {
					f.request()
				}
			}
		})
	}
	all.Wait()
	_, after := h.get(t, probe, nil)
	if !bytes.Equal(before, after) {
		t.Error("the server answers otherwise than before")
	}
	if said := h.log.String(); strings.Contains(said, "panic") || strings.Contains(said, "level=ERROR") {
		t.Errorf("the server complains: %.2000s", said)
	}
	most := h.memory(t, "VmHWM")
	t.Logf("seed %d: %v requests, at most %d MB", seed, counts, most>>10)
	if most > 800<<10 {
		t.Errorf("the server had %d MB", most>>10)
	}
	h.client.CloseIdleConnections()
	awaitRest(t, operator, heap, goroutines)
}

// awaitRest waits until nothing is left of what was done since the server held
// so much, but for what it is to keep.
func awaitRest(t *testing.T, operator string, heap, goroutines int) {
	t.Helper()
	const (
		caches  = 64<<20 + 2*32<<20 // of answers, of results and of places of words
		besides = 32 << 20
		few     = 20 // goroutines
	)
	var heapNow, goroutinesNow int
	for deadline := time.Now().Add(eventually); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		heapNow, goroutinesNow = held(t, operator)
		if heapNow <= heap+caches+besides && goroutinesNow <= goroutines+few {
			break
		}
	}
	t.Logf("held before and after: %d MB and %d MB, %d and %d goroutines", heap>>20, heapNow>>20, goroutines, goroutinesNow)
	if heapNow > heap+caches+besides {
		t.Errorf("the heap has %d MB after a collection, before it had %d MB", heapNow>>20, heap>>20)
	}
	if goroutinesNow > goroutines+few {
		t.Errorf("there are %d goroutines, before there were %d", goroutinesNow, goroutines)
	}
}

// held is how many bytes of the heap are in use after a collection, and how
// many goroutines there are.
func held(t *testing.T, operator string) (heap, goroutines int) {
	t.Helper()
	_, profile := page(t, "http://"+operator+"/debug/pprof/heap?gc=1&debug=1")
	_, after, _ := strings.Cut(profile, "\n# HeapAlloc = ")
	if _, err := fmt.Sscan(after, &heap); err != nil {
		t.Fatalf("no HeapAlloc in the profile: %v", err)
	}
	_, stacks := page(t, "http://"+operator+"/debug/pprof/goroutine?debug=1")
	if _, err := fmt.Sscanf(stacks, "goroutine profile: total %d", &goroutines); err != nil {
		t.Fatalf("no goroutines in the profile: %v", err)
	}
	return heap, goroutines
}

func fuzzing(t *testing.T) (last time.Duration, seed uint64) {
	last, seed = 3*time.Second, rand.Uint64()
	var err error
	if s := os.Getenv("ISSND_HTTPFUZZ"); s != "" {
		if last, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	if s := os.Getenv("ISSND_HTTPFUZZ_SEED"); s != "" {
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	return last, seed
}

// memory is a line of the server's status, in kB.
func (s *served) memory(t *testing.T, name string) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		t.Skip("needs /proc: ", err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			n, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Skip("no " + name)
	return 0
}

// fuzzer makes requests, the same for the same numbers.
type fuzzer struct {
	*hostile
	t     *testing.T
	r     *rand.Rand
	seeds []string
}

var (
	fuzzMethods = []string{"GET", "GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get", "X", "CONNECT"}
	fuzzTypes   = []string{"application/x-www-form-urlencoded", "text/xml", "application/soap+xml; charset=x", "application/json", "multipart/form-data; boundary=x", "x", "text/xml; charset=utf-16"}
	fuzzNames   = []string{
		"Accept", "Accept-Encoding", "Accept-Language", "Accept-Charset", "Accept-Profile", "Authorization", "X-Api-Key", "If-None-Match", "If-Match", "If-Modified-Since",
		"If-Unmodified-Since", "If-Range", "Range", "Origin", "Cookie", "Referer", "User-Agent", "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Expect", "Content-Encoding",
		"Access-Control-Request-Method", "SOAPAction", "Te", "Upgrade", "Cache-Control", "Want-Repr-Digest", "Prefer", "Max-Forwards",
	}
	fuzzValues = []string{
		"", "*", "*/*", `"`, "W/\"a\"", "a,,b", "bytes=0-", "bytes=-1", "bytes=9-1,2-3,4-5", "bytes=18446744073709551615-", "text/turtle;q=0.1, */*;q=1.1", "gzip;q=0, identity;q=0", "application/ld+json;profile=\"\\\"",
		"Sat, 29 Oct 1994 19:43:31 GMT", "Bearer", "Basic", "Basic Og==", "Basic =", "-1", "0", "1", "9223372036854775808", "1e9", "0x10", "100-continue", "127.0.0.1", "::1, x", "null", "\t", "é", "100000",
		"0028-0836", "2026-01-01", "9999-12-31T23:59:59Z", "2026-02-30", "xml", "string", "1.1", "1.2", "2.0", "issn.title", "cql.allRecords=1", "country:fr", "oai_dc", "marc21", "a*", "*", "?", "\"", "(", "a or", "title = ", "sortby", "prox/distance<1000000 ",
	}
	fuzzParameters = []string{
		"q", "in", "f", "sort", "size", "start", "more", "format", "display", "issn", "query", "queryType", "operation", "version", "startRecord", "maximumRecords", "recordSchema", "recordPacking",
		"recordXMLEscaping", "recordXPath", "resultSetTTL", "sortKeys", "stylesheet", "renderedBy", "httpAccept", "scanClause", "responsePosition", "maximumTerms", "facetLimit", "facetStart", "facetSort", "extraRequestData", "x-a",
		"verb", "identifier", "metadataPrefix", "set", "from", "until", "resumptionToken",
	}
)

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// text is a value for anything: a known one, one that is hostile, or random.
func (f *fuzzer) text() string {
	switch f.r.IntN(8) {
	case 0:
		return pick(f.r, hostileTexts)
	case 1:
		b := make([]byte, f.r.IntN(40))
		for i := range b {
			b[i] = byte(f.r.Uint32())
		}
		return string(b)
	case 2:
		return pick(f.r, fuzzValues) + pick(f.r, fuzzValues)
	case 3:
		return strings.Repeat(pick(f.r, fuzzValues), f.r.IntN(300))
	case 4:
		return pick(f.r, f.ids)
	}
	return pick(f.r, fuzzValues)
}

// target is a path with a query that is near to one that means something.
func (f *fuzzer) target() string {
	path, query, _ := strings.Cut(pick(f.r, f.seeds), "?")
	given, _ := url.ParseQuery(query)
	for range f.r.IntN(3) {
		given.Add(pick(f.r, fuzzParameters), f.text())
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		switch f.r.IntN(8) {
		case 0:
			given.Set(name, f.text())
		case 1:
			given.Del(name)
		}
	}
	query = given.Encode()
	if f.r.IntN(10) == 0 {
		query = mutate(f.r, query)
	}
	if f.r.IntN(10) == 0 {
		path = "/" + strings.TrimPrefix((&url.URL{Path: mutate(f.r, path)}).EscapedPath(), "/")
	}
	return path + "?" + escapeUnsafe(query)
}

// escapeUnsafe keeps a query in one line of ASCII, whatever else is in it.
func escapeUnsafe(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= 0x7F || c == '#' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// mutate changes some bytes.
func mutate(r *rand.Rand, s string) string {
	b := []byte(s)
	for range 1 + r.IntN(4) {
		at := r.IntN(len(b) + 1)
		switch r.IntN(3) {
		case 0:
			b = append(b[:at:at], append([]byte{byte(r.Uint32())}, b[at:]...)...)
		case 1:
			if at < len(b) {
				b[at] = byte(r.Uint32())
			}
		case 2:
			b = append(b[:at:at], b[min(len(b), at+r.IntN(8)):]...)
		}
	}
	return string(b)
}

// request sends a request that HTTP allows, and looks at the answer.
func (f *fuzzer) request() {
	method, target, header := pick(f.r, fuzzMethods), f.target(), http.Header{}
	for range f.r.IntN(4) {
		header.Set(pick(f.r, fuzzNames), strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7F {
				return -1
			}
			return r
		}, f.text()))
	}
	if f.r.IntN(3) == 0 {
		header.Set("X-Api-Key", f.key)
	}
	header.Del("Expect") // the client would wait
	header.Del("Upgrade")
	header.Del("Te")
	var body io.Reader
	sent := ""
	if method == "POST" || f.r.IntN(20) == 0 {
		header.Set("Content-Type", pick(f.r, fuzzTypes))
		sent = f.body()
		body = strings.NewReader(sent)
	}
	res, answer, err := f.hostile.request(f.t.Context(), method, target, header, body)
	if err != nil {
		if !strings.Contains(err.Error(), "net/http: invalid") && !strings.Contains(err.Error(), "parse") {
			f.t.Errorf("%s %.500q %q: %v", method, target, header, err)
		}
		return
	}
	what := ""
	switch {
	case res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != "":
	case res.StatusCode >= 500:
		what = res.Status
	case method != "HEAD" && header.Get("Range") == "" && res.Header.Get("X-Request-Id") != "" && res.Header.Get("Content-Encoding") == "":
		if err := checkAnswer(res, answer); err != nil {
			what = err.Error()
		}
	}
	if what != "" {
		f.t.Errorf("%s %.1000q %q %.500q: %s\n%.500s", method, target, header, sent, what, answer)
	}
}

// body is a form, or XML in an envelope, nearly.
func (f *fuzzer) body() string {
	const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><searchRetrieveRequest xmlns="http://www.loc.gov/zing/srw/"><version>1.1</version><query>%s</query></searchRetrieveRequest></e:Body></e:Envelope>`
	switch f.r.IntN(4) {
	case 0:
		return fmt.Sprintf(envelope, f.text())
	case 1:
		return mutate(f.r, fmt.Sprintf(envelope, "title=a"))
	case 2:
		_, query, _ := strings.Cut(f.target(), "?")
		return query
	}
	return f.text()
}

// bytes sends what need not be a request. There need not be an answer.
func (f *fuzzer) bytes() {
	conn, err := net.Dial("tcp", f.address)
	if err != nil {
		f.t.Error(err)
		return
	}
	defer conn.Close()
	// Not before the server ends it: one that waits for more is left.
	_ = conn.SetDeadline(time.Now().Add(200 * time.Millisecond))
	text := pick(f.r, fuzzMethods) + " " + f.target() + " HTTP/1.1\r\nHost: a\r\n"
	for range f.r.IntN(4) {
		text += pick(f.r, fuzzNames) + ": " + f.text() + "\r\n"
	}
	if f.r.IntN(2) == 0 {
		text += "Content-Length: " + pick(f.r, fuzzValues) + "\r\n"
	}
	if f.r.IntN(4) == 0 {
		text += "Transfer-Encoding: chunked\r\n"
	}
	text += "Connection: close\r\n\r\n" + f.body()
	if f.r.IntN(2) == 0 {
		text = mutate(f.r, text)
	}
	_, _ = io.WriteString(conn, text)
	_ = conn.(*net.TCPConn).CloseWrite()
	answer, _ := io.ReadAll(conn)
	if status, ok := bytes.CutPrefix(answer, []byte("HTTP/1.1 5")); ok && !bytes.HasPrefix(status, []byte("03")) && !bytes.HasPrefix(status, []byte("01")) && !bytes.HasPrefix(status, []byte("05")) {
		f.t.Errorf("%.1000q: %.500s", text, answer)
	}
}
