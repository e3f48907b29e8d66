package sru

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"issnd/diagnostic"
	"issnd/format"
	"issnd/internal/jsonw"
	"issnd/search"
)

// AppendJSON appends the response as a JSON object. Its members have the names
// of the elements of SRU 2.0; lists are arrays, and numbers are numbers.
func (out *Response) AppendJSON(dst []byte) []byte {
	w := jsonWriter{Writer: jsonw.Writer{Buf: dst}, Response: out}
	w.Open('{')
	switch out.Request.Operation {
	case SearchRetrieve:
		w.search()
	case Scan:
		w.list("terms", len(out.Terms), func(i int) { w.term(&out.Terms[i]) })
	default:
		w.explained()
	}
	w.list("diagnostics", len(out.Diagnostics), func(i int) { w.diagnostic(out.Diagnostics[i]) })
	w.echo()
	w.Close('}')
	return append(w.Buf, '\n')
}

type jsonWriter struct {
	jsonw.Writer
	*Response
}

func (w *jsonWriter) search() {
	if w.Counted {
		w.number("numberOfRecords", w.Total)
		w.Member("resultCountPrecision", "exact")
	}
	w.records()
	if w.Next > 0 {
		w.number("nextRecordPosition", w.Next)
	}
	facets := slices.DeleteFunc(slices.Clone(w.Facets), func(f search.Facet) bool { return len(f.Values) == 0 })
	w.list("facetedResults", len(facets), func(i int) { w.facet(&facets[i]) })
}

// records writes what fits on the page.
func (w *jsonWriter) records() {
	if len(w.Records) == 0 {
		return
	}
	w.Name("records")
	w.Open('[')
	w.fill(&w.Buf, w.record)
	w.Close(']')
}

// list writes an array, unless it would be empty.
func (w *jsonWriter) list(name string, n int, item func(i int)) {
	if n == 0 {
		return
	}
	w.Name(name)
	w.Open('[')
	for i := range n {
		item(i)
	}
	w.Close(']')
}

func (w *jsonWriter) number(name string, n uint64) {
	w.Name(name)
	w.Raw(strconv.FormatUint(n, 10))
}

func (w *jsonWriter) record(r *Record) {
	w.Open('{')
	data, d := w.data(r)
	if d != nil {
		w.Member("recordSchema", diagnosticSchema)
		w.Name("recordData")
		w.diagnostic(d)
	} else {
		w.Member("recordSchema", schemaURI(w.format))
		w.Name("recordData")
		if isJSON(w.format) {
			w.Raw(string(data))
		} else {
			w.String(string(data))
		}
	}
	w.Member("recordIdentifier", r.Identifier)
	w.number("recordPosition", r.Position)
	w.Close('}')
}

// data renders a record: JSON, or XML to be put in a string.
func (w *jsonWriter) data(r *Record) ([]byte, *diagnostic.Diagnostic) {
	if r.Surrogate != nil {
		return nil, r.Surrogate
	}
	var data []byte
	var err error
	if isJSON(w.format) {
		data, err = w.format.Record(nil, r.View, w.options)
	} else {
		data, err = w.format.AppendElement(nil, r.View, w.options, true)
	}
	if err != nil {
		return nil, diagnostic.New(diagnostic.NotInSchema, schemaURI(w.format))
	}
	return bytes.TrimSpace(data), nil
}

// isJSON reports whether what the format renders can stand in JSON as it is.
func isJSON(f *format.Format) bool { return strings.HasSuffix(f.MediaTypes[0], "json") }

// schemaURI is the URI of a record schema; that of a format that is none is
// what its documents conform to.
func schemaURI(f *format.Format) string {
	if f.XML != nil && len(f.XML.SRU) > 0 {
		return f.XML.SRU[0]
	}
	return f.Profile
}

func (w *jsonWriter) facet(f *search.Facet) {
	w.Open('{')
	w.Member("facetDisplayLabel", f.Point.Title)
	w.Member("index", f.Point.Names[0])
	w.list("terms", len(f.Values), func(i int) {
		v := &f.Values[i]
		w.Open('{')
		w.Member("actualTerm", v.Value)
		if v.Label != v.Value {
			w.Member("displayTerm", v.Label)
		}
		w.number("count", v.Count)
		w.Member("query", v.Query)
		w.Member("requestUrl", w.searchURL(v.Query))
		w.Close('}')
	})
	w.Close('}')
}

func (w *jsonWriter) term(t *search.ScanTerm) {
	w.Open('{')
	w.Member("value", t.Value)
	w.number("numberOfRecords", t.Count)
	w.Member("displayTerm", t.Display)
	w.Member("whereInList", where(t))
	w.Member("requestURL", w.searchURL(w.termQuery(t)))
	w.Close('}')
}

func (w *jsonWriter) diagnostic(d *diagnostic.Diagnostic) {
	w.Open('{')
	w.Member("uri", d.Code.URI())
	w.Member("details", d.Details)
	w.Member("message", d.Text())
	w.Close('}')
}

// explained writes what the ZeeRex record says, as a program wants it.
func (w *jsonWriter) explained() {
	e := w.explain
	w.Member("title", e.title)
	w.Member("url", e.base)
	if e.counted {
		w.number("numberOfRecords", e.records)
	}
	w.list("contextSets", len(e.sets), func(i int) {
		w.Open('{')
		w.Member("name", e.sets[i].Name)
		w.Member("identifier", e.sets[i].URI)
		w.Member("title", e.sets[i].Title)
		w.Close('}')
	})
	w.list("indexes", len(e.points), func(i int) {
		p := e.points[i]
		w.Open('{')
		w.Member("title", p.Title)
		w.list("names", len(p.Names), func(i int) { w.String(p.Names[i]) })
		names := p.Relations()
		w.list("relations", len(names), func(i int) { w.String(names[i]) })
		for _, can := range [...]struct {
			name string
			is   bool
		}{{"scan", p.Scan}, {"sort", p.Sort}, {"facet", p.Facet}} {
			w.Name(can.name)
			w.Raw(strconv.FormatBool(can.is))
		}
		w.Close('}')
	})
	w.list("examples", len(e.examples), func(i int) {
		w.Open('{')
		w.Member("query", e.examples[i].Query)
		w.number("numberOfRecords", e.examples[i].Total)
		w.Close('}')
	})
	w.list("schemas", len(e.schemas), func(i int) {
		f := e.schemas[i]
		w.Open('{')
		w.Member("identifier", f.XML.SRU[0])
		w.list("names", len(f.XML.SRU)-1, func(i int) { w.String(f.XML.SRU[i+1]) })
		w.Member("title", f.Title)
		w.Close('}')
	})
}

// echo repeats the request.
func (w *jsonWriter) echo() {
	w.Name("echoedRequest")
	w.Open('{')
	for _, name := range slices.Sorted(maps.Keys(w.Request.Given)) {
		if _, known := parameters[name]; known {
			w.Member(name, w.Request.Given.Get(name))
		}
	}
	w.Close('}')
}
