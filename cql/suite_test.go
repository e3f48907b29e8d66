package cql

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// laxity is where the suite of cql-java leaves the grammar, by file. The
// value says how this package reads the query.
var laxity = map[string]string{
	"09/01": "a word between two others is a relation, known or not",
	"10/13": "a term in parentheses is refused",
}

// TestSuiteOfCQLJava runs the regression queries of cql-java, which are not
// ours to keep: ISSND_SHARED names the folder that has them.
func TestSuiteOfCQLJava(t *testing.T) {
	shared := os.Getenv("ISSND_SHARED")
	if shared == "" {
		t.Skip("ISSND_SHARED is not set")
	}
	files, err := filepath.Glob(filepath.Join(shared, "cql-suite", "cql-java", "regression", "*", "*.cql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no queries: %v", err)
	}
	compared, refused := 0, 0
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file)) + "/" + strings.TrimSuffix(filepath.Base(file), ".cql")
		t.Run(name, func(t *testing.T) {
			if laxity[name] != "" {
				t.Skip(laxity[name])
			}
			want, err := os.ReadFile(strings.TrimSuffix(file, ".cql") + ".xcql")
			if err != nil {
				t.Skip(err)
			}
			query, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			q, err := Parse(string(query), DefaultLimits())
			if !bytes.HasPrefix(want, []byte("<")) {
				if err == nil {
					t.Fatalf("%s is %s, want a refusal: %s", query, q, want)
				}
				refused++
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			compared++
			if d := cmp.Diff(fold(t, want), fold(t, AppendXCQL(nil, q, XCQL1))); d != "" {
				t.Errorf("%s (-want +got):\n%s", query, d)
			}
		})
	}
	t.Logf("%d queries: %d equal in XCQL, %d refused as expected", len(files), compared, refused)
}

// fold is the elements and texts of doc, without what the two programs write
// each in its way: namespaces, layout, and the case of modifiers.
func fold(t *testing.T, doc []byte) []string {
	t.Helper()
	var out []string
	element := ""
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		tok, err := d.Token()
		if tok == nil {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			element = tok.Name.Local
			out = append(out, "<"+element)
		case xml.EndElement:
			out = append(out, ">")
		case xml.CharData:
			s := strings.TrimSpace(string(tok))
			if element == "type" {
				s = strings.ToLower(s)
			}
			if s != "" {
				out = append(out, s)
			}
		}
	}
}
