package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"issnd/bench/generate"
	"issnd/issn"
	"issnd/marc"
	"issnd/rdf"
)

// hostileTexts break what does not escape them, or make readers see what is not
// there.
var hostileTexts = []string{
	`Alpha <script>alert(1)</script>`,
	`Bravo </script></title></textarea><script>alert(1)</script>`,
	`Charlie <!-- --> ]]> <![CDATA[ <?x ?> --`,
	`Delta "><img src=x onerror=alert(1)>`,
	`Echo ' onmouseover='alert(1)' style='x`,
	"Foxtrot \"quoted\" 'quoted' \\ back\\u0022slash\\ \"\"\" '''",
	"Golf \u202eright to left\u2066 isolated \u2069\u2069\u200f\ufeff",
	"Hotel line\nbreak\r\nSet-Cookie: a=b\r\n\r\n<script>\ttab\u2028separator\u0085",
	"India nul\x00 a\x01b\x0bc\x1b[31md\x7fe\ufffef",
	"Juliett \xed\xa0\x80 surrogate \xff\xfe bytes \xc0\xaf \xf4\x90\x80\x80",
	`=cmd|' /C calc'!A0`,
	`+SUM(1)*cmd|' /C calc'!A0`,
	`-2+3+cmd|' /C calc'!A0`,
	`@SUM(1+9)*cmd|' /C calc'!A0`,
	"\t=1+1", "\r=1+1", "＝1+1",
	`Kilo {{.}} ${x} %s %00 %0d%0a &amp; &#60;script&#62; &#0; &lt;`,
	`Lima <http://a> . <http://b> _:b0 @prefix x: <y> .`,
	`Mike javascript:alert(1) data:text/html,<script>alert(1)</script>`,
	"November " + strings.Repeat("combining\u0301\u0301\u0301 ", 200),
}

// hostileAddresses must not become links, or not those that they look like.
var hostileAddresses = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
	"//evil.example/", `http://a.example/"><script>alert(1)</script>`, "http://a.example/ b<c>\"d{e}|f\\g^h`i\r\nX: y",
	"http://a.example/\u202e", "http://user@a.example:99999999/", "file:///etc/passwd", "http://[", "http://", "mailto:a@b",
}

// hostileMARC is a record that says the text wherever text may stand.
func hostileMARC(id, text, link string) *marc.Record {
	m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500"))}
	add := func(tag string, ind1, ind2 byte, subfields ...string) {
		f := marc.Field{Tag: marc.T(tag), Ind1: ind1, Ind2: ind2}
		for _, s := range subfields {
			f.Subfields = append(f.Subfields, marc.Subfield{Code: s[0], Value: s[1:]})
		}
		m.Fields = append(m.Fields, f)
	}
	for _, c := range [][2]string{{"001", id}, {"005", "20230915084211.0"}, {"007", "cr"}, {"008", "040211c18699999enkwr p       0   a0eng c"}} {
		m.Fields = append(m.Fields, marc.Field{Tag: marc.T(c[0]), Value: c[1]})
	}
	add("022", '0', ' ', "a"+id, "l"+id, "y"+text, "z"+text, "2"+text)
	for _, tag := range []string{"030", "041", "044", "080", "082", "210", "246", "310", "362", "500", "588", "650", "653"} {
		add(tag, '0', '0', "a"+text, "b"+text)
	}
	add("222", ' ', '0', "6880-01", "a"+text, "b"+text)
	add("245", '0', '0', "6880-02", "a"+text, "n"+text, "p"+text)
	add("264", ' ', '1', "a"+text, "b"+text, "c"+text)
	add("510", '2', ' ', "a"+text, "u"+link, "x"+text)
	add("710", '2', ' ', "a"+text, "0"+link)
	for _, tag := range []string{"776", "780", "785"} {
		add(tag, '0', '8', "i"+text, "t"+text, "x"+text, "w"+text)
	}
	add("856", '4', '0', "u"+link, "z"+text, "y"+text)
	add("880", ' ', '0', "6222-01/(N", "a"+text)
	add("880", '0', '0', "6245-02/(2/r", "a"+text)
	add("699", ' ', ' ', "8register")
	add("920", ' ', ' ', "a"+text, "c"+link, "h"+text)
	add("926", ' ', ' ', "a"+text, "b"+text, "u"+link)
	add("950", ' ', ' ', "aOA")
	return m
}

