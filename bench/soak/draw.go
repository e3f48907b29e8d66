package soak

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"issnd/bench/generate"
	"issnd/issn"
	"issnd/marc"
)

// accepts are the formats, the usual ones more often.
var accepts = []string{
	"text/html", "text/html", "text/html", "application/ld+json", "application/ld+json", "text/turtle", "text/turtle",
	"application/rdf+xml", "application/n-triples", "application/marc", "application/marcxml+xml", "application/dc+xml", "*/*",
}

// suffixes are formats that are named in the path.
var suffixes = []string{
	"", "", "", "", "", "", "", "", ".ttl", ".jsonld", ".rdf", ".nt", ".json", ".schemaorg.json", ".mrc", ".marcxml",
	".unimarc", ".unimarcxml", ".mods", ".dc", ".srudc", ".csv",
}

// converted are the formats that take milliseconds.
var converted = []string{"expanded", "flattened"}

func get(path string) request {
	return request{method: http.MethodGet, path: path, header: http.Header{}}
}

func (d *drawing) id() issn.ISSN { return d.register.ISSN(d.IntN(d.register.Len())) }

func (d *drawing) record() request {
	id, suffix := d.id(), suffixes[d.IntN(len(suffixes))]
	r := get("/resource/ISSN/" + id.String() + suffix)
	r.id = id
	if suffix == "" {
		r.header.Set("Accept", accepts[d.IntN(len(accepts))])
	}
	if d.IntN(2) == 0 {
		r.header.Set("Accept-Encoding", "gzip")
	}
	return r
}

// converted names the format in each of the ways that there are.
func (d *drawing) converted() request {
	form := converted[d.IntN(len(converted))]
	r := d.record()
	path := "/resource/ISSN/" + r.id.String()
	switch d.IntN(3) {
	case 0:
		r.path = path + "." + form + ".jsonld"
	case 1:
		r.path = path + "?format=jsonld-" + form
	default:
		r.path = path
		r.header.Set("Accept", `application/ld+json;profile="http://www.w3.org/ns/json-ld#`+form+`"`)
	}
	return r
}

// linking asks for all media versions of a serial. They change with each of them, so
// that the answer is not compared.
func (d *drawing) linking() request {
	r := d.record()
	r.path = strings.Replace(r.path, "/ISSN/", "/ISSN-L/", 1)
	r.id = 0
	return r
}

func (d *drawing) linkset() request {
	kinds := []string{"ISSN", "ISSN-L"}
	return get("/resource/" + kinds[d.IntN(len(kinds))] + "/" + d.id().String() + "/linkset")
}

// sitemap asks for the index or one of those that are in it, and for one more.
func (d *drawing) sitemap() request {
	const records = 1 << 15 // in one
	path := "/sitemap.xml"
	if n := d.IntN(d.register.Len()/records + 3); n > 0 {
		path = fmt.Sprintf("/sitemap-%d.xml", n)
	}
	r := get(path)
	if d.IntN(2) == 0 {
		r.header.Set("Accept-Encoding", "gzip")
	}
	return r
}

// conditional asks again for what was seen before.
func (d *drawing) conditional() request {
	if len(d.seen) == 0 {
		return d.record()
	}
	return d.seen[d.IntN(len(d.seen))]
}

// word is a word of some title.
func (d *drawing) word() string {
	for range 20 {
		f := d.register.Record(d.IntN(d.register.Len())).First(marc.T("245"))
		if f == nil {
			continue
		}
		words := strings.FieldsFunc(f.Get('a'), func(c rune) bool { return !unicode.IsLetter(c) })
		if len(words) > 0 {
			return words[d.IntN(len(words))]
		}
	}
	return "journal"
}

func (d *drawing) search() request {
	path := "/search?q=" + url.QueryEscape(d.word())
	if d.IntN(2) == 0 {
		path += "&f=" + url.QueryEscape([]string{"medium:print", "medium:online", "country:us", "country:fr"}[d.IntN(4)])
	}
	return get(path)
}

func (d *drawing) deepSearch() request {
	return get(fmt.Sprintf("/search?q=%s&sort=title&start=%d", url.QueryEscape(d.word()), 1+10*d.IntN(10_000)))
}

func (d *drawing) sru() request {
	cql := "dc.title=\"" + d.word() + "\""
	switch d.IntN(3) {
	case 0:
		cql = "bath.issn=" + d.id().String()
	case 1:
		cql += " and dc.title=\"" + d.word() + "\""
	}
	return get("/sru?version=1.1&operation=searchRetrieve&maximumRecords=10&recordSchema=marcxml&query=" + url.QueryEscape(cql))
}

func (d *drawing) deepSRU() request {
	start := 1 + d.IntN(max(1, d.register.Len()*9/10))
	return get(fmt.Sprintf("/sru?maximumRecords=10&startRecord=%d&query=%s", start, url.QueryEscape("cql.allRecords=1 sortby dc.title")))
}

func (d *drawing) scan() request {
	return get("/sru?version=1.1&operation=scan&maximumTerms=20&scanClause=" + url.QueryEscape("dc.title=\""+d.word()+"\""))
}

func (d *drawing) suggest() request {
	w := []rune(d.word())
	return get("/suggest?q=" + url.QueryEscape(string(w[:1+d.IntN(len(w))])))
}

func (d *drawing) document() request {
	paths := []string{"/", "/formats", "/search", "/sru", "/oai?verb=Identify", "/oai?verb=ListSets", "/healthz", "/dumps/", "/dumps/index.json"}
	return get(paths[d.IntN(len(paths))])
}

func (d *drawing) robots() request { return get("/robots.txt") }

// misprinted has a wrong check character.
func (d *drawing) misprinted() request {
	s := []byte(d.id().String())
	last := &s[len(s)-1]
	if *last == '0' {
		*last = '1'
	} else {
		*last = '0'
	}
	return get("/resource/ISSN/" + string(s))
}

// unknown is a number that no record has.
func (d *drawing) unknown() request {
	for {
		if id, ok := issn.FromNumber(uint32(1 + d.IntN(generate.Max))); ok && !d.register.Has(id) {
			return get("/resource/ISSN/" + id.String())
		}
	}
}

func (d *drawing) method() request {
	r := d.record()
	r.method = []string{"POST", "PUT", "DELETE", "PATCH", "PROPFIND", "BREW"}[d.IntN(6)]
	return r
}

func (d *drawing) badKey() request {
	r := d.record()
	r.header.Set("X-API-Key", fmt.Sprintf("issn_%016x", d.Uint64()))
	return r
}

// heavy is a long answer.
func (d *drawing) heavy() request { return get("/oai?verb=ListRecords&metadataPrefix=marc21") }

func (d *drawing) malformed() request { return request{raw: nonsense[d.IntN(len(nonsense))]} }

// nonsense is what is no request.
var nonsense = []string{
	"GET\r\n\r\n",
	"GET /\r\n\r\n",
	"\x00\x01\x02\x03\r\n\r\n",
	"GET / HTTP/1.1\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
	"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
	"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET /resource/ISSN/%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
	"GET /" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("a", 64<<10) + "\r\n\r\n",
	"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", // as TLS begins
}
