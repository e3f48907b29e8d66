package portal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"issnd/format"
	"issnd/marc"
	"issnd/portal"
	"issnd/register"
)

// hostile are texts that break what does not escape.
var hostile = []string{
	`<script>alert(1)</script>`,
	`</script><script>alert(1)</script>`,
	`<!-- --> ]]> <![CDATA[`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	"\"quoted\", 'quoted' \\ back\\u0022slash\\",
	"\u202eright to left\u2066 isolated \u200f\ufeff",
	"line\nbreak\r\ttab\u2028separator\u0085",
	"a\x01b\x0bc\x7fd\ufffee",
	`=cmd|' /C calc'!A0`,
	`{{.}} ${x} %s %00 &amp; &#60;`,
	`<http://a> . <http://b>`,
	strings.Repeat("long ", 5_000),
}

var hostileLinks = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example/",
	`http://a.example/"><script>alert(1)</script>`, "http://a.example/ b<c>\"d{e}|f\\g^h`", "http://a.example/\u202e", "vbscript:x", " java\nscript:alert(1)",
}

// hostileRecord is a record that says the text wherever text may stand.
func hostileRecord(t *testing.T, text, link string) *register.Record {
	t.Helper()
	m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500"))}
	field := func(tag string, ind1, ind2 byte, subfields ...string) {
		f := marc.Field{Tag: marc.T(tag), Ind1: ind1, Ind2: ind2}
		for _, s := range subfields {
			f.Subfields = append(f.Subfields, marc.Subfield{Code: s[0], Value: s[1:]})
		}
		m.Fields = append(m.Fields, f)
	}
	control := func(tag, value string) { m.Fields = append(m.Fields, marc.Field{Tag: marc.T(tag), Value: value}) }
	control("001", "9990-0017")
	control("005", "20230915084211.0")
	control("007", "cr")
	control("008", "040211c18699999enkwr p       0   a0eng c")
	field("022", '0', ' ', "a9990-0017", "l9990-0017", "y"+text, "z"+text, "2"+text)
	field("030", ' ', ' ', "a"+text)
	field("041", '0', ' ', "a"+text)
	field("044", ' ', ' ', "a"+text, "c"+text)
	field("080", ' ', ' ', "a"+text)
	field("082", '0', '4', "a"+text)
	field("210", '0', ' ', "a"+text, "b"+text)
	field("222", ' ', '0', "6880-01", "a"+text, "b"+text)
	field("245", '0', '0', "6880-02", "a"+text, "n"+text, "p"+text)
	field("246", '1', '1', "a"+text)
	field("264", ' ', '1', "a"+text, "b"+text, "c"+text)
	field("264", '3', '1', "3"+text, "a"+text, "b"+text, "c"+text)
	field("310", ' ', ' ', "a"+text)
	field("362", '0', ' ', "a"+text)
	field("500", ' ', ' ', "a"+text)
	field("510", '2', ' ', "a"+text, "u"+link, "x"+text)
	field("588", ' ', ' ', "a"+text)
	field("650", ' ', '0', "a"+text)
	field("710", '2', ' ', "a"+text, "b"+text, "0"+link)
	field("720", ' ', ' ', "a"+text, "epublisher")
	field("776", '0', '8', "i"+text, "t"+text, "x9990-0025")
	field("780", '0', '0', "t"+text, "x9990-005X")
	field("785", '0', '0', "t"+text, "x"+text)
	field("856", '4', '0', "u"+link, "z"+text)
	field("880", ' ', '0', "6222-01/(N", "a"+text)
	field("880", '0', '0', "6245-02/(2/r", "a"+text)
	field("920", ' ', ' ', "a"+text, "c"+link, "h"+text, "i"+text, "j"+text, "k"+text)
	field("926", ' ', ' ', "a"+text, "b"+text, "l"+text, "o"+text, "u"+link)
	field("962", ' ', ' ', "a"+text, "u"+link)
	rules := register.DefaultRules()
	r, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	r.Status, r.Seq, r.Updated = register.Confirmed, 1, someday
	return r
}

