package crosswalk

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/golden"
	"issnd/internal/mrk"
	"issnd/marc"
	"issnd/register"
)

// recordNames are the records in testdata/records whose renderings are kept.
var recordNames = []string{"full", "online", "cyrillic", "cancelled", "provisional", "hostile"}

// documents are the crosswalks that write a document, with the file extension
// of their golden files.
var documents = []struct {
	ext    string
	render func(dst []byte, v *register.View, o *Options) []byte
	check  func(document []byte) error
}{
	{".dc.xml", AppendDC, wellFormed},
	{".srudc.xml", AppendSRUDC, wellFormed},
	{".mods.xml", AppendMODS, wellFormed},
	{".schema.json", AppendSchemaOrg, checkSchemaOrg},
	{".csv", AppendCSV, checkRow},
	{".citation.txt", AppendCitation, func([]byte) error { return nil }},
}

func testOptions() *Options {
	o := licensed
	o.PublicURL = "https://portal.issn.org/"
	return &o
}

func readRecord(t testing.TB, name string) *register.Record {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "records", name+".mrk"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := mrk.Parse(f)
	if err != nil || len(all) != 1 {
		t.Fatalf("%s: %d records, %v", name, len(all), err)
	}
	return derive(t, all[0])
}

func derive(t testing.TB, m *marc.Record) *register.Record {
	t.Helper()
	rules := register.DefaultRules()
	r, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	r.Replacement = r.Successor()
	return r
}

func TestDocuments(t *testing.T) {
	for _, name := range recordNames {
		for _, tier := range []register.Tier{register.Released, register.Complete} {
			v := readRecord(t, name).View(tier)
			for _, d := range documents {
				t.Run(name+"-"+tier.String()+d.ext, func(t *testing.T) {
					got := d.render([]byte("before "), v, testOptions())
					got, ok := bytes.CutPrefix(got, []byte("before "))
					if !ok {
						t.Fatal("does not append")
					}
					if err := d.check(got); err != nil {
						t.Errorf("%v in\n%s", err, got)
					}
					golden.Equal(t, filepath.Join("testdata", "records", name+"-"+tier.String()+d.ext), readable(got))
				})
			}
		}
	}
}

// readable breaks a document into lines for the golden file.
func readable(document []byte) []byte {
	if bytes.HasPrefix(document, []byte("{")) {
		var b bytes.Buffer
		if json.Indent(&b, document, "", "\t") == nil {
			return append(b.Bytes(), '\n')
		}
	}
	document = bytes.ReplaceAll(document, []byte("><"), []byte(">\n<"))
	return append(bytes.TrimRight(document, "\r\n"), '\n')
}

func wellFormed(document []byte) error {
	d := xml.NewDecoder(bytes.NewReader(document))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func checkSchemaOrg(document []byte) error {
	if bytes.ContainsAny(document, "<>&") {
		return errors.New("unsafe in HTML")
	}
	var v struct {
		Context string `json:"@context"`
		ID      string `json:"@id"`
		Page    struct {
			Version string `json:"version"`
		} `json:"mainEntityOfPage"`
	}
	if err := json.Unmarshal(document, &v); err != nil {
		return err
	}
	if v.Context != "http://schema.org/" || v.ID == "" || v.Page.Version == "" {
		return fmt.Errorf("members are missing: %+v", v)
	}
	return nil
}

func checkRow(row []byte) error {
	r := csv.NewReader(strings.NewReader(CSVHeader() + string(row)))
	all, err := r.ReadAll()
	if err != nil {
		return err
	}
	if len(all) != 2 {
		return fmt.Errorf("%d lines", len(all))
	}
	if n := bytes.Count(row, []byte("\n")); n != 1 || !bytes.HasSuffix(row, []byte("\r\n")) {
		return fmt.Errorf("a row of %d lines", n)
	}
	for _, cell := range all[1] {
		if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
			return fmt.Errorf("a spreadsheet takes %q for a formula", cell)
		}
	}
	return nil
}

// A word that stands in the complete record and nowhere in what is released
// is in no document of the released view.
func TestNoLeak(t *testing.T) {
	for _, name := range recordNames {
		r := readRecord(t, name)
		shown := words(r.View(register.Released).MARC())
		secret := words(r.MARC)
		for w := range shown {
			delete(secret, w)
		}
		v := r.View(register.Released)
		var out []byte
		for _, d := range documents {
			out = append(d.render(out, v, &Options{}), ' ')
		}
		out = append(out, dumpSections(Labelled(v))...)
		for w := range wordsOf(string(out)) {
			if secret[w] && !vocabulary[w] {
				t.Errorf("%s: %q leaks", name, w)
			}
		}
	}
}

// vocabulary is words of the formats themselves that records happen to use.
var vocabulary = map[string]bool{
	"title": true, "updated": true, "Register": true, "Cancelled": true, "Provisional": true, "portal": true, "Online": true,
	"org": true, "http": true, "https": true, "www": true, "Print": true, "script": true, "href": true,
	"type": true, "publisher": true, "version": true, "note": true,
}

func words(r *marc.Record) map[string]bool {
	all := map[string]bool{}
	for i := range r.Fields {
		f := &r.Fields[i]
		for w := range wordsOf(f.Value) {
			all[w] = true
		}
		for _, s := range f.Subfields {
			for w := range wordsOf(s.Value) {
				all[w] = true
			}
		}
	}
	return all
}

// wordsOf are the words of three letters or digits and more.
func wordsOf(s string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 2 {
			all[w] = true
		}
	}
	return all
}

// A minimum record says the same to everyone, but for the tier in the table.
func TestMinimumIsTheSameForAll(t *testing.T) {
	r := readRecord(t, "cancelled")
	for _, d := range documents {
		released := d.render(nil, r.View(register.Released), testOptions())
		complete := d.render(nil, r.View(register.Complete), testOptions())
		complete = bytes.Replace(complete, []byte("complete"), []byte("released"), 1)
		if diff := cmp.Diff(string(released), string(complete)); diff != "" {
			t.Errorf("%s (-released +complete):\n%s", d.ext, diff)
		}
	}
	if diff := cmp.Diff(Labelled(r.View(register.Released)), Labelled(r.View(register.Complete))); diff != "" {
		t.Errorf("labelled (-released +complete):\n%s", diff)
	}
}

// FuzzDocuments puts text into every subfield of a record that has many.
func FuzzDocuments(f *testing.F) {
	f.Add("]]></script>\"'=cmd|x\x00\r\n\u2028<&>", byte('1'))
	f.Add("\xff\xfe[", byte(' '))
	f.Add("+1", byte('9'))
	full := readRecord(f, "full")
	f.Fuzz(func(t *testing.T, s string, indicator byte) {
		m := &marc.Record{Leader: full.MARC.Leader}
		for _, field := range full.MARC.Fields {
			if !field.Tag.Control() && field.Tag != tag022 && field.Tag != marc.T("699") {
				field.Ind1, field.Ind2 = indicator, indicator
				subfields := append([]marc.Subfield(nil), field.Subfields...)
				for i := range subfields {
					subfields[i].Value = s
				}
				field.Subfields = subfields
			}
			m.Fields = append(m.Fields, field)
		}
		v := derive(t, m).View(register.Complete)
		for _, d := range documents {
			if err := d.check(d.render(nil, v, testOptions())); err != nil {
				t.Errorf("%s: %v", d.ext, err)
			}
		}
		Labelled(v)
	})
}
