package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"issnd/internal/mrk"
	"issnd/marc"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"issnd": main})
}

// The scripts run the program as people do. They write records as lines of
// text and have three commands of their own:
//
//	iso IN OUT      writes records as ISO 2709
//	marcxml IN OUT  writes records as MARCXML
//	gzip IN OUT     compresses a file
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"iso":     convert(isoFile),
			"marcxml": convert(xmlFile),
			"gzip":    convert(gzipFile),
		},
	})
}

func convert(fn func([]byte) ([]byte, error)) func(ts *testscript.TestScript, neg bool, args []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 2 {
			ts.Fatalf("usage: COMMAND IN OUT")
		}
		out, err := fn([]byte(ts.ReadFile(args[0])))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), out, 0o644))
	}
}

func isoFile(text []byte) (out []byte, err error) {
	recs, err := mrk.Parse(bytes.NewReader(text))
	for _, r := range recs {
		if out, err = marc.AppendISO2709(out, r); err != nil {
			return nil, err
		}
	}
	return out, err
}

func xmlFile(text []byte) ([]byte, error) {
	recs, err := mrk.Parse(bytes.NewReader(text))
	out := []byte(marc.MARCXMLHeader)
	for _, r := range recs {
		out = marc.AppendMARCXML(out, r)
	}
	return append(out, marc.MARCXMLFooter...), err
}

func gzipFile(data []byte) ([]byte, error) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err := z.Close()
	return out.Bytes(), err
}
