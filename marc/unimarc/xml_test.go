package unimarc

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/golden"
	"issnd/internal/xmlw"
	"issnd/marc"
)

func TestAppendXML(t *testing.T) {
	out, _ := Convert(parse(t, released))
	golden.Equal(t, filepath.Join("testdata", "released.xml"), append(AppendXML([]byte(xmlw.Header), out), '\n'))
}

// TestXMLReadsBack: a parser finds the record that was written.
func TestXMLReadsBack(t *testing.T) {
	r := parse(t, "001    a<b\n200 1# $a\"A\" & B$e x \n")
	var got struct {
		XMLName  xml.Name
		Format   string `xml:"format,attr"`
		Leader   string `xml:"leader"`
		Controls []struct {
			Tag   string `xml:"tag,attr"`
			Value string `xml:",chardata"`
		} `xml:"controlfield"`
		Fields []struct {
			Tag  string `xml:"tag,attr"`
			Ind1 string `xml:"ind1,attr"`
			Ind2 string `xml:"ind2,attr"`
			Subs []struct {
				Code  string `xml:"code,attr"`
				Value string `xml:",chardata"`
			} `xml:"subfield"`
		} `xml:"datafield"`
	}
	if err := xml.Unmarshal(AppendXML(nil, r), &got); err != nil {
		t.Fatal(err)
	}
	if got.XMLName.Space != Namespace || got.Format != "UNIMARC" || got.Leader != r.Leader.String() {
		t.Errorf("record is %v %s %q", got.XMLName, got.Format, got.Leader)
	}
	back := &marc.Record{Leader: r.Leader}
	for _, c := range got.Controls {
		back.Fields = append(back.Fields, marc.Field{Tag: marc.T(c.Tag), Value: c.Value})
	}
	for _, f := range got.Fields {
		field := marc.Field{Tag: marc.T(f.Tag), Ind1: f.Ind1[0], Ind2: f.Ind2[0]}
		for _, s := range f.Subs {
			field.Subfields = append(field.Subfields, marc.Subfield{Code: s.Code[0], Value: s.Value})
		}
		back.Fields = append(back.Fields, field)
	}
	if d := cmp.Diff(r, back); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestXMLIsValid(t *testing.T) {
	dir := os.Getenv("ISSND_SHARED")
	if dir == "" {
		t.Skip("ISSND_SHARED names no folder of schemas")
	}
	xmllint := tool(t, "xmllint")
	xsd := filepath.Join(dir, "xsd", "marc", "marcxchange-2-0.xsd")
	if out, err := exec.Command(xmllint, "--noout", "--schema", xsd, filepath.Join("testdata", "released.xml")).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
