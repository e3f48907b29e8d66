package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"issnd/limit"
)

// fuzzed are the options of a server with limits of every kind, of which only some
// are met, and a log of all requests.
func fuzzed() []string {
	options := []string{"--limits-on", "--limits-wait=1ms", "--log-access", "--log-level=info", "--log-format=json"}
	for _, c := range limit.Classes() {
		options = append(options, "--limits-public-"+c.String()+"=100000/s", "--limits-key-"+c.String()+"=100000/s")
		if c != limit.Record {
			options = append(options, "--limits-places-"+c.String()+"=4")
		}
	}
	return append(options, "--limits-public-deep=1/s burst 5", "--limits-public-download=5/s burst 20")
}

// TestHTTPFuzz asks every endpoint what nobody would: random parameters, headers,
// methods, paths and bodies, as requests and as bytes. There is no error of the
// server, nothing in its log but one object a line, no answer that is not well
// formed, and no memory that stays; afterwards it answers as before.
// ISSND_HTTPFUZZ is how long to go on, ISSND_HTTPFUZZ_SEED what to begin with.
func TestHTTPFuzz(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	last, seed := fuzzing(t)
	operator := freeAddress(t)
	h := startHostile(t, append(fuzzed(), "--admin-listen", operator)...)
	seeds := slices.Concat(h.records(), h.questions(), h.dumped(t))
	reachable(t, seeds)
	probe := "/resource/ISSN/" + h.ids[1] + ".ttl"
	_, before := h.get(t, probe, nil)
	heap, goroutines := held(t, operator)
	const workers = 4
	var all sync.WaitGroup
	counts := make([]int, workers)
	answers := make([]map[int]int, workers)
	for w := range workers {
		all.Go(func() {
			f := &fuzzer{hostile: h, t: t, r: rand.New(rand.NewPCG(seed, uint64(w))), seeds: seeds, answers: map[int]int{}}
			answers[w] = f.answers
			for end := time.Now().Add(last); time.Now().Before(end) && !t.Failed(); counts[w]++ {
				if f.r.IntN(4) == 0 {
					f.bytes()
				} else {
					f.request()
				}
			}
		})
	}
	log := &fuzzedLog{hostile: h}
	log.follow(t, &all)
	_, after := h.get(t, probe, nil)
	if !bytes.Equal(before, after) {
		t.Error("the server answers otherwise than before")
	}
	statuses, answered := map[int]int{}, 0
	for _, a := range answers {
		for status, n := range a {
			statuses[status] += n
			answered += n
		}
	}
	most := h.memory(t, "VmHWM")
	t.Logf("seed %d: %v requests, answers by status: %v, at most %d MB", seed, counts, statuses, most>>10)
	log.await(t, answered)
	if most > 800<<10 {
		t.Errorf("the server had %d MB", most>>10)
	}
	h.client.CloseIdleConnections()
	awaitRest(t, operator, heap, goroutines)
}

// reachable fails if there is an address in the README that no target is an example
// of.
func reachable(t *testing.T, targets []string) {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "**Addresses**")
	table, _, ok := strings.Cut(table, "For a resource")
	n := 0
	for line := range strings.Lines(table) {
		cell, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		for _, address := range regexp.MustCompile("`(/[^`{…]*)").FindAllStringSubmatch(cell, -1) {
			n++
			if !slices.ContainsFunc(targets, func(s string) bool { return strings.HasPrefix(s, address[1]) }) {
				t.Errorf("nothing asks for %s", address[1])
			}
		}
	}
	if !ok || n < 20 {
		t.Errorf("%d addresses in the README", n)
	}
}

// dumped makes dumps, and lists the addresses of their files.
func (h *hostile) dumped(t *testing.T) (all []string) {
	t.Helper()
	for _, tier := range []string{"released", "complete"} {
		if _, err := h.run(t.Context(), "dump", "--data", h.data, "--quiet", "--tier", tier, "--formats", "marc21,ntriples,csv"); err != nil {
			t.Log(err) // what a format cannot express
		}
	}
	files, err := filepath.Glob(filepath.Join(h.data, "dumps", "*", "*", "*"))
	if err != nil || len(files) < 8 {
		t.Fatalf("files of dumps: %q, %v", files, err)
	}
	for _, file := range files {
		dir, name := filepath.Split(file)
		dump := filepath.Base(dir)
		tier := filepath.Base(filepath.Dir(filepath.Clean(dir)))
		all = append(all, "/dumps/"+tier+"/latest/"+name, "/dumps/"+tier+"/"+dump+"/"+name)
	}
	return all
}

// fuzzedLog is what a server logs as JSON.
type fuzzedLog struct {
	*hostile
	rest     []byte // a line that is not whole yet
	requests int    // that have been logged
}

// follow reads the log until the work is done.
func (l *fuzzedLog) follow(t *testing.T, work *sync.WaitGroup) {
	done := make(chan struct{})
	go func() {
		work.Wait()
		close(done)
	}()
	for {
		select {
		case <-done:
			l.read(t)
			return
		case <-time.After(100 * time.Millisecond):
			l.read(t)
		}
	}
}