// TestHostileRecords: whatever stands in a record, every format stays well
// formed and the page says it as text.
func TestHostileRecords(t *testing.T) {
	formats := table(t)
	for i, text := range hostile {
		r := hostileRecord(t, text, hostileLinks[i%len(hostileLinks)])
		checkHostile(t, formats, r, text)
	}
	for _, link := range hostileLinks {
		checkHostile(t, formats, hostileRecord(t, "plain", link), link)
	}
}

func checkHostile(t *testing.T, formats []*format.Format, r *register.Record, name string) {
	t.Run(name[:min(len(name), 30)], func(t *testing.T) {
		for _, f := range formats {
			if len(name) > 1000 && strings.HasPrefix(f.Name, "jsonld-") {
				continue // made of jsonld, slowly
			}
			for _, tier := range tiers[:2] {
				body, err := f.Record(nil, r.View(tier), options())
				var size *marc.SizeError
				if errors.As(err, &size) && f.Attachment {
					continue // TestTooLong
				}
				if err != nil {
					t.Errorf("%s %s: %v", f.Name, tier, err)
					continue
				}
				if f.Name == "marc21" {
					_, _, err = marc.Decode(body) // it may hold control characters, which the reader reports
				} else {
					err = wellFormed(f, body)
				}
				if err != nil {
					t.Errorf("%s %s: %v\n%.3000s", f.Name, tier, err, body)
				}
				if f.Name == "html" {
					checkPage(t, body)
					checkData(t, body)
				}
			}
		}
	})
}

// checkData: what search engines read in the page is JSON.
func checkData(t *testing.T, body []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{t, root, nil}
	scripts := p.all("script")
	if len(scripts) != 1 {
		t.Fatalf("%d scripts", len(scripts))
	}
	if data := scripts[0].FirstChild.Data; !json.Valid([]byte(data)) {
		t.Errorf("not JSON: %.300s", data)
	}
}

// TestTooLong: what ISO 2709 cannot express is not acceptable in it, and no
// error of the server.
func TestTooLong(t *testing.T) {
	s := start(t, registerOf(t, hostileRecord(t, strings.Repeat("long ", 20_000), "http://a.example/")), func(*portal.Config) {})
	for _, target := range []string{"/resource/ISSN/9990-0017.mrc", "/resource/ISSN/9990-0017?format=unimarc"} {
		resp, body := s.do(t, http.MethodGet, target, nil)
		if resp.StatusCode != http.StatusNotAcceptable || !bytes.Contains(body, []byte(`"format": "marcxml"`)) {
			t.Errorf("%s: %d %.300s", target, resp.StatusCode, body)
		}
	}
	if resp, _ := s.do(t, http.MethodGet, "/resource/ISSN/9990-0017.marcxml", nil); resp.StatusCode != http.StatusOK {
		t.Errorf("MARCXML: %d", resp.StatusCode)
	}
}

// TestGone: a request that its client has given up, or whose time is over, is no
// error of the server.
func TestGone(t *testing.T) {
	h, _ := handler(t, registerOf(t, hostileRecord(t, "plain", "http://a.example/")), func(*portal.Config) {})
	for name, ctx := range map[string]context.Context{
		"gone": ended(context.WithCancel(t.Context())),
		"late": ended(context.WithTimeout(t.Context(), 0)),
	} {
		for _, target := range []string{"/resource/ISSN/9990-0017.ttl", "/resource/ISSN/9990-0017/linkset", "/resource/ISSN-L/9990-0017", "/resource/ISSN/9990-0017?format=none"} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil).WithContext(ctx))
			if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
				t.Errorf("%s, %s: status %d, %v", name, target, w.Code, w.Header())
			}
		}
	}
}

func ended(ctx context.Context, end context.CancelFunc) context.Context {
	end()
	return ctx
}
