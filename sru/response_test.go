package sru

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"issnd/diagnostic"
	"issnd/internal/golden"
	"issnd/register"
)

// handle answers a GET of parameters, for the viewer.
func handle(t testing.TB, s *Service, query string, v register.Viewer) *Answer {
	t.Helper()
	a, err := s.Handle(t.Context(), &Call{Method: http.MethodGet, Query: query, Viewer: v, Site: "http://127.0.0.1:8080/"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// responses are requests by the name of the golden file of their answer.
var responses = []struct{ name, query string }{
	{"explain-1.1", "version=1.1&operation=explain"},
	{"explain-2.0", ""},
	{"explain-string", "version=1.2&operation=explain&recordPacking=string"},
	{"explain-fault", "nosuch=1"},
	{"search-1.1", "version=1.1&operation=searchRetrieve&query=dc.title%3Da"},
	{"search-1.2", "version=1.2&operation=searchRetrieve&query=dc.title%3Da&maximumRecords=1"},
	{"search-2.0", "query=dc.title=%22R%26D+%3C%C3%A9%3E%22&maximumRecords=1&facetLimit=3:issn.country&x-a=b"},
	{"search-string", "query=a&recordXMLEscaping=string&startRecord=2"},
	{"search-stylesheet", "query=a&maximumRecords=0&stylesheet=/a.xsl?b%26c"},
	{"search-range", "version=1.2&operation=searchRetrieve&query=a&startRecord=4"},
	{"search-schema", "version=1.2&operation=searchRetrieve&query=a&recordSchema=nosuch"},
	{"search-not-in-schema", "query=a&recordSchema=zeerex&maximumRecords=1"},
	{"search-syntax", "version=1.1&operation=searchRetrieve&query=a+and"},
	{"search-syntax-2.0", "query=%FF%01%22"},
	{"search-sorted-twice", "query=a+sortby+dc.title&sortKeys=dc.date&maximumRecords=0"},
	{"scan-1.2", "version=1.2&operation=scan&scanClause=dc.title%3Dn&maximumTerms=2"},
	{"scan-2.0", "scanClause=dc.title+%3D%3D+%22n%22&responsePosition=1"},
	{"scan-fault", "version=1.1&operation=scan"},
	{"search-2.0.json", "query=a&httpAccept=application/json&facetLimit=2&maximumRecords=1&startRecord=2"},
	{"search-string.json", "query=a&httpAccept=application/json&startRecord=3"},
	{"explain.json", "httpAccept=application/json"},
	{"scan.json", "scanClause=dc.title%3Dn&httpAccept=application/json"},
	{"explain.html", "httpAccept=text/html"},
	{"search.html", "query=a&httpAccept=text/html&maximumRecords=2&facetLimit=1"},
	{"search-fault.html", "query=%22%3Cb%3E&httpAccept=text/html"},
	{"scan.html", "scanClause=dc.title%3Dn&httpAccept=text/html"},
}

func TestResponses(t *testing.T) {
	svc := newService(t, three(t))
	for _, c := range responses {
		t.Run(c.name, func(t *testing.T) {
			a := handle(t, svc, c.query, register.Viewer{})
			ext := filepath.Ext(c.name)
			if ext != ".json" && ext != ".html" {
				ext = ".xml"
				c.name += ext
				wellFormed(t, a.Body)
			}
			if ext == ".json" && !json.Valid(a.Body) {
				t.Errorf("not JSON: %s", a.Body)
			}
			golden.Equal(t, filepath.Join("testdata", c.name), lines(a.Body, ext))
		})
	}
}

// lines breaks a document into lines that people can compare.
func lines(body []byte, ext string) []byte {
	s := string(body)
	switch ext {
	case ".xml":
		s = strings.ReplaceAll(s, "><", ">\n<")
	case ".json":
		s = strings.NewReplacer(`,"`, ",\n\"", `{"`, "{\n\"").Replace(s)
	}
	return []byte(s)
}

func wellFormed(t testing.TB, body []byte) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(string(body))); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, body)
		}
	}
}

// TestResponsesAreValid validates the answers against the schemas of the
// versions.
func TestResponsesAreValid(t *testing.T) {
	xsd := filepath.Join(reference(t), "xsd", "sru")
	svc := newService(t, three(t))
	dir := t.TempDir()
	files := map[string][]string{}
	for _, c := range responses {
		if ext := filepath.Ext(c.name); ext == ".json" || ext == ".html" {
			continue
		}
		path := filepath.Join(dir, c.name+".xml")
		body := handle(t, svc, c.query, register.Viewer{}).Body
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		schema := schemaOf(body)
		files[schema] = append(files[schema], path)
		if strings.HasPrefix(c.name, "explain-") && c.name != "explain-string" {
			_, record, _ := strings.Cut(string(body), "<recordData>")
			record, _, _ = strings.Cut(record, "</recordData>")
			path := filepath.Join(dir, c.name+".zeerex")
			if err := os.WriteFile(path, []byte(record), 0o600); err != nil {
				t.Fatal(err)
			}
			files["zeerex/zeerex-2.0.xsd"] = append(files["zeerex/zeerex-2.0.xsd"], path)
		}
	}
	for schema, paths := range files {
		out, err := exec.Command("xmllint", append([]string{"--noout", "--schema", filepath.Join(xsd, schema)}, paths...)...).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", schema, err, out)
		}
	}
}

