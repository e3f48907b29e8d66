package unimarc

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"issnd/marc"
)

// serials is the records of a folder of shared test data.
func serials(t testing.TB) []*marc.Record {
	t.Helper()
	dir := os.Getenv("ISSND_SHARED")
	if dir == "" {
		t.Skip("ISSND_SHARED names no folder of records")
	}
	f, err := os.Open(filepath.Join(dir, "corpus", "serials.mrc"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := marc.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var list []*marc.Record
	for {
		item, err := in.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, item.Record)
	}
}

// tool is the path of a program that checks our output, or skips t.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(err)
	}
	return path
}

func TestCorpusIsCarriedOrReported(t *testing.T) {
	list := serials(t)
	if len(list) != 5121 {
		t.Errorf("%d records", len(list))
	}
	missing := 0
	for _, in := range list {
		out, lost := Convert(in)
		wellFormed(t, out)
		for _, m := range uncarried(in, out, lost) {
			if missing++; missing < 20 {
				t.Errorf("%s: neither carried nor reported: %s", in.Control(tag001), m)
			}
		}
	}
}

func TestCorpusISO2709(t *testing.T) {
	list := serials(t)
	yaz := tool(t, "yaz-marcdump")
	var buf []byte
	written := 0
	for _, in := range list {
		out, _ := Convert(in)
		next, err := marc.AppendISO2709(buf, out)
		if size := (*marc.SizeError)(nil); errors.As(err, &size) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		buf = next
		written++
	}
	if written < 5000 {
		t.Errorf("only %d of %d records fit", written, len(list))
	}
	path := filepath.Join(t.TempDir(), "unimarc.mrc")
	if err := os.WriteFile(path, buf, 0o644); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(yaz, "-i", "marc", "-o", "line", path)
	cmd.Stderr = &stderr
	dump, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%v: %.500s", err, stderr.String())
	}
	if n := bytes.Count(dump, []byte("\n100 ")); n != written {
		t.Errorf("yaz reads %d records of %d", n, written)
	}
}

func TestCorpusMarcXchange(t *testing.T) {
	list := serials(t)
	xmllint := tool(t, "xmllint")
	doc := []byte(XMLOpen)
	for _, in := range list {
		out, _ := Convert(in)
		doc = AppendXML(doc, out)
	}
	doc = append(doc, XMLClose...)
	path := filepath.Join(t.TempDir(), "unimarc.xml")
	if err := os.WriteFile(path, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	xsd := filepath.Join(os.Getenv("ISSND_SHARED"), "xsd", "marc", "marcxchange-2-0.xsd")
	if out, err := exec.Command(xmllint, "--huge", "--noout", "--schema", xsd, path).CombinedOutput(); err != nil {
		t.Errorf("%v: %.1000s", err, out)
	}
}

// BenchmarkCorpus converts the records of the corpus one after the other.
func BenchmarkCorpus(b *testing.B) {
	list := serials(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Convert(list[i%len(list)])
	}
}
