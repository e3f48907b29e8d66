package sru

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/xmlw"
	"issnd/register"
	"issnd/search"
)

// zeerexSchema is the record schema of an explain record (ZeeRex 2.0).
const zeerexSchema = "http://explain.z3950.org/dtd/2.0/"

func isZeeRex(schema string) bool {
	return strings.EqualFold(schema, "zeerex") || strings.HasPrefix(schema, "http://explain.z3950.org/dtd/2.")
}

// explain is what there is to say of the service to one viewer.
type explain struct {
	title                string
	host, port, database string
	records              uint64 // that the viewer can find
	counted              bool
	sets                 []search.ContextSet
	points               []*search.Point
	schemas              []*format.Format
	examples             []example
	base                 string
	public               bool
}

// explain gathers what there is to say. What cannot be counted now is left
// out.
func (s *Service) explain(ctx context.Context, v register.Viewer, o *crosswalk.Options) *explain {
	e := &explain{
		title: s.config.Title, base: o.PublicURL + Path[1:], public: v.Public(),
		sets: s.points.ContextSets(v), points: slices.Concat(s.points.For(v), s.points.MARC(v)), schemas: s.schemas(),
	}
	e.host, e.port, e.database = address(e.base)
	if res, err := s.searcher.Search(ctx, v, search.Request{Query: everything(), Start: 1}); err == nil {
		e.records, e.counted = res.Total, true
	}
	e.examples = s.examples(ctx, v, e.points)
	return e
}

// schemas lists the formats that are record schemas.
func (s *Service) schemas() []*format.Format {
	out := []*format.Format{s.fallback}
	for _, f := range s.formats.All() {
		if f != s.fallback && f.XML != nil && len(f.XML.SRU) > 1 {
			out = append(out, f)
		}
	}
	return out
}

// address is the parts of a URL as ZeeRex has them.
func address(base string) (host, port, database string) {
	u, err := url.Parse(base)
	if err != nil {
		return "", "", ""
	}
	host, port, err = net.SplitHostPort(u.Host)
	if err != nil {
		host, port = u.Host, "80"
		if u.Scheme == "https" {
			port = "443"
		}
	}
	return host, port, strings.Trim(u.Path, "/")
}

// write writes the ZeeRex record. The order of elements is that of its schema.
func (e *explain) write(w *xmlw.Writer, v Version) {
	w.Start("explain")
	w.Attr("xmlns", zeerexSchema)
	e.serverInfo(w, v)
	e.databaseInfo(w)
	w.Start("indexInfo")
	for _, s := range e.sets {
		w.Start("set")
		w.Attr("name", s.Name)
		w.Attr("identifier", s.URI)
		w.Element("title", s.Title, "lang", "en")
		w.End("set")
	}
	for _, p := range e.points {
		index(w, p)
	}
	w.End("indexInfo")
	w.Start("schemaInfo")
	for _, f := range e.schemas {
		w.Start("schema")
		w.Attr("identifier", f.XML.SRU[0])
		w.Attr("name", f.XML.SRU[1])
		w.Attr("location", f.XML.Schema)
		w.Attr("sort", "false")
		w.Attr("retrieve", "true")
		w.Element("title", f.Title, "lang", "en")
		w.End("schema")
	}
	w.End("schemaInfo")
	e.configInfo(w)
	w.End("explain")
}

func (e *explain) serverInfo(w *xmlw.Writer, v Version) {
	w.Start("serverInfo")
	w.Attr("protocol", "SRU")
	w.Attr("version", v.String())
	w.Attr("transport", strings.SplitN(e.base, ":", 2)[0])
	w.Attr("method", "GET POST SOAP")
	w.Element("host", e.host)
	w.Element("port", e.port)
	w.Start("database")
	if e.counted {
		w.Attr("numRecs", strconv.FormatUint(e.records, 10))
	}
	w.Text(e.database)
	w.End("database")
	w.End("serverInfo")
}

func (e *explain) databaseInfo(w *xmlw.Writer) {
	w.Start("databaseInfo")
	w.Element("title", e.title, "lang", "en", "primary", "true")
	w.Element("description", "Serials and other continuing resources, each identified by an ISSN", "lang", "en", "primary", "true")
	if e.counted {
		w.Element("extent", strconv.FormatUint(e.records, 10)+" records can be found", "lang", "en", "primary", "true")
	}
	w.Element("restrictions", restrictions(e.public), "lang", "en", "primary", "true")
	w.Start("links")
	w.Element("link", e.base, "type", "sru")
	for _, x := range e.examples {
		w.Element("link", x.url(e.base), "type", "example")
	}
	w.End("links")
	w.End("databaseInfo")
}

// restrictions says what a viewer gets.
func restrictions(public bool) string {
	const copies = " For copies of the whole register download the files at /dumps/, or harvest it by OAI-PMH at /oai."
	if public {
		return "Without an API key the released data elements can be searched and read. " +
			"A key, sent as X-API-Key or Authorization: Bearer, opens the complete records and their indexes." + copies
	}
	return "Your API key opens the complete records." + copies
}

// index writes one access point with its relations.
func index(w *xmlw.Writer, p *search.Point) {
	w.Start("index")
	w.Attr("search", "true")
	w.Attr("scan", strconv.FormatBool(p.Scan))
	w.Attr("sort", strconv.FormatBool(p.Sort))
	w.Element("title", p.Title, "lang", "en")
	for i, n := range p.Names {
		set, base, _ := strings.Cut(n, ".")
		w.Start("map")
		if i == 0 {
			w.Attr("primary", "true")
		}
		w.Element("name", base, "set", set)
		w.End("map")
	}
	w.Start("configInfo")
	for _, r := range p.Relations() {
		w.Element("supports", r, "type", "relation")
	}
	w.End("configInfo")
	w.End("index")
}

// setting is one line of configInfo.
type setting struct{ element, kind, value string }

// settings are the defaults, the limits and what is supported of CQL.
func (e *explain) settings() []setting {
	out := []setting{
		{"default", "numberOfRecords", strconv.Itoa(DefaultRecords)},
		{"default", "contextSet", e.sets[0].Name},
		{"default", "index", "cql.serverChoice"},
		{"default", "relation", "="},
		{"default", "retrieveSchema", e.schemas[0].XML.SRU[0]},
		{"default", "maximumTerms", strconv.Itoa(DefaultTerms)},
		{"setting", "maximumRecords", strconv.Itoa(limits.Records)},
		{"setting", "maximumTerms", strconv.Itoa(limits.Terms)},
	}
	for _, s := range supported() {
		for _, v := range s.values {
			out = append(out, setting{"supports", s.kind, v})
		}
	}
	return out
}

func (e *explain) configInfo(w *xmlw.Writer) {
	w.Start("configInfo")
	for _, s := range e.settings() {
		w.Element(s.element, s.value, "type", s.kind)
	}
	w.End("configInfo")
}

// support is what every query may use, whatever its index.
type support struct {
	kind   string
	values []string
}

func supported() []support {
	return []support{
		{"relationModifier", search.RelationModifiers()},
		{"booleanModifier", search.ProximityModifiers()},
		{"sortModifier", search.SortModifiers()},
		{"proximity", []string{"word"}},
		{"maskingCharacter", []string{"*", "?"}},
		{"anchoring", []string{"true"}},
		{"sort", []string{"true"}},
		{"scan", []string{"true"}},
		{"facets", []string{"true"}},
		{"queryType", []string{"cql", "searchTerms"}},
	}
}
