package sru

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"issnd/register"
)

// FuzzHandle: whatever is asked, in whatever way, the answer is one, in the
// form that its media type says.
func FuzzHandle(f *testing.F) {
	for _, c := range responses {
		f.Add(c.query, "", "")
	}
	f.Add("", "query=a&sortKeys=a,,,,%22", formType)
	f.Add("", `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><scanRequest><scanClause>a</scanClause></scanRequest></s:Body></s:Envelope>`, textXML)
	svc := newService(f, three(f))
	f.Fuzz(func(t *testing.T, query, body, kind string) {
		c := &Call{Method: http.MethodGet, Query: query, Header: http.Header{"Accept": {kind}}, Site: "http://localhost/"}
		if body != "" {
			c.Method, c.Body = http.MethodPost, []byte(body)
			c.Header.Set("Content-Type", kind)
		}
		a, err := svc.Handle(t.Context(), c)
		if err != nil || a.Status >= 500 {
			t.Fatal(a.Status, err)
		}
		switch kind := a.Header.Get("Content-Type"); {
		case strings.Contains(kind, "xml"):
			wellFormed(t, a.Body)
		case kind == appJSON && !json.Valid(a.Body):
			t.Fatalf("not JSON: %s", a.Body)
		case kind == "":
			t.Fatal("no type")
		}
	})
}

// values are what parameters of random requests have: right, wrong and worse.
var values = map[string][]string{
	"version": {"1.1", "1.1", "1.2", "1.2", "2.0", "1.3", "9.9", "", "x"}, "operation": {"searchRetrieve", "searchRetrieve", "scan", "explain", "x", ""},
	"query": {"a", "a", "dc.title=b", "(", "a sortby dc.title", "\x01\xff", "&<>\"]]>", "\ufffe"}, "queryType": {"cql", "searchTerms", "x"},
	"startRecord": {"1", "2", "3", "4", "0", "007", "x", "99999999999999999999999"}, "maximumRecords": {"0", "1", "2", "1000000", "-1", "+1"},
	"recordPacking": {"xml", "string", "packed", "x"}, "recordXMLEscaping": {"xml", "string", "x"},
	"recordSchema": {"dc", "marcxml", "mods", "unimarcxml", "rdfxml", "oai_dc", "zeerex", "x"}, "recordXPath": {"/a"},
	"resultSetTTL": {"1", "x"}, "sortKeys": {"dc.title", "a,b", "a,,0"}, "facetLimit": {"3", "3:a", "-1", "x"}, "facetSort": {"alphanumeric", "x"},
	"facetStart": {"2"}, "facetCount": {"1"}, "scanClause": {"a", "dc.title=b", "(", "a and b"}, "responsePosition": {"0", "1", "500", "x"},
	"maximumTerms": {"1", "5", "0", "x"}, "stylesheet": {"/a.xsl", "http://a/b?c&d", "%", "a#b#c", "javascript:x", "é"}, "renderedBy": {"client", "server", "x"},
	"httpAccept": {"text/xml", "application/sru+xml", "x"}, "responseType": {"text/xml", "x"}, "extraRequestData": {"<a>"}, "x-own": {"1", "\x00"}, "other": {"1"},
}

// TestAnyAnswerIsValid validates the answers to random requests.
func TestAnyAnswerIsValid(t *testing.T) {
	xsd := filepath.Join(reference(t), "xsd", "sru")
	svc := newService(t, three(t))
	random := rand.New(rand.NewPCG(1, 2))
	names := slices.Sorted(maps.Keys(values))
	dir := t.TempDir()
	files := map[string][]string{}
	for i := range 3000 {
		q := url.Values{}
		for range random.IntN(7) {
			name := names[random.IntN(len(names))]
			q.Set(name, values[name][random.IntN(len(values[name]))])
		}
		for _, name := range []string{"version", "operation", "query"} {
			if random.IntN(3) > 0 {
				q.Set(name, values[name][random.IntN(len(values[name]))])
			}
		}
		body := handle(t, svc, q.Encode(), register.Viewer{}).Body
		if !bytes.HasPrefix(body, []byte("<?xml")) {
			t.Fatalf("%s: not XML: %.200s", q.Encode(), body)
		}
		path := filepath.Join(dir, strconv.Itoa(i)+".xml")
		if err := os.WriteFile(path, append(body, "<!-- "+strings.ReplaceAll(q.Encode(), "--", "%2D%2D")+" -->"...), 0o600); err != nil {
			t.Fatal(err)
		}
		schema := schemaOf(body)
		files[schema] = append(files[schema], path)
	}
	for schema, paths := range files {
		out, err := exec.Command("xmllint", append([]string{"--noout", "--schema", filepath.Join(xsd, schema)}, paths...)...).CombinedOutput()
		if err == nil {
			continue
		}
		for line := range strings.Lines(string(out)) {
			if !strings.HasSuffix(strings.TrimSpace(line), "validates") {
				at, _, _ := strings.Cut(line, ":")
				body, _ := os.ReadFile(at)
				t.Fatalf("%s: %s\n%s", schema, line, body)
			}
		}
	}
	if len(files) < 3 {
		t.Errorf("answers in %d schemas", len(files))
	}
}
