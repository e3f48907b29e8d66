package sru

import (
	"errors"
	"net/url"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/search"
)

// What is given to those who do not say how many.
const (
	DefaultRecords = 10 // records
	DefaultTerms   = 20 // terms of a scan
)

// What one request may ask for at most.
var (
	limits = search.DefaultLimits()
	bounds = search.QueryBounds()
)

// Request is a request of any version. Where Faults has something, only
// Version, Operation, Given and Stylesheet may be relied upon.
type Request struct {
	Version   Version
	Operation Operation

	// searchRetrieve.
	Query  *cql.Query
	Start  uint64             // position of the first record, from 1
	Count  int                // how many records, at most limits.Records
	Schema string             // as it was asked for; "" is the default
	Facets []search.FacetWish // in the order of the request
	Spread *search.FacetWish  // what is wanted of every point that has facets, nil for nothing
	// scan.
	Clause   *cql.Clause
	Position int // of the term in the list, from 1; 0 is before it
	Terms    int // how many terms, at most limits.Terms

	AsText     bool   // records are escaped instead of being XML in XML
	Stylesheet string // URL to name in the answer, "" for none
	Accept     string // media types by httpAccept or responseType, "" if the header decides

	asJSON bool // the answer is JSON, so that records may be too
	asXML  bool // the answer is XML

	Given  url.Values               // the parameters as they came
	Faults []*diagnostic.Diagnostic // why there can be no records
	Notes  []*diagnostic.Diagnostic // what is to be said beside the records
}

// Parse reads the parameters of a request. It never fails: what is wrong with
// them is in Faults. A parameter without a value is taken for none.
func Parse(given url.Values) *Request {
	r := &Request{Given: given, Start: 1, Count: DefaultRecords, Position: 1, Terms: DefaultTerms}
	var ok bool
	if r.Version, ok = parseVersion(given.Get("version")); !ok {
		r.fault(diagnostic.New(diagnostic.UnsupportedVersion, V20.String()))
	}
	if r.Operation, ok = operation(given); !ok {
		r.fault(diagnostic.New(diagnostic.UnsupportedOperation, given.Get("operation")))
	}
	if r.Faults != nil {
		return r
	}
	r.Faults = unsupported(given, r.Operation, r.Version)
	r.presentation()
	switch r.Operation {
	case SearchRetrieve:
		r.search()
	case Scan:
		r.scan()
	}
	return r
}

// operation is what the request asks for, by name or by the parameters that it
// has.
func operation(given url.Values) (Operation, bool) {
	if name := given.Get("operation"); name != "" {
		for _, o := range everywhere {
			if o.String() == name {
				return o, true
			}
		}
		return SearchRetrieve, false
	}
	switch {
	case given.Has("query"), given.Has("queryType"):
		return SearchRetrieve, true
	case given.Has("scanClause"):
		return Scan, true
	}
	return Explain, true
}

func (r *Request) fault(d *diagnostic.Diagnostic) { r.Faults = append(r.Faults, d) }

// wrong says that the value of a parameter cannot be.
func (r *Request) wrong(name, message string) {
	r.fault(&diagnostic.Diagnostic{Code: diagnostic.UnsupportedParameterValue, Details: name, Message: message})
}

// refuse takes over what a parser has found, which is a diagnostic in other
// words.
func (r *Request) refuse(err error) {
	var d *diagnostic.Diagnostic
	if !errors.As(err, &d) {
		d = diagnostic.New(diagnostic.CannotProcessQuery, "")
	}
	r.fault(d)
}

// has reports whether a parameter is there with a value, and is one that the
// version has.
func (r *Request) has(name string) bool { return r.Given.Get(name) != "" }

// search reads the parameters of searchRetrieve.
func (r *Request) search() {
	r.query()
	r.Start = r.position("startRecord", r.Start)
	r.Count = r.number("maximumRecords", 0, r.Count, limits.Records)
	r.number("resultSetTTL", 0, 0, 0)
	r.Schema = r.Given.Get("recordSchema")
	if r.Version == V11 && r.has("recordXPath") {
		r.fault(diagnostic.New(diagnostic.XPathUnsupported, ""))
	}
	if r.Version == V20 {
		r.facets()
	}
}

// scan reads the parameters of scan.
func (r *Request) scan() {
	r.Terms = r.number("maximumTerms", 1, r.Terms, limits.Terms)
	r.Position = r.number("responsePosition", 0, r.Position, limits.Terms+2)
	if r.Position > r.Terms+1 {
		r.fault(diagnostic.New(diagnostic.ResponsePositionRange, ""))
	}
	text := r.Given.Get("scanClause")
	if text == "" {
		r.fault(diagnostic.New(diagnostic.MandatoryParameterMissing, "scanClause"))
		return
	}
	var err error
	if r.Clause, err = cql.ParseClause(text, cql.DefaultLimits()); err != nil {
		r.refuse(err)
	}
}
