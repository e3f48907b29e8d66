package sru

import (
	"strconv"

	"issnd/diagnostic"
	"issnd/internal/xmlw"
	"issnd/search"
)

// AppendXML appends the response as an XML document in the version of the
// request. The order of elements is that of the schemas.
func (out *Response) AppendXML(dst []byte) []byte {
	dst = append(dst, xmlw.Header...)
	if s := out.Request.Stylesheet; s != "" {
		dst = append(dst, `<?xml-stylesheet type="text/xsl" href="`...)
		dst = append(xmlw.AppendAttr(dst, s), "\"?>\n"...)
	}
	return append(out.appendElement(dst), '\n')
}

// appendElement appends the root element.
func (out *Response) appendElement(dst []byte) []byte {
	w := writer{Writer: xmlw.Writer{Buf: dst}, Response: out, version: out.Request.Version}
	w.vocabulary = w.version.vocabulary()
	switch out.Request.Operation {
	case SearchRetrieve:
		w.search()
	case Scan:
		w.scan()
	default:
		w.explained()
	}
	return w.Buf
}

// writer writes a response in all versions: what they call the same stands
// here once.
type writer struct {
	xmlw.Writer
	*Response
	version    Version
	vocabulary vocabulary
}

// root starts the root element.
func (w *writer) root(name, namespace string) {
	w.Start(name)
	w.Attr("xmlns", namespace)
	if w.version.Legacy() {
		w.Element("version", w.version.String())
	}
}

func (w *writer) search() {
	const root = "searchRetrieveResponse"
	w.root(root, w.vocabulary.response)
	// The old schemas demand the number, also of a query that was refused.
	if w.Counted || w.version.Legacy() {
		w.number("numberOfRecords", w.Total)
	}
	if len(w.Records) > 0 {
		w.Start("records")
		w.fill(&w.Buf, w.record)
		w.End("records")
	}
	if w.Next > 0 {
		w.number("nextRecordPosition", w.Next)
	}
	w.echoSearch()
	w.diagnostics()
	if !w.version.Legacy() {
		if w.Counted {
			w.Element("resultCountPrecision", "exact")
		}
		w.facets()
	}
	w.End(root)
}

// explained writes the answer to an explain, which has its record whatever is
// wrong with the request.
func (w *writer) explained() {
	const root = "explainResponse"
	w.root(root, w.vocabulary.response)
	w.Start("record")
	w.Element("recordSchema", zeerexSchema)
	w.packing()
	w.Start("recordData")
	if w.Request.AsText {
		var own xmlw.Writer
		w.explain.write(&own, w.version)
		w.Text(string(own.Buf))
	} else {
		w.explain.write(&w.Writer, w.version)
	}
	w.End("recordData")
	w.End("record")
	w.echoExplain()
	w.diagnostics()
	w.End(root)
}

// packing says how the data of a record stands there.
func (w *writer) packing() {
	name, how := "recordXMLEscaping", "xml"
	if w.version.Legacy() {
		name = "recordPacking"
	}
	if w.Request.AsText {
		how = "string"
	}
	w.Element(name, how)
}

// record writes a record or what stands in its place.
func (w *writer) record(r *Record) {
	if r.Surrogate != nil {
		w.surrogate(r, r.Surrogate)
		return
	}
	start := len(w.Buf)
	w.recordStart(w.format.XML.SRU[0], r)
	if err := w.data(r); err != nil {
		w.Buf = w.Buf[:start]
		w.surrogate(r, diagnostic.New(diagnostic.NotInSchema, w.format.XML.SRU[0]))
		return
	}
	w.recordEnd(r)
}

func (w *writer) recordStart(schema string, r *Record) {
	w.Start("record")
	w.Element("recordSchema", schema)
	w.packing()
	if w.version == V12 {
		w.Element("recordIdentifier", r.Identifier)
	}
	w.Start("recordData")
	w.Raw("")
}

func (w *writer) recordEnd(r *Record) {
	w.End("recordData")
	w.number("recordPosition", r.Position)
	w.End("record")
}

// data renders a record in its format.
func (w *writer) data(r *Record) (err error) {
	if r.element != nil {
		w.Buf = append(w.Buf, r.element...)
		return nil
	}
	if !w.Request.AsText {
		w.Buf, err = w.format.AppendElement(w.Buf, r.View, w.options, false)
		return err
	}
	text, err := w.format.AppendElement(nil, r.View, w.options, true)
	w.Text(string(text))
	return err
}

func (w *writer) surrogate(r *Record, d *diagnostic.Diagnostic) {
	w.recordStart(diagnosticSchema, r)
	if w.Request.AsText {
		own := writer{vocabulary: w.vocabulary}
		own.diagnostic(d)
		w.Text(string(own.Buf))
	} else {
		w.diagnostic(d)
	}
	w.recordEnd(r)
}

func (w *writer) diagnostics() {
	if len(w.Diagnostics) == 0 {
		return
	}
	w.Start("diagnostics")
	for _, d := range w.Diagnostics {
		w.diagnostic(d)
	}
	w.End("diagnostics")
}

func (w *writer) diagnostic(d *diagnostic.Diagnostic) {
	w.Start("diagnostic")
	w.Attr("xmlns", w.vocabulary.diagnostic)
	w.Element("uri", d.Code.URI())
	w.optional("details", d.Details)
	w.Element("message", d.Text())
	w.End("diagnostic")
}

// optional writes an element unless it would be empty.
func (w *writer) optional(name, text string) {
	if text != "" {
		w.Element(name, text)
	}
}

func (w *writer) number(name string, n uint64) {
	w.Start(name)
	w.Raw("")
	w.Buf = strconv.AppendUint(w.Buf, n, 10)
	w.End(name)
}

func (w *writer) scan() {
	const root = "scanResponse"
	w.root(root, w.vocabulary.scan)
	if len(w.Terms) > 0 {
		w.Start("terms")
		for i := range w.Terms {
			w.term(&w.Terms[i])
		}
		w.End("terms")
	}
	w.echoScan()
	w.diagnostics()
	w.End(root)
}

func (w *writer) term(t *search.ScanTerm) {
	w.Start("term")
	w.Element("value", t.Value)
	w.number("numberOfRecords", t.Count)
	w.optional("displayTerm", t.Display)
	w.Element("whereInList", where(t))
	if !w.version.Legacy() {
		w.Element("requestURL", w.searchURL(w.termQuery(t)))
	}
	w.End("term")
}

// facets writes the terms of points among the records (Part 3, facetedResults).
// One without terms would not be valid.
func (w *writer) facets() {
	open := false
	for i := range w.Facets {
		f := &w.Facets[i]
		if len(f.Values) == 0 {
			continue
		}
		if !open {
			w.Start("facetedResults")
			open = true
		}
		w.Start("facet")
		w.Attr("xmlns", facetNamespace)
		w.Element("facetDisplayLabel", f.Point.Title)
		w.Element("index", f.Point.Names[0])
		w.Element("relation", "=")
		w.Start("terms")
		for _, v := range f.Values {
			w.Start("term")
			w.Element("actualTerm", v.Value)
			w.Element("query", v.Query)
			w.Element("requestUrl", w.searchURL(v.Query))
			w.number("count", v.Count)
			w.End("term")
		}
		w.End("terms")
		w.End("facet")
	}
	if open {
		w.End("facetedResults")
	}
}