// hostile is a server of a register of nothing but hostile records.
type hostile struct {
	*served
	client  http.Client
	ids     []string
	formats []string
}

// hostileISSN is the number of record i.
func hostileISSN(t *testing.T, i int) string {
	t.Helper()
	id, ok := issn.FromNumber(uint32(9_990_000 + i))
	if !ok {
		t.Fatal("no such number")
	}
	return id.String()
}

func startHostile(t *testing.T, options ...string) *hostile {
	t.Helper()
	h := &hostile{served: newServed(t, generate.New(1, 1), 5), client: http.Client{
		Timeout:       eventually,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	var in []byte
	for i := range max(len(hostileTexts), len(hostileAddresses)) {
		id := hostileISSN(t, i)
		m := hostileMARC(id, hostileTexts[i%len(hostileTexts)], hostileAddresses[i%len(hostileAddresses)])
		if i%3 == 0 { // the public sees less of it
			m.Fields = m.Fields[:len(m.Fields)-1]
		}
		in, h.ids = appendLenient(in, m), append(h.ids, id)
	}
	if err := h.importRecords(t.Context(), in); err != nil {
		t.Log(err) // what was wrong with them
	}
	long, many := hostileISSN(t, 100), hostileISSN(t, 101)
	doc := []byte(marc.MARCXMLHeader)
	m := hostileMARC(long, "Papa", "http://a.example/"+strings.Repeat("x", 100_000))
	m.Fields = append(m.Fields[:5], append([]marc.Field{{Tag: marc.T("245"), Ind1: '0', Ind2: '0',
		Subfields: []marc.Subfield{{Code: 'a', Value: strings.Repeat("Long <b> ", 12_000)}}}}, m.Fields[5:]...)...)
	doc = marc.AppendMARCXML(doc, m)
	m = hostileMARC(many, "Oscar", "http://a.example/")
	for range 9_999 {
		m.Fields[7].Subfields = append(m.Fields[7].Subfields, marc.Subfield{Code: 'a', Value: "<i>"})
	}
	doc = append(marc.AppendMARCXML(doc, m), marc.MARCXMLFooter...)
	if err := h.importRecords(t.Context(), doc); err != nil {
		t.Log(err)
	}
	h.ids, h.options = append(h.ids, long, many), options
	if err := h.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.awaitIndex(t)
	var list struct{ Formats []struct{ Format string } }
	_, body := h.get(t, "/resource/ISSN/"+h.ids[0]+"?format=none", nil)
	if err := json.Unmarshal(body, &list); err != nil || len(list.Formats) < 10 {
		t.Fatalf("formats: %v %s", err, body)
	}
	for _, f := range list.Formats {
		h.formats = append(h.formats, f.Format)
	}
	return h
}

// awaitIndex waits until all records can be found.
func (h *hostile) awaitIndex(t *testing.T) {
	t.Helper()
	var found struct{ Total int }
	for deadline := time.Now().Add(eventually); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		_, body := h.get(t, "/search?format=json&q=cql.allRecords%3D1", nil)
		if json.Unmarshal(body, &found) == nil && found.Total >= len(h.ids) {
			return
		}
	}
	t.Fatalf("%d of %d records are found", found.Total, len(h.ids))
}

// appendLenient appends a record as ISO 2709 whatever is in it, as others write
// it that do not check.
func appendLenient(dst []byte, m *marc.Record) []byte {
	var directory, body []byte
	for _, f := range m.Fields {
		from := len(body)
		if len(f.Subfields) == 0 {
			body = append(body, f.Value...)
		} else {
			body = append(body, f.Ind1, f.Ind2)
		}
		for _, s := range f.Subfields {
			body = append(append(body, 0x1F, s.Code), s.Value...)
		}
		body = append(body, 0x1E)
		directory = fmt.Appendf(directory, "%s%04d%05d", f.Tag, len(body)-from, from)
	}
	base := 24 + len(directory) + 1
	leader := []byte(fmt.Sprintf("%05d%s%05d%s", base+len(body)+1, m.Leader[5:12], base, m.Leader[17:]))
	return append(append(append(append(append(dst, leader...), directory...), 0x1E), body...), 0x1D)
}

func (h *hostile) request(ctx context.Context, method, target string, header http.Header, body io.Reader) (*http.Response, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+h.address+target, body)
	if err != nil {
		return nil, nil, err
	}
	for name, values := range header {
		r.Header[name] = values
	}
	res, err := h.client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(res.Body)
	return res, text, errors.Join(err, res.Body.Close())
}

