package cql

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"issnd/internal/golden"
)

// xcqlCases are the queries whose XCQL is kept under testdata/xcql.
var xcqlCases = []struct{ name, query string }{
	{"term", `"fish & <chips>"`},
	{"clause", `dc.Title any/stem/cql.locale=fr "^a\*b*"`},
	{"sorted", `kernighan sortby dc.date/sort.missingValue=1970/sort.descending title`},
	{"booleans", `a or b and (c prox/distance<3/unit=word d) not e`},
	{"prefixes", `>dc="http://x/" >"http://y/" dc.title=a and b sortby dc.date`},
	{"scopes", `>dc="http://x/" fish or (>dc="http://y/" >s="http://s/" dc.title s.near/dc.m=1 jaws and s.x=1) sortby dc.depth`},
	{"scope-default", `(>"http://y/" title = jaws and dc.title = "ns1") or (>dc="http://y/" dc.title = fish)`},
	{"scope-sorted", `(>dc="http://y/" dc.title = jaws) sortby dc.date`},
}

func TestXCQL(t *testing.T) {
	for _, c := range xcqlCases {
		t.Run(c.name, func(t *testing.T) {
			q := parse(t, c.query)
			for v, name := range map[Version]string{XCQL1: "1.xml", XCQL2: "2.xml"} {
				got := AppendXCQL(nil, q, v)
				wellFormed(t, got, v)
				golden.Equal(t, filepath.Join("testdata", "xcql", c.name+"."+name), indent(t, got))
			}
		})
	}
}

func wellFormed(t *testing.T, doc []byte, v Version) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Space != v.Namespace() {
			t.Fatalf("%s is in the namespace %q", e.Name.Local, e.Name.Space)
		}
	}
}

// indent lays out a document without mixed content.
func indent(t *testing.T, doc []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	depth, text := 0, false
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		start := d.InputOffset()
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			out.WriteByte('\n')
			return out.Bytes()
		}
		if err != nil {
			t.Fatal(err)
		}
		newline := func() {
			if out.Len() > 0 && !text {
				out.WriteByte('\n')
				out.Write(bytes.Repeat([]byte("  "), depth))
			}
		}
		switch tok.(type) {
		case xml.StartElement:
			newline()
			depth++
			text = doc[d.InputOffset()] != '<' || doc[d.InputOffset()+1] == '/'
		case xml.EndElement:
			depth--
			if d.InputOffset() > start {
				newline()
			}
			text = false
		}
		out.Write(doc[start:d.InputOffset()])
	}
}

// TestXCQL2IsValid checks against the schema of the standard, which is not
// ours to keep: ISSND_SHARED names the folder that has it.
func TestXCQL2IsValid(t *testing.T) {
	shared := os.Getenv("ISSND_SHARED")
	if shared == "" {
		t.Skip("ISSND_SHARED is not set")
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("no xmllint")
	}
	args := []string{"--noout", "--schema", filepath.Join(shared, "xsd", "sru", "local", "oasis-xcql.xsd")}
	for _, c := range xcqlCases {
		file := filepath.Join(t.TempDir(), c.name+".xml")
		if err := os.WriteFile(file, AppendXCQL(nil, parse(t, c.query), XCQL2), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if out, err := exec.Command("xmllint", args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
