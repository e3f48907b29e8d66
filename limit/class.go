package limit

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Class is what a request costs, in kinds of work that have a budget each.
type Class uint8

// The classes, from the cheapest to the dearest for the server.
const (
	Free     Class = iota // costs next to nothing, and is never refused
	Record                // one record, document or page
	Convert               // a record or document in a form that is made of another one
	Search                // one page of a search, a scan, suggestions
	Deep                  // a page that begins far down in a result
	Facet                 // values of facets, and searches narrowed by them
	Harvest               // a page of a list for harvesters
	Sitemap               // the addresses of many records
	Download              // a file of many records: dumps
	classes               // how many there are
)

// String is the name of the class, as options, header fields and counters have
// it.
func (c Class) String() string {
	return [...]string{"free", "record", "convert", "search", "deep", "facet", "harvest", "sitemap", "download"}[c]
}

// Worked reports whether the work of a request is done before it is known that
// the client has the answer already, or by whoever says to have any.
func (c Class) Worked() bool { return c == Search || c == Deep || c == Facet }

// Classes are all that can be refused.
func Classes() []Class {
	return []Class{Record, Convert, Search, Deep, Facet, Harvest, Sitemap, Download}
}

// DeepStart is the position in a result after which a page is Deep.
const DeepStart = 1000

// Request is what the class of a request hangs on.
type Request struct {
	Method string
	Path   string
	Query  string   // parameters in the notation of a URL, those of a form included
	Opaque bool     // there may be parameters besides, in a body that was not read
	Accept []string // values of the header field
}

// Class is the class of the request. Names of parameters are read as the
// protocols read them, whatever their encoding.
func (r Request) Class() Class {
	switch path := r.Path; {
	case r.Method == http.MethodOptions:
		return Free
	case strings.HasPrefix(path, "/resource/"):
		return r.record()
	case path == "/search":
		return r.search()
	case path == "/suggest":
		return Search
	case path == "/sru" || path == "/sru/":
		return r.sru()
	case path == "/oai" || path == "/oai/page":
		return r.oai()
	case strings.HasPrefix(path, "/dumps/"):
		return dump(path)
	case strings.HasPrefix(path, "/sitemap-"), path == "/sitemap.xml":
		return Sitemap
	case strings.HasPrefix(path, "/static/"):
		return Free
	}
	if free[r.Path] {
		return Free
	}
	return r.record()
}

// What names the forms that are made of another one: suffixes of paths, and
// values of the parameter format. In Accept it is a profile, which is an IRI
// and so in quotes.
var (
	convertedSuffixes = []string{".expanded.jsonld", ".flattened.jsonld"}
	convertedFormats  = []string{"jsonld-expanded", "jsonld-flattened"}
)

// record is the class of what is had in several forms. One that is named counts,
// though another one that is named too may go before it.
func (r Request) record() Class {
	for _, suffix := range convertedSuffixes {
		if strings.HasSuffix(r.Path, suffix) {
			return Convert
		}
	}
	for name, value := range parameters(r.Query) {
		if name == "format" && slices.Contains(convertedFormats, strings.ToLower(value)) {
			return Convert
		}
	}
	for _, ranges := range r.Accept {
		if strings.IndexByte(ranges, '"') >= 0 && strings.Contains(strings.ToLower(ranges), "profile") {
			return Convert
		}
	}
	return Record
}

// free are the addresses with which a client finds its way, and those by which
// others see how the server is.
var free = map[string]bool{
	"/healthz": true, "/readyz": true, "/robots.txt": true, "/llms.txt": true,
	"/opensearch.xml": true, "/favicon.ico": true, "/oai/style.xsl": true,
}

// search is the class of a search on pages.
func (r Request) search() Class {
	class := Record // the form
	for name, value := range parameters(r.Query) {
		switch {
		case name == "f", name == "more":
			return Facet
		case name == "start" && isDeep(value):
			class = Deep
		case (name == "q" || name == "format") && class == Record: // data without words are of everything
			class = Search
		}
	}
	return class
}

// sru is the class of a request to the search protocol.
func (r Request) sru() Class {
	if r.Opaque {
		return Facet
	}
	class := Search // an explanation too, whose counts are searches
	for name, value := range parameters(r.Query) {
		switch {
		case strings.HasPrefix(name, "facet"):
			return Facet
		case name == "startRecord" && isDeep(value):
			class = Deep
		}
	}
	return class
}

// oai is the class of a request of a harvester.
func (r Request) oai() Class {
	if r.Opaque {
		return Harvest
	}
	for name, value := range parameters(r.Query) {
		if name == "resumptionToken" || name == "verb" && strings.HasPrefix(value, "List") && value != "ListMetadataFormats" {
			return Harvest
		}
	}
	return Record
}

// dump is the class of an address of dumps: DUMPS/TIER/NAME/FILE, or about them.
func dump(path string) Class {
	if strings.Count(path, "/") >= 4 {
		return Download
	}
	return Record
}

// isDeep reports whether a position is far down. What is no number is an
// error, which costs nothing.
func isDeep(position string) bool {
	n, _ := strconv.ParseUint(position, 10, 64) // the largest where it is larger
	return n > DeepStart
}

// parameters yields the parameters of a query. Those that cannot be read are
// skipped, since no protocol takes them.
func parameters(query string) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		for query != "" {
			var part string
			part, query, _ = strings.Cut(query, "&")
			name, value, _ := strings.Cut(part, "=")
			name, err := url.QueryUnescape(name)
			if err != nil {
				continue
			}
			if value, err = url.QueryUnescape(value); err != nil {
				continue
			}
			if !yield(name, value) {
				return
			}
		}
	}
}