func (h *hostile) get(t *testing.T, target string, header http.Header) (*http.Response, []byte) {
	t.Helper()
	res, body, err := h.request(t.Context(), http.MethodGet, target, header, nil)
	if err != nil {
		t.Fatal(target, ": ", err)
	}
	return res, body
}

// TestHostile: whatever stands in records or in requests, every answer of every
// endpoint is well formed in its format, says what is hostile as text, and has no
// more headers than it should.
func TestHostile(t *testing.T) {
	h := startHostile(t)
	key := http.Header{"X-Api-Key": {h.key}}
	n := 0
	for _, target := range append(h.records(), h.questions()...) {
		for _, header := range []http.Header{nil, key} {
			res, body := h.get(t, target, header)
			n++
			if res.StatusCode >= 500 {
				t.Errorf("%s: status %d %.300s", target, res.StatusCode, body)
				continue
			}
			if err := checkAnswer(res, body); err != nil {
				t.Errorf("%.300s: %v\n%.600s", target, err, body)
			}
		}
	}
	t.Logf("%d answers", n)
	if said := h.log.String(); strings.Contains(said, "panic") || strings.Contains(said, "level=ERROR") {
		t.Error("the server has something to complain of")
	}
}

// records is where the records are shown.
func (h *hostile) records() (all []string) {
	for _, id := range h.ids {
		at := "/resource/ISSN/" + id
		for _, f := range h.formats {
			all = append(all, at+"?format="+f)
		}
		all = append(all, at+"/linkset", at+".html?display=marc21", at+".html?display=unimarc", "/resource/ISSN-L/"+id, "/resource/ISSN-L/"+id+".html", "/search?format=json&q=issn%3D"+id)
		for _, schema := range []string{"marcxml", "dc", "mods", "isbd", "rdfxml", "turtle", "schemaorg", "unimarc"} {
			ask := "&recordSchema=" + schema + "&query=issn%3D" + id
			all = append(all, "/sru?version=1.1&operation=searchRetrieve"+ask, "/sru?version=1.2&operation=searchRetrieve&recordPacking=string"+ask,
				"/sru?recordXMLEscaping=xml"+ask, "/sru?httpAccept=application/json"+ask, "/sru?httpAccept=text/html"+ask)
		}
		for _, prefix := range []string{"oai_dc", "marc21", "mods", "rdf", "unimarc"} {
			ask := "?verb=GetRecord&metadataPrefix=" + prefix + "&identifier=oai:issn.org:" + id
			all = append(all, "/oai"+ask, "/oai/page"+ask)
		}
	}
	return append(all, "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/oai?verb=ListSets", "/oai/page?verb=ListSets", "/")
}

