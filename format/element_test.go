package format

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"issnd/crosswalk"
	"issnd/marc"
	"issnd/register"
)

func TestElementsStandInAnotherDocument(t *testing.T) {
	formats, err := Default(crosswalk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range formats {
		if f.XML == nil {
			continue
		}
		n++
		t.Run(f.Name, func(t *testing.T) {
			out, err := f.AppendHarvested([]byte("<metadata>"), sampleView(t), &crosswalk.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var root struct {
				Payload struct {
					XMLName  xml.Name
					Location string `xml:"http://www.w3.org/2001/XMLSchema-instance schemaLocation,attr"`
				} `xml:",any"`
			}
			if err := xml.Unmarshal(append(out, "</metadata>"...), &root); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			if root.Payload.XMLName.Space != f.XML.Namespace {
				t.Errorf("namespace %q, want %q", root.Payload.XMLName.Space, f.XML.Namespace)
			}
			if want := f.XML.Namespace + " " + f.XML.Schema; !strings.HasPrefix(root.Payload.Location, want) {
				t.Errorf("schemaLocation %q, want %q", root.Payload.Location, want)
			}
		})
	}
	if n < 5 {
		t.Errorf("%d XML formats", n)
	}
	if _, err := formats[0].AppendElement(nil, sampleView(t), &crosswalk.Options{}, false); err == nil {
		t.Error("Turtle as an XML element")
	}
}

func TestProtocolNamesFindFormats(t *testing.T) {
	formats, err := Default(crosswalk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := NewTable(formats...)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		got  *Format
		want string
	}{
		{"SRU short name, other case", table.SRU("marcXML"), "marcxml"},
		{"SRU URI", table.SRU("info:srw/schema/1/mods-v3.6"), "mods"},
		{"OAI", table.OAI("oai_dc"), "dc"},
		{"OAI second name", table.OAI("marcxml"), "marcxml"},
		{"OAI, other case", table.OAI("OAI_DC"), ""},
		{"unknown", table.SRU("nosuch"), ""},
	} {
		name := ""
		if c.got != nil {
			name = c.got.Name
		}
		if name != c.want {
			t.Errorf("%s: %q, want %q", c.name, name, c.want)
		}
	}
}

// sampleView is a confirmed record with a title, as the public sees it.
func sampleView(t *testing.T) *register.View {
	t.Helper()
	m := &marc.Record{Leader: marc.Leader([]byte("00000nas a2200000 a 4500")), Fields: []marc.Field{
		{Tag: marc.T("008"), Value: "900101c19009999xxkwr p       0   a0eng  "},
		{Tag: marc.T("022"), Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: "0028-0836"}}},
		{Tag: marc.T("222"), Ind1: ' ', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: "Nature & <science>"}}},
		{Tag: marc.T("245"), Ind1: '0', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: "Nature."}}},
	}}
	var rules register.Rules
	r, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	return r.View(register.Released)
}

// TestHarvestedRDFHasNoResourcesInSimpleDublinCore: the schema of simple Dublin
// Core allows text and xml:lang only.
func TestHarvestedRDFHasNoResourcesInSimpleDublinCore(t *testing.T) {
	formats, err := Default(crosswalk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := NewTable(formats...)
	if err != nil {
		t.Fatal(err)
	}
	f, resource := table.OAI("rdf"), regexp.MustCompile(`<dc:(\w+) rdf:`)
	usual := map[string]bool{}
	for _, v := range completeSample(t) {
		out, err := f.AppendHarvested(nil, v, &crosswalk.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found := resource.Find(out); found != nil {
			t.Errorf("%s: %s", v.Head().ISSN, found)
		}
		if out, err = f.Record(nil, v, &crosswalk.Options{}); err != nil {
			t.Fatal(err)
		}
		for _, m := range resource.FindAllSubmatch(out, -1) {
			usual[string(m[1])] = true
		}
	}
	if !usual["format"] || !usual["relation"] {
		t.Errorf("the sample has resources only in %v: it shows nothing", usual)
	}
}

// completeSample is the sample register as a subscriber sees it.
func completeSample(t *testing.T) (views []*register.View) {
	t.Helper()
	f, err := os.Open("../testdata/sample.mrc")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rules := register.DefaultRules()
	for r := marc.NewISO2709Reader(f, marc.Options{}); ; {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return views
		}
		if err != nil {
			t.Fatal(err)
		}
		rec, err := rules.Record(item.Record)
		if err != nil {
			t.Fatal(err)
		}
		views = append(views, rec.View(register.Complete))
	}
}
