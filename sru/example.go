package sru

import (
	"context"
	"net/url"
	"strings"

	"issnd/cql"
	"issnd/register"
	"issnd/search"
)

// example is a query that finds something in the register as it is.
type example struct {
	Query string
	Title string // of what it asks for
	Total uint64
}

// url is the address that sends the example.
func (x *example) url(base string) string {
	return base + "?version=1.2&operation=searchRetrieve&query=" + strings.ReplaceAll(url.QueryEscape(x.Query), "+", "%20")
}

// Bounds of what is done to find examples.
const (
	exampleRecords  = 5
	examplesPerKind = 3
)

// everything is the query that finds all records.
func everything() *cql.Query { return &cql.Query{Root: cql.NewClause("cql.allRecords", "=", "1")} }

// examples makes queries of what stands in some records, and keeps those that
// find something: a few of each kind of points, and one with a mask and an
// order. Points to sort by are those that people know serials by.
func (s *Service) examples(ctx context.Context, v register.Viewer, points []*search.Point) []example {
	res, err := s.searcher.Search(ctx, v, search.Request{Query: everything(), Start: 1, Count: exampleRecords})
	if err != nil {
		return nil
	}
	perKind := map[search.Kind]int{}
	var out []example
	add := func(q *cql.Query, title string) bool {
		found, err := s.searcher.Search(ctx, v, search.Request{Query: q, Start: 1})
		if err != nil || found.Total == 0 {
			return false
		}
		out = append(out, example{q.String(), title, found.Total})
		return true
	}
	masked := false
	for _, p := range points {
		if p.Values == nil || !p.Sort || perKind[p.Kind] == examplesPerKind {
			continue
		}
		c := valueClause(p, res.Records)
		if c == nil || !add(&cql.Query{Root: c}, p.Title) {
			continue
		}
		perKind[p.Kind]++
		if q := maskedQuery(p, c); !masked && q != nil {
			masked = add(q, p.Title+", a part of a word, in order")
		}
	}
	return out
}

// maskedQuery asks for the first long word of a clause by its beginning, and
// sorts; nil where there is no such word.
func maskedQuery(p *search.Point, c *cql.Clause) *cql.Query {
	const long, part = 5, 4
	if p.Kind != search.Text {
		return nil
	}
	for word := range strings.FieldsFuncSeq(c.Term.Literal(), func(r rune) bool { return r < 'A' || r > 'z' || r > 'Z' && r < 'a' }) {
		if len(word) >= long {
			return &cql.Query{
				Root: &cql.Clause{Index: c.Index, Relation: c.Relation, Term: cql.Term{Raw: word[:part] + "*"}},
				Sort: []cql.SortKey{{Index: c.Index}},
			}
		}
	}
	return nil
}

// valueClause asks for a value that one of the records has, nil if none has
// one that is short enough to be an example.
func valueClause(p *search.Point, records []search.Found) *cql.Clause {
	const longest = 60
	for _, f := range records {
		if f.View == nil {
			continue
		}
		for _, value := range p.Values(nil, f.View) {
			if value = strings.TrimSpace(value); value != "" && len(value) <= longest {
				return cql.NewClause(p.Names[0], "=", value)
			}
		}
	}
	return nil
}