// questions are requests that say what is hostile themselves, and lists.
func (h *hostile) questions() (all []string) {
	texts := append([]string{strings.Repeat("(", 3000), strings.Repeat(`"a" or `, 1000) + "a", "a*b?c*", `title="<script>alert(1)</script>`}, hostileTexts...)
	for _, text := range append(texts, hostileAddresses...) {
		q := url.QueryEscape(text)
		p := url.PathEscape(text)
		word := url.QueryEscape(`title any "` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(text) + `"`)
		all = append(all,
			"/search?q="+q, "/search?q="+word, "/search?in=title&q="+q, "/search?q=a&f="+q, "/search?q=a&sort="+q, "/search?q=a&more="+q, "/search?format=json&q="+q, "/search?q=a&start="+q,
			"/suggest?q="+q, "/resolve?issn="+q, "/resource/ISSN/"+h.ids[0]+"?format="+q, "/resource/ISSN/"+h.ids[0]+"?display="+q, "/resource/ISSN/"+h.ids[0]+"."+p,
			"/resource/ISSN/"+p, "/resource/ISSN-L/"+p, "/"+p, "/vocabularies/"+p, "/static/"+p, "/dumps/"+p, "/dumps/released/"+p+"/"+p, "/context/"+p,
			"/sru?query="+q, "/sru?query="+word+"&facetLimit=10", "/sru?httpAccept=text/html&query="+q, "/sru?version=1.2&operation=searchRetrieve&query="+q, "/sru?version=1.1&operation="+q+"&query=a",
			"/sru?version="+q, "/sru?query=a&recordSchema="+q, "/sru?query=a&stylesheet="+q, "/sru?query=a&sortKeys="+q+"&version=1.1", "/sru?query=a&httpAccept="+q, "/sru?scanClause="+q, "/sru?version=1.2&operation=scan&scanClause=title%3D"+q,
			"/sru?httpAccept=text/html&scanClause=title%3D"+q, "/sru?"+q+"="+q, "/sru?httpAccept=application/json&query="+q,
			"/sitemap-"+p, "/organization/"+p, "/api/search?search[]="+q, "/api/search?search[]=MUST%3Ddefault%3D"+q+"&search[]=MUST_EXIST%3Dkeepers", "/search?q=a&more=country&from="+q,
			"/oai?verb="+q, "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier="+q, "/oai?verb=ListRecords&metadataPrefix="+q, "/oai?verb=ListRecords&metadataPrefix=oai_dc&set="+q,
			"/oai?verb=ListRecords&resumptionToken="+q, "/oai?verb=ListRecords&metadataPrefix=oai_dc&from="+q, "/oai?"+q+"="+q, "/oai/page?verb="+q, "/oai/page?verb=ListIdentifiers&metadataPrefix=oai_dc&set="+q, "/oai/page?verb=GetRecord&metadataPrefix=oai_dc&identifier="+q,
		)
	}
	for _, letter := range "abcdefghijklmnou=+-@" {
		all = append(all, "/suggest?q="+string(letter), "/sru?scanClause="+url.QueryEscape(`title="`+string(letter)+`"`))
	}
	return append(all, "/search?q=cql.allRecords%3D1&size=100", "/sru?query=cql.allRecords%3D1&facetLimit=50&maximumRecords=100",
		"/sru?httpAccept=text/html&query=cql.allRecords%3D1&facetLimit=50", "/sru", "/sru?httpAccept=text/html", "/opensearch.xml", "/dumps/", "/dumps/index.json", "/formats", "/dataset", "/context/issn-v1.jsonld",
		"/organization/ISSNCenter", "/organization/keepers", "/organization/keepers.ttl", "/robots.txt", "/llms.txt", "/sitemap.xml", "/sitemap-1.xml", "/sitemap-pages.xml", "/healthz", "/readyz",
		"/api/search?search[]=MUST%3Dallissn%3D"+h.ids[0])
}

