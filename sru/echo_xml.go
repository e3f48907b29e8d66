package sru

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// echoSearch repeats a searchRetrieve request. In the old schemas an echo has
// to have a query; the new one has no version that is not one.
func (w *writer) echoSearch() {
	given := w.Request.Given
	if w.version.Legacy() && !given.Has("query") {
		return
	}
	const root = "echoedSearchRetrieveRequest"
	w.Start(root)
	w.echoVersion()
	if w.version.Legacy() {
		w.Element("query", given.Get("query"))
		w.echo("startRecord", "maximumRecords", "recordPacking", "recordSchema", "recordXPath",
			"resultSetTTL", "sortKeys", "stylesheet")
	} else {
		w.echo("queryType", "query", "startRecord", "maximumRecords", "recordXMLEscaping", "recordPacking", "recordSchema")
		w.optional("facetParameters", facetParameters(given))
		w.echo("resultSetTTL", "sortKeys", "stylesheet", "renderedBy")
		w.echoExtensions()
		w.echo("httpAccept", "responseType")
	}
	w.End(root)
}

// facetParameters is the parameters of facets, as a query has them.
func facetParameters(given url.Values) string {
	var out []string
	for _, name := range [...]string{"facetLimit", "facetStart", "facetSort", "facetCount"} {
		if v := given.Get(name); v != "" {
			out = append(out, name+"="+v)
		}
	}
	return strings.Join(out, "&")
}

// echoExtensions repeats the parameters that are somebody's own.
func (w *writer) echoExtensions() {
	for _, name := range slices.Sorted(maps.Keys(w.Request.Given)) {
		if extension(name) {
			w.Element("extraRequestParameter", name+"="+w.Request.Given.Get(name))
		}
	}
}

// echoExplain repeats an explain request.
func (w *writer) echoExplain() {
	const root = "echoedExplainRequest"
	w.Start(root)
	w.echoVersion()
	if w.version.Legacy() {
		w.echo("recordPacking", "stylesheet")
	} else {
		w.echo("recordXMLEscaping", "recordPacking", "stylesheet")
	}
	w.End(root)
}

// echoScan repeats a scan request.
func (w *writer) echoScan() {
	if !w.Request.Given.Has("scanClause") {
		return
	}
	const root = "echoedScanRequest"
	w.Start(root)
	if w.version.Legacy() {
		w.echoVersion()
	}
	w.Element("scanClause", w.Request.Given.Get("scanClause"))
	w.echo("responsePosition", "maximumTerms")
	if !w.version.Legacy() {
		w.echo("httpAccept")
	}
	w.echo("stylesheet")
	w.End(root)
}

// echoVersion repeats the version that was asked for.
func (w *writer) echoVersion() {
	v := w.Request.Given.Get("version")
	if w.version.Legacy() || v == w.version.String() {
		w.Element("version", v)
	}
}

// echo repeats parameters in the order given. A value that the type of its
// element does not have is told by a diagnostic and not repeated.
func (w *writer) echo(names ...string) {
	for _, name := range names {
		v := w.Request.Given.Get(name)
		if v == "" {
			continue
		}
		if valid := echoed[name]; valid == nil || valid(v) {
			w.Element(name, v)
		}
	}
}

// echoed says which values may stand in an element of an echo, where not all
// may.
var echoed = map[string]func(string) bool{
	"startRecord":       func(s string) bool { n, ok := parseNumber(s); return ok && n > 0 },
	"maximumRecords":    isNumber,
	"resultSetTTL":      isNumber,
	"responsePosition":  isNumber,
	"maximumTerms":      func(s string) bool { n, ok := parseNumber(s); return ok && n > 0 },
	"recordXMLEscaping": func(s string) bool { return s == "xml" || s == "string" },
	"renderedBy":        func(s string) bool { return s == "client" || s == "server" },
	"stylesheet":        webAddress,
}

func isNumber(s string) bool { _, ok := parseNumber(s); return ok }
