package crosswalk

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"issnd/marc"
	"issnd/register"
)

// TestSchemas validates the XML of every record of a corpus in every tier
// against the published schemas. It needs xmllint and, in ISSND_SHARED, a
// folder with corpus/serials.mrc and xsd/.
func TestSchemas(t *testing.T) {
	shared := os.Getenv("ISSND_SHARED")
	if shared == "" {
		t.Skip("ISSND_SHARED is not set")
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip(err)
	}
	views := corpusViews(t, filepath.Join(shared, "corpus", "serials.mrc"))
	for _, name := range recordNames {
		r := readRecord(t, name)
		views = append(views, r.View(register.Released), r.View(register.Complete))
	}
	dir := t.TempDir()
	for _, c := range []struct {
		name, wrapper, schema string
		render                func([]byte, *register.View, *Options) []byte
	}{
		{"mods", `modsCollection xmlns="` + MODSNamespace + `"`, filepath.Join(shared, "xsd", "mods", "mods-3-6.xsd"), AppendMODS},
		{"dc", "all", dcWrapperSchema(t, dir, shared), AppendDC},
	} {
		t.Run(c.name, func(t *testing.T) {
			document := []byte("<" + c.wrapper + ">")
			for _, v := range views {
				document = c.render(document, v, testOptions())
			}
			tag, _, _ := strings.Cut(c.wrapper, " ")
			document = append(document, "</"+tag+">"...)
			path := filepath.Join(dir, c.name+".xml")
			if err := os.WriteFile(path, document, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("xmllint", "--huge", "--nonet", "--noout", "--schema", c.schema, path).CombinedOutput()
			if err != nil {
				t.Errorf("%d records: %v\n%.4000s", len(views), err, out)
			}
		})
	}
}

// dcWrapperSchema is a schema for an element "all" that holds any number of
// oai_dc:dc, so that one run validates them all.
func dcWrapperSchema(t *testing.T, dir, shared string) string {
	t.Helper()
	xsd := filepath.Join(shared, "xsd", "oai")
	schema := `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:oai_dc="` + DCNamespace + `">
<import namespace="` + DCNamespace + `" schemaLocation="` + filepath.Join(xsd, "oai_dc.xsd") + `"/>
<element name="all"><complexType><sequence>
<element ref="oai_dc:dc" maxOccurs="unbounded"/></sequence></complexType></element></schema>`
	path := filepath.Join(dir, "all.xsd")
	if err := os.WriteFile(path, []byte(schema), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XML_CATALOG_FILES", filepath.Join(xsd, "catalog.xml"))
	return path
}

// corpusViews is every record of an ISO 2709 file that has an ISSN, released
// and complete.
func corpusViews(t *testing.T, path string) []*register.View {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := marc.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rules := register.DefaultRules()
	var views []*register.View
	for {
		item, err := in.Next()
		if errors.Is(err, io.EOF) {
			return views
		}
		if err != nil {
			t.Fatal(err)
		}
		r, err := rules.Record(item.Record)
		if err != nil {
			continue
		}
		views = append(views, r.View(register.Released), r.View(register.Complete))
	}
}