// checkAnswer looks at an answer as a reader of its format does.
func checkAnswer(res *http.Response, body []byte) error {
	if res.Header.Get("Set-Cookie") != "" || len(res.Header["X"]) > 0 {
		return errors.New("a header of the record's own")
	}
	for name, values := range res.Header {
		for _, v := range values {
			if strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r >= utf8.RuneSelf }) {
				return fmt.Errorf("header %s: %q", name, v)
			}
		}
	}
	if len(body) == 0 || res.StatusCode == http.StatusNotModified {
		return nil
	}
	if res.Header.Get("X-Content-Type-Options") != "nosniff" {
		return errors.New("no nosniff")
	}
	kind, _, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return err
	case kind == "text/html":
		return checkHTML(body)
	case kind == "application/rdf+xml":
		_, err = rdf.ParseRDFXML(bytes.NewReader(body), "")
		if err != nil && strings.Contains(err.Error(), "TODO") && bytes.Contains(body, []byte("<rdf:Description>")) {
			err = nil // what the decoder does not read yet: a blank node without a type, which the description of the dataset has
		}
		return errors.Join(err, checkXML(body))
	case strings.HasSuffix(kind, "xml"), strings.HasSuffix(kind, "xsl"):
		return checkXML(body)
	case strings.HasSuffix(kind, "json"):
		if !json.Valid(body) || !utf8.Valid(body) {
			return errors.New("not JSON")
		}
	case kind == "text/turtle":
		_, err = rdf.ParseTurtle(bytes.NewReader(body), "")
	case kind == "application/n-triples":
		_, err = rdf.ParseNTriples(bytes.NewReader(body))
	case kind == "text/csv":
		return checkCSV(body)
	case kind == "application/gzip":
		in, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, in)
		return err
	case kind == "application/marc", kind == "application/x-unimarc":
		_, _, err = marc.Decode(body)
	case kind == "text/plain":
		if strings.ContainsAny(string(body), "\x00\x1b") || !utf8.Valid(body) {
			return errors.New("control characters in text")
		}
	default:
		return fmt.Errorf("nobody reads %s", kind)
	}
	return err
}

func checkXML(body []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if _, ok := t.(xml.Directive); ok {
			return errors.New("a document type")
		}
	}
}

// checkCSV: no cell is what spreadsheets take for a formula.
func checkCSV(body []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	for _, row := range rows {
		for _, cell := range row {
			if first, _ := utf8.DecodeRuneInString(cell); strings.ContainsRune("=+-@\t\r＝＋－＠", first) && cell != "" {
				return fmt.Errorf("a formula: %.40q", cell)
			}
		}
	}
	return err
}

// checkHTML: the page has no script but data, no handler, and leads nowhere but
// by HTTP and mail.
func checkHTML(body []byte) error {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if bytes.IndexByte(body, 0) >= 0 || !utf8.Valid(body) {
		return errors.New("bytes that are no text")
	}
	for n := range root.Descendants() {
		if n.Type == html.TextNode && strings.ContainsAny(n.Data, "\u202a\u202b\u202d\u202e\u2066\u2067\u2068") && !isolated(n) {
			return fmt.Errorf("text that turns what is beside it: %q in %s", n.Data, n.Parent.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			if attr(n, "type") != "application/ld+json" || n.FirstChild == nil || !json.Valid([]byte(n.FirstChild.Data)) {
				return errors.New("a script")
			}
		case "style", "img", "iframe", "object", "embed", "base", "textarea":
			return fmt.Errorf("an element %s", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction":
				return fmt.Errorf("an attribute %s=%q", a.Key, a.Val)
			case a.Key == "href" || a.Key == "src" || a.Key == "action":
				if !harmless(a.Val) {
					return fmt.Errorf("a link to %q", a.Val)
				}
			}
		}
	}
	return nil
}

// isolated reports whether a text cannot turn the direction of others: it is
// alone in what browsers lay out as a block, or isolated from what is beside it.
func isolated(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		switch p.Data {
		case "bdi", "title", "script", "option", "code", "h1", "h2", "p", "td", "dd", "mark", "summary":
			return true
		}
		if attr(p, "dir") != "" {
			return true
		}
	}
	return false
}

// harmless reports whether a link leads into this server, or elsewhere by HTTP
// or mail.
func harmless(link string) bool {
	for _, prefix := range []string{"http://", "https://", "mailto:"} {
		if strings.HasPrefix(link, prefix) {
			return !strings.ContainsAny(link, " \r\n<>\"\\")
		}
	}
	u, err := url.Parse(link)
	return err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(link, "\\")
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
