package sru

import (
	"net/url"
	"slices"

	"issnd/cql"
	"issnd/crosswalk"
	"issnd/diagnostic"
	"issnd/format"
	"issnd/issn"
	"issnd/register"
	"issnd/search"
)

// Response is the answer to a request.
type Response struct {
	Request     *Request
	Diagnostics []*diagnostic.Diagnostic

	// searchRetrieve.
	Total   uint64 // how many records there are; 0 unless Counted
	Counted bool   // the query was answered, and Total is exact
	Records []Record
	Next    uint64 // position of the record after the last given, 0 if there is none
	Facets  []search.Facet
	// scan.
	Terms []search.ScanTerm

	explain *explain // of an explain
	format  *format.Format
	options *crosswalk.Options
	most    int // bytes from which on a page takes no more
}

// Record is one record of a response, or why it cannot be given.
type Record struct {
	Identifier string // ISSN
	Position   uint64 // in the result, from 1
	View       *register.View
	element    []byte                 // the record in XML if it was kept, and then there is no View
	Surrogate  *diagnostic.Diagnostic // stands in the place of the record, unless nil
}

// diagnosticSchema is the record schema of a surrogate.
const diagnosticSchema = "info:srw/schema/1/diagnostics-v1.1"

// record makes a record of what was found.
func record(id issn.ISSN, view *register.View, position uint64, in *format.Format) Record {
	r := Record{Identifier: id.String(), Position: position, View: view}
	switch {
	case view == nil:
		r.Surrogate = diagnostic.New(diagnostic.NoSuchRecord, r.Identifier)
	case in == nil:
		r.Surrogate = diagnostic.New(diagnostic.NotInSchema, zeerexSchema)
	}
	return r
}

// base is the URL of the protocol.
func (out *Response) base() string { return out.options.PublicURL + Path[1:] }

// passing reports whether the same request may be answered otherwise in a moment,
// although nothing has changed: something failed, or ran out of time, or is not
// there yet.
func (out *Response) passing() bool {
	return out.explain != nil && !out.explain.counted || slices.ContainsFunc(out.Diagnostics, func(d *diagnostic.Diagnostic) bool {
		switch d.Code {
		case diagnostic.GeneralSystemError, diagnostic.SystemTemporarilyUnavailable, diagnostic.CannotProcessQuery, diagnostic.PartialValid:
			return true
		}
		return false
	})
}

// searchURL is the address of a search in the way of this response.
func (out *Response) searchURL(query string) string {
	u := out.base() + "?query=" + url.QueryEscape(query)
	for _, name := range [...]string{"recordSchema", "maximumRecords", "recordXMLEscaping", "httpAccept"} {
		if v := out.Request.Given.Get(name); v != "" {
			u += "&" + name + "=" + url.QueryEscape(v)
		}
	}
	return u
}

// termQuery is the query that finds what a term of a scan counts.
func (out *Response) termQuery(t *search.ScanTerm) string {
	c := *out.Request.Clause
	c.Term = cql.NewTerm(t.Value)
	return c.String()
}

// where is the place of a term in the whole list, "" if it is neither end.
func where(t *search.ScanTerm) string {
	switch {
	case t.First && t.Last:
		return "only"
	case t.First:
		return "first"
	case t.Last:
		return "last"
	}
	return "inner"
}