// schemaOf is the schema, below the folder of schemas, of a response.
func schemaOf(body []byte) string {
	switch s := string(body); {
	case strings.Contains(s, `="http://www.loc.gov/zing/srw/"`):
		return "local/srw-1x.xsd"
	case strings.Contains(s, `="http://docs.oasis-open.org/ns/search-ws/scan"`):
		return "local/oasis-scan.xsd"
	}
	return "local/oasis-sruResponse.xsd"
}

func TestPages(t *testing.T) {
	svc := newService(t, three(t))
	for _, c := range []struct{ name, query, want, not string }{
		{"next", "version=1.2&operation=searchRetrieve&query=a&maximumRecords=2", "<nextRecordPosition>3<", ""},
		{"last", "version=1.2&operation=searchRetrieve&query=a&startRecord=3&maximumRecords=2", "<recordPosition>3<", "nextRecordPosition"},
		{"none", "query=a&maximumRecords=0", "<numberOfRecords>3<", "<records"},
		{"none has no next", "query=a&maximumRecords=0", "<numberOfRecords>3<", "nextRecordPosition"},
		{"gone", "query=a&startRecord=3", "info:srw/diagnostic/1/65", ""},
		{"identifier in 1.2", "version=1.2&operation=searchRetrieve&query=a", "<recordIdentifier>9000", ""},
		{"no identifier in 1.1", "version=1.1&operation=searchRetrieve&query=a", "<recordSchema>info:srw/schema/1/marcxml-v1.1<", "recordIdentifier"},
		{"a schema by an alias", "query=a&recordSchema=MARC21-XML", "<recordSchema>info:srw/schema/1/marcxml-v1.1<", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := string(handle(t, svc, c.query, register.Viewer{}).Body)
			if !strings.Contains(body, c.want) || c.not != "" && strings.Contains(body, c.not) {
				t.Errorf("want %s, not %q:\n%s", c.want, c.not, body)
			}
		})
	}
	empty := newService(t, &stub{})
	for query, want := range map[string]string{
		"version=1.1&operation=searchRetrieve&query=a":               "",
		"version=1.1&operation=searchRetrieve&query=a&startRecord=2": "info:srw/diagnostic/1/61",
	} {
		body := string(handle(t, empty, query, register.Viewer{}).Body)
		if !strings.Contains(body, "<numberOfRecords>0<") || strings.Contains(body, "<diagnostics>") != (want != "") ||
			!strings.Contains(body, want) || strings.Contains(body, "<records") {
			t.Errorf("%s:\n%s", query, body)
		}
	}
}

func TestEverySchemaIsServed(t *testing.T) {
	svc := newService(t, three(t))
	n := 0
	for _, f := range svc.schemas() {
		for _, name := range f.XML.SRU {
			n++
			body := string(handle(t, svc, "query=a&maximumRecords=1&recordSchema="+url.QueryEscape(strings.ToUpper(name)), register.Viewer{}).Body)
			wellFormed(t, []byte(body))
			if !strings.Contains(body, "<recordSchema>"+f.XML.SRU[0]+"</recordSchema>") || !strings.Contains(body, "90000003") && !strings.Contains(body, "9000-000") {
				t.Errorf("%s:\n%s", name, body)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d names of schemas", n)
	}
}

func TestRecordsAreJSONInJSON(t *testing.T) {
	svc := newService(t, three(t))
	for name, want := range map[string]string{"schemaorg": "https://schema.org/", "JSONLD": "https://www.issn.org/understanding-the-issn/"} {
		var got struct {
			Records []struct {
				RecordSchema string
				RecordData   map[string]any
			}
		}
		body := handle(t, svc, "query=a&httpAccept=application/json&maximumRecords=1&recordSchema="+name, register.Viewer{}).Body
		if err := json.Unmarshal(body, &got); err != nil || len(got.Records) != 1 {
			t.Fatalf("%s: %v\n%s", name, err, body)
		}
		if r := got.Records[0]; !strings.HasPrefix(r.RecordSchema, want) || r.RecordData["@context"] == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if body := handle(t, svc, "query=a&recordSchema=schemaorg", register.Viewer{}).Body; !strings.Contains(string(body), "diagnostic/1/66<") {
		t.Errorf("JSON in XML:\n%s", body)
	}
}

func TestErrorsOfTheProgramAreNotTold(t *testing.T) {
	s := three(t)
	svc := newService(t, s)
	s.err = errors.New("disk on fire")
	for _, query := range []string{"version=1.1&operation=searchRetrieve&query=a", "scanClause=a"} {
		a, err := svc.Handle(t.Context(), &Call{Method: http.MethodGet, Query: query})
		if err == nil || a.Status != http.StatusOK || strings.Contains(string(a.Body), "fire") || !strings.Contains(string(a.Body), "diagnostic/1/1<") {
			t.Errorf("%s: %v %d\n%s", query, err, a.Status, a.Body)
		}
	}
	s.err = diagnostic.New(diagnostic.UnsupportedIndex, "dc.nosuch")
	body := string(handle(t, svc, "query=a", register.Viewer{}).Body)
	if !strings.Contains(body, "<details>dc.nosuch</details>") {
		t.Error(body)
	}
}