// await waits until so many requests have been logged: a line is written when its
// answer has left.
func (l *fuzzedLog) await(t *testing.T, requests int) {
	for deadline := time.Now().Add(eventually); l.requests < requests && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		l.read(t)
	}
	if l.requests < requests {
		t.Errorf("the log has %d requests of %d that were answered", l.requests, requests)
	}
}

// read looks at what has been logged since it was read last: each line is one
// object, none is of an error, and none has the key.
func (l *fuzzedLog) read(t *testing.T) {
	l.rest = append(l.rest, l.log.take()...)
	for {
		line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			return
		}
		l.rest = rest
		var said struct{ Level, Msg string }
		switch err := json.Unmarshal(line, &said); {
		case err != nil || said.Msg == "" || !utf8.Valid(line):
			t.Errorf("the log has a line that is no object: %v: %.2000q", err, line)
		case bytes.Contains(line, []byte(l.key)):
			t.Errorf("the log has the key: %.2000s", line)
		case said.Level == "ERROR" || said.Msg == "panic":
			t.Errorf("the server complains: %.2000s", line)
		case said.Msg == "request":
			l.requests++
		}
	}
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
	t       *testing.T
	r       *rand.Rand
	seeds   []string
	answers map[int]int // to requests that have a name and so a line in the log, by status
}

var (
	fuzzMethods = []string{"GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get", "X", "CONNECT"}
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
		"verb", "identifier", "metadataPrefix", "set", "from", "until", "resumptionToken", "search[]", "api_key",
	}
)

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// text is a value for anything: a known one, one that is hostile, or random, or
// a key where none belongs.
func (f *fuzzer) text() string {
	switch f.r.IntN(9) {
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
	case 5:
		return f.key
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
	if f.r.IntN(6) == 0 {
		path = "/" + strings.TrimPrefix((&url.URL{Path: mutate(f.r, path)}).EscapedPath(), "/")
	}
	if f.r.IntN(10) == 0 {
		if plain, err := url.QueryUnescape(query); err == nil {
			return path + "?" + escapeUnsafe(plain, 0xFF)
		}
	}
	return path + "?" + escapeUnsafe(query, 0x7E)
}

// escapeUnsafe keeps a query in one line, whatever else is in it, of octets up to
// the last: some clients send those beyond ASCII as they are.
func escapeUnsafe(query string, last byte) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c == 0x7F || c == '#' || c > last {
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
	switch f.r.IntN(6) {
	case 0, 1:
		header.Set("X-Api-Key", f.key)
	case 2:
		header.Set("Authorization", "Bearer "+f.key)
	}
	header.Del("Expect") // the client would wait
	header.Del("Upgrade")
	header.Del("Te")
	var body io.Reader
	sent := ""
	switch {
	case f.r.IntN(8) == 0:
		var kind string
		method = "POST"
		target, kind, sent = f.post()
		header.Set("Content-Type", kind)
		body = strings.NewReader(sent)
	case method == "POST" || f.r.IntN(20) == 0:
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
	if res.Header.Get("X-Request-Id") != "" {
		f.answers[res.StatusCode]++
	}
	what := ""
	switch {
	case res.StatusCode >= 500 && (res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == ""):
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

// post is what a client of a protocol posts, or nearly.
func (f *fuzzer) post() (target, kind, body string) {
	if f.r.IntN(2) == 0 {
		return "/sru", "text/xml; charset=utf-8", f.envelope()
	}
	target, query, _ := strings.Cut(f.target(), "?")
	for target != "/sru" && target != "/oai" {
		target, query, _ = strings.Cut(f.target(), "?")
	}
	return target, "application/x-www-form-urlencoded", query
}

// envelope is a request of SRU in SOAP, or nearly.
func (f *fuzzer) envelope() string {
	const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><%[1]sRequest xmlns="http://www.loc.gov/zing/srw/"><version>%[2]s</version><%[3]s>%[4]s</%[3]s></%[1]sRequest></e:Body></e:Envelope>`
	operation := pick(f.r, []string{"searchRetrieve", "searchRetrieve", "scan", "explain", "x"})
	of := map[string]string{"searchRetrieve": "query", "scan": "scanClause", "explain": "recordPacking", "x": "x"}[operation]
	var text strings.Builder
	_ = xml.EscapeText(&text, []byte(f.text())) // a builder takes everything
	sent := fmt.Sprintf(envelope, operation, pick(f.r, []string{"1.1", "1.2", "2.0", "x"}), of, text.String())
	if f.r.IntN(2) == 0 {
		sent = mutate(f.r, sent)
	}
	return sent
}

// body is a form, or XML in an envelope, nearly.
func (f *fuzzer) body() string {
	switch f.r.IntN(4) {
	case 0, 1:
		return f.envelope()
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
