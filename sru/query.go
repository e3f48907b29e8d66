package sru

import (
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/search"
)

// query reads what to search for and in which order.
func (r *Request) query() {
	text := r.Given.Get("query")
	if text == "" {
		r.noQuery()
		return
	}
	var err error
	switch kind := r.Given.Get("queryType"); {
	case r.Version != V20, kind == "", strings.EqualFold(kind, "cql"):
		r.Query, err = cql.Parse(text, cql.DefaultLimits())
	case strings.EqualFold(kind, "searchTerms"):
		// Part 3 leaves to the server what becomes of the words.
		r.Query, err = search.Words(text)
	default:
		r.wrong("queryType", "The types of queries are cql and searchTerms")
		return
	}
	if err != nil {
		r.refuse(err)
		return
	}
	r.sort()
}

func (r *Request) noQuery() {
	if r.Version == V20 && !r.has("queryType") {
		r.fault(diagnostic.Newf(diagnostic.UnsupportedParameterCombination, "query",
			"A search has a query, or a type of query that needs none"))
		return
	}
	r.fault(diagnostic.New(diagnostic.MandatoryParameterMissing, "query"))
}

// sort adds the sort keys of the protocol to the query, unless it has its own,
// which prevail.
func (r *Request) sort() {
	text := r.Given.Get("sortKeys")
	if text == "" || r.Version == V12 {
		return
	}
	if r.Query.Sort != nil {
		r.Notes = append(r.Notes, diagnostic.New(diagnostic.SortQueryPrevails, ""))
		return
	}
	keys, err := sortKeys(text)
	if err != nil {
		r.refuse(err)
		return
	}
	r.Query.Sort = keys
}
