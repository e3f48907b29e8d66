package marc

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/unicode"
)

const xmlLeaderElement = "<leader>" + serialLeader + "</leader>"

func TestXMLReaderFields(t *testing.T) {
	for name, c := range map[string]struct {
		in       string
		want     *Record
		problems []string
	}{
		"plain": {xmlLeaderElement + `<controlfield tag="001">x</controlfield>` +
			`<datafield tag="245" ind1="1" ind2=" "><subfield code="a">é &amp; &#xe9;&#233;&lt;</subfield><subfield code='b'/></datafield>`,
			small(control("001", "x"), data("245", "1 ", "a", "é & éé<", "b", "")), nil},
		"prefix and attributes": {"<m:leader xml:space='preserve'>" + serialLeader + "</m:leader >" +
			"<m:datafield\nind2 = '0'\tind1='1' tag='245' id='x>y'><m:subfield code='a'>x</m:subfield></m:datafield>",
			small(data("245", "10", "a", "x")), nil},
		"CDATA, comments, instructions": {xmlLeaderElement +
			"<!-- <record> --><datafield tag='245' ind1='1' ind2='0'><?x > ?><subfield code='a'>x<![CDATA[<&amp;>]]>y<!-- z --></subfield></datafield>",
			small(data("245", "10", "a", "x<&amp;>y")), nil},
		"no leader": {`<controlfield tag="001">x</controlfield>`,
			&Record{leaderOf("00000nas a2200000uu 4500"), []Field{control("001", "x")}}, []string{"leader leader"}},
		"short leader": {`<leader>00000cas a2200</leader><controlfield tag="001">x</controlfield>`,
			&Record{leaderOf("00000cas a2200000uu 4500"), []Field{control("001", "x")}}, []string{"leader leader"}},
		"leader on its own line": {"<leader>\n" + serialLeader + "\n</leader><controlfield tag='001'>x</controlfield>",
			small(control("001", "x")), nil},
		"lengths in the leader": {"<leader>01234cas  2200321 a 4500</leader>", small(), nil},
		"indicators": {xmlLeaderElement + "<datafield tag='245' ind1='' ind2='10'><subfield code='a'>x</subfield></datafield>",
			small(data("245", "  ", "a", "x")), []string{"indicators 245"}},
		"text between subfields": {xmlLeaderElement + "<datafield tag='245' ind1='1' ind2='0'>x<subfield code='b'>y</subfield> z</datafield>",
			small(data("245", "10", "a", "x", "b", "y", "a", " z")), []string{"text-outside-subfield 245"}},
		"bytes that are UTF-8 only together": {xmlLeaderElement + "<datafield tag='245' ind1='1' ind2='0'><subfield code='a'>x\xC6</subfield><subfield code='b'>\x80y</subfield></datafield>",
			small(data("245", "10", "a", "x\uFFFD", "b", "\uFFFDy")), []string{"damaged 245"}},
		"no subfields": {xmlLeaderElement + "<datafield tag='245' ind1='1' ind2='0'> </datafield>",
			small(data("245", "10")), []string{"no-subfields 245"}},
		"control field with a data tag": {xmlLeaderElement + "<controlfield tag='245'>x</controlfield>",
			small(data("245", "  ", "a", "x")), []string{"text-outside-subfield 245"}},
		"data field with a control tag": {xmlLeaderElement + "<datafield tag='003' ind1=' ' ind2=' '><subfield code='a'>x</subfield></datafield>",
			small(data("003", "  ", "a", "x")), []string{"subfields-in-control-field 003"}},
		"line ends, tabs, controls": {xmlLeaderElement + "<datafield tag='245' ind1='1' ind2='0'><subfield code='a'>x\r\ny\tz\r&#13;&#1;\xFF\x1E&#31;</subfield></datafield>",
			small(data("245", "10", "a", "x\ny\tz\n\r\uFFFD")), []string{"damaged 245", "control-character 245"}},
		"odd tag and code": {xmlLeaderElement + "<datafield tag='2 5' ind1='1' ind2='0'><subfield code=' '>x</subfield></datafield>",
			small(data("2 5", "10", " ", "x")), []string{"tag", "subfield-code 2 5"}},
	} {
		t.Run(name, func(t *testing.T) {
			doc := "<c:collection xmlns:c='x'><record>" + c.in + "</record></c:collection>"
			it, err := NewXMLReader(strings.NewReader(doc), Options{}).Next()
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, it.Record, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("record (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.problems, codes(it.Problems)); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
			if want := "<record>" + c.in + "</record>"; string(it.Raw) != want {
				t.Errorf("Raw is %q, want %q", it.Raw, want)
			}
		})
	}
}

// xmlRecord is a record with the control number id and more inside.
func xmlRecord(id, more string) string {
	return "<record>" + xmlLeaderElement + "<controlfield tag='001'>" + id + "</controlfield>" + more + "</record>"
}

func TestXMLReaderStream(t *testing.T) {
	one, two := xmlRecord("one", ""), xmlRecord("two", "")
	ok := func(id string, n int) outcome { return outcome{ID: id, Number: n} }
	bad := func(code string, n int) outcome { return outcome{ID: "error " + code, Number: n} }
	for name, c := range map[string]struct {
		in   string
		want []outcome
	}{
		"one record":       {one, []outcome{ok("one", 1)}},
		"collection":       {"<collection>" + one + "\n" + two + "</collection>", []outcome{ok("one", 1), ok("two", 2)}},
		"empty collection": {"<collection/>", nil},
		"OAI-PMH": {"<OAI-PMH><ListRecords><record><header/><metadata><marc:" + one[1:len(one)-len("</record>")] + "</marc:record></metadata></record>" +
			"<record><header status='deleted'/></record></ListRecords></OAI-PMH>", []outcome{ok("one", 1)}},
		"SRU": {"<r><records><record><recordSchema>x</recordSchema><recordData>" + one + "</recordData></record></records></r>", []outcome{ok("one", 1)}},
		"no tag": {"<c>" + xmlRecord("x", "<datafield ind1=' ' ind2=' '><subfield code='a'/></datafield>") + two + "</c>",
			[]outcome{bad(ErrorMARCXML, 1), ok("two", 2)}},
		"no code": {"<c>" + xmlRecord("x", "<datafield tag='245' ind1=' ' ind2=' '><subfield/></datafield>") + two + "</c>",
			[]outcome{bad(ErrorMARCXML, 1), ok("two", 2)}},
		"another element": {"<c>" + xmlRecord("x", "<subfields><subfield/></subfields>") + two + "</c>",
			[]outcome{bad(ErrorMARCXML, 1), ok("two", 2)}},
		"text in the record": {"<c>" + xmlRecord("x", "text") + two + "</c>", []outcome{bad(ErrorMARCXML, 1), ok("two", 2)}},
		"empty records":      {"<c><record/><record> </record>" + two + "</c>", []outcome{bad(ErrorEmpty, 1), bad(ErrorEmpty, 2), ok("two", 3)}},
		"bare ampersand":     {"<c>" + xmlRecord("a & b", "") + two + "</c>", []outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"bare less-than":     {"<c>" + xmlRecord("a < b", "") + two + "</c>", []outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"own entity": {"<!DOCTYPE c [<!ENTITY e '<record>'><!ENTITY f '&e;&e;'>]><c>" + xmlRecord("&f;", "") + two + "</c>",
			[]outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"wrong end tag":        {"<c>" + xmlRecord("x", "<datafield tag='245'></wrong>") + two + "</c>", []outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"record not ended":     {"<c><record>" + xmlLeaderElement + two + "</c>", []outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"wrong end tag around": {"<c></d>" + two + "</c>", []outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"junk around":          {"<c><<x>" + two + "</c>", []outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"cut in a record":      {"<c>" + one + two[:75], []outcome{ok("one", 1), bad(ErrorTruncated, 2)}},
		"cut in a tag":         {"<c>" + one + two[:3], []outcome{ok("one", 1), bad(ErrorXML, 2)}},
		"cut between records":  {"<c>" + one, []outcome{ok("one", 1), bad(ErrorTruncated, 2)}},
		"too deep":             {strings.Repeat("<d>", 200) + one, []outcome{bad(ErrorXML, 1), ok("one", 2)}},
		"deep in a record":     {"<c>" + xmlRecord("x", strings.Repeat("<d>", 200)) + two + "</c>", []outcome{bad(ErrorXML, 1), ok("two", 2)}},
		"comment not ended":    {"<c>" + one + "<!-- ", []outcome{ok("one", 1), bad(ErrorXML, 2)}},
	} {
		t.Run(name, func(t *testing.T) {
			ignore := cmpopts.IgnoreFields(outcome{}, "Offset")
			if d := cmp.Diff(c.want, drain(t, NewXMLReader(strings.NewReader(c.in), Options{})), ignore); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			r := NewXMLReader(iotest.OneByteReader(strings.NewReader(c.in)), Options{})
			if d := cmp.Diff(c.want, drain(t, r), ignore); d != "" {
				t.Errorf("byte by byte (-want +got):\n%s", d)
			}
		})
	}
}

func TestXMLReaderPosition(t *testing.T) {
	one := xmlRecord("one", "")
	got := drain(t, NewXMLReader(strings.NewReader("<c>\n"+one+"\n"+one+"</c>"), Options{}))
	want := []outcome{{"one", 1, 4, nil}, {"one", 2, 5 + int64(len(one)), nil}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestXMLReaderLimit(t *testing.T) {
	long := strings.Repeat("x", 2000)
	for name, in := range map[string]string{
		"text":    xmlRecord(long, ""),
		"tag":     "<record><leader a='" + long + "'/></record>",
		"cdata":   xmlRecord("<![CDATA["+long+"]]>", ""),
		"comment": xmlRecord("x", "<!--"+long+"-->"),
		"fields":  xmlRecord("x", strings.Repeat("<datafield tag='100'/>", 100)),
	} {
		t.Run(name, func(t *testing.T) {
			in := "<c>" + in + xmlRecord("two", "") + "</c>"
			got := drain(t, NewXMLReader(strings.NewReader(in), Options{MaxRecord: 300}))
			if len(got) != 2 || !strings.HasPrefix(got[0].ID, "error") || got[1].ID != "two" {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestXMLReaderEncodings(t *testing.T) {
	want := small(control("001", "é–"))
	body := "<record>" + xmlLeaderElement + "<controlfield tag='001'>é–</controlfield></record>"
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(body)
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{
		"UTF-8":                body,
		"UTF-16":               utf16,
		"Windows-1252":         `<?xml version="1.0" encoding="windows-1252"?>` + strings.ReplaceAll(body, "é–", "\xE9\x96"),
		"declared but not so":  `<?xml version="1.0" encoding="UTF-16"?>` + body,
		"Latin-1, a reference": `<?xml version='1.0' encoding='ISO-8859-1'?>` + strings.ReplaceAll(body, "é–", "\xE9&#8211;"),
	} {
		t.Run(name, func(t *testing.T) {
			r, err := NewReader(strings.NewReader(in))
			if err != nil {
				t.Fatal(err)
			}
			it, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, it.Record); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
