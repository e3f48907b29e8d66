package sru

import (
	"net/url"
	"slices"
	"strings"

	"issnd/diagnostic"
)

// Operation is one of the operations of the protocol.
type Operation uint8

// The operations.
const (
	Explain Operation = iota
	SearchRetrieve
	Scan
)

// String is the operation as a request names it.
func (o Operation) String() string {
	return [...]string{"explain", "searchRetrieve", "scan"}[o]
}

// parameter says where a parameter has a meaning.
type parameter struct {
	operations []Operation
	versions   []Version
}

var (
	everywhere = []Operation{Explain, SearchRetrieve, Scan}
	searching  = []Operation{SearchRetrieve}
	scanning   = []Operation{Scan}
	allOf      = []Version{V11, V12, V20}
)

// parameters is the list of parameters (SRU 1.1 and 1.2; Part 3 §3, Part 6 §3,
// Part 7 §2). version and operation are not of 2.0 any more, and are taken from
// those who send them all the same.
var parameters = map[string]parameter{
	"version":           {everywhere, allOf},
	"operation":         {everywhere, allOf},
	"query":             {searching, allOf},
	"queryType":         {searching, []Version{V20}},
	"startRecord":       {searching, allOf},
	"maximumRecords":    {searching, allOf},
	"recordPacking":     {[]Operation{SearchRetrieve, Explain}, allOf},
	"recordXMLEscaping": {[]Operation{SearchRetrieve, Explain}, []Version{V20}},
	"recordSchema":      {searching, allOf},
	"recordXPath":       {searching, []Version{V11}},
	"resultSetTTL":      {searching, allOf},
	"sortKeys":          {searching, []Version{V11, V20}},
	"facetLimit":        {searching, []Version{V20}},
	"facetStart":        {searching, []Version{V20}},
	"facetSort":         {searching, []Version{V20}},
	"facetCount":        {searching, []Version{V20}},
	"scanClause":        {scanning, allOf},
	"responsePosition":  {scanning, allOf},
	"maximumTerms":      {scanning, allOf},
	"stylesheet":        {everywhere, allOf},
	"renderedBy":        {everywhere, []Version{V20}},
	"httpAccept":        {everywhere, []Version{V20}},
	"responseType":      {everywhere, []Version{V20}},
	"extraRequestData":  {everywhere, allOf},
}

// maxParameters is how many parameters one request may have.
const maxParameters = 100

// extension reports whether a parameter is one of somebody's own, which a
// server that does not know it ignores (SRU 1.1, extensions).
func extension(name string) bool { return strings.HasPrefix(name, "x-") }

// unsupported lists what is wrong with the names of parameters: those that the
// operation does not have in the version, and those that contradict themselves.
func unsupported(values url.Values, o Operation, v Version) []*diagnostic.Diagnostic {
	if len(values) > maxParameters {
		return []*diagnostic.Diagnostic{diagnostic.Newf(diagnostic.UnsupportedParameter, "",
			"A request has no more than %d parameters", maxParameters)}
	}
	var wrong []string
	for name, all := range values {
		if unsupportedParameter(name, all, o, v) != nil {
			wrong = append(wrong, name)
		}
	}
	slices.Sort(wrong)
	var out []*diagnostic.Diagnostic
	for _, name := range wrong {
		out = append(out, unsupportedParameter(name, values[name], o, v))
	}
	return out
}

// unsupportedParameter is what is wrong with the name of a parameter, or nil.
func unsupportedParameter(name string, values []string, o Operation, v Version) *diagnostic.Diagnostic {
	if extension(name) {
		return nil
	}
	p, known := parameters[name]
	switch {
	case !known || !slices.Contains(p.operations, o):
		return diagnostic.New(diagnostic.UnsupportedParameter, name)
	case !slices.Contains(p.versions, v):
		return diagnostic.Newf(diagnostic.UnsupportedParameter, name, "Unsupported parameter in version %s", v)
	case slices.ContainsFunc(values, func(s string) bool { return s != values[0] }):
		return diagnostic.Newf(diagnostic.UnsupportedParameterValue, name,
			"The parameter is there more than once, with different values")
	}
	return nil
}
