package portal

import (
	"net/http"
	"net/url"
	"strings"

	"issnd/cql"
)

// formerPath is where the portal of before 2026 was searched. Pages and
// programs of others lead there.
const formerPath = "/api/search"

// archived finds what any agency archives: no agency is called none.
const archived = `issn.keepers <> none`

// Former answers an address of the former search. It leads to the same search
// here for good: 301, or 400 where a criterion has no translation.
func (s *Service) Former(r *Request) *Response {
	given, _ := url.ParseQuery(r.Query)
	q, p := s.formerQuestion(given["search[]"])
	if p != nil {
		return s.Problem(r, p)
	}
	return &Response{Status: http.StatusMovedPermanently, Header: http.Header{
		"Location": {q.url()}, "Cache-Control": {cachePublic},
	}}
}

// formerQuestion is what the criteria ask for together. One alone stays what
// somebody has typed, of several a query is made.
func (s *Service) formerQuestion(criteria []string) (question, *Problem) {
	q := question{Start: 1, Size: pageSizes[0]}
	var all cql.Node
	for _, c := range criteria {
		one, ok := formerCriterion(c)
		if !ok {
			return q, &Problem{Status: http.StatusBadRequest, Title: "An address of the former search",
				Detail: "The criterion " + quoted(c) + " is not known here. There is a new search at " + searchPath + "."}
		}
		if len(criteria) == 1 {
			q.Text, q.In = one.Text, one.In
			return q, nil
		}
		r, err := readText(s.finder.Table(), &one)
		if err != nil {
			return q, searchProblem(err, one.Text)
		}
		switch {
		case r.Query == nil:
			return q, problem(r.Wrong, nil)
		case all == nil:
			all = r.Query.Root
		default:
			all = &cql.Boolean{Op: cql.And, Left: all, Right: r.Query.Root}
		}
	}
	if all != nil {
		q.Text = (&cql.Query{Root: all}).String()
	}
	return q, nil
}

// formerCriterion is a criterion as a question of its own:
// MUST=field=value or MUST_EXIST=field.
func formerCriterion(c string) (question, bool) {
	must, rest, _ := strings.Cut(c, "=")
	field, value, _ := strings.Cut(rest, "=")
	switch value = strings.TrimSpace(strings.ToValidUTF8(value, "")); must + " " + field {
	case "MUST default":
		return question{Text: value}, true
	case "MUST allissn", "MUST allissnbis":
		return question{Text: strings.Trim(value, `"`), In: inISSN}, true
	case "MUST_EXIST keepers":
		return question{Text: archived}, true
	}
	return question{}, false
}
