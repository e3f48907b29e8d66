package portal

import (
	"errors"
	"strings"

	"issnd/cql"
	"issnd/issn"
	"issnd/search"
)

// Points that the portal knows by name.
const (
	pointAll    = "cql.allRecords"
	pointTitle  = "issn.title"
	pointNumber = "issn.anyIssn"
)

// reading is how a question has been understood.
type reading struct {
	Query  *cql.Query  // nil where there is nothing to search
	Wide   *cql.Query  // Query before it is narrowed
	By     []narrowing // and what it is narrowed by
	CQL    bool        // the text was a query in CQL
	Number issn.ISSN   // the text is this number
	Wrong  *issn.Error // the text was meant as a number and is none
}

// read understands a question: a number, a query in CQL or words. The error is
// a *diagnostic.Diagnostic or a *cql.SyntaxError.
func read(t *search.Table, q *question) (reading, error) {
	r, err := readText(t, q)
	if err != nil || r.Query == nil {
		return r, err
	}
	if r.By, err = narrowings(t, q.Chosen); err != nil {
		return r, err
	}
	r.Wide = r.Query
	r.Query = narrowed(r.Wide, r.By, nil)
	if o := orderNamed(q.Order); o != nil && r.Query.Sort == nil {
		r.Query.Sort = o.keys()
	}
	return r, nil
}

func readText(t *search.Table, q *question) (reading, error) {
	if q.Text == "" {
		return reading{Query: &cql.Query{Root: cql.NewClause(pointAll, "=", "1")}}, nil
	}
	if q.In != inTitle {
		if r, ok := readNumber(q); ok {
			return r, nil
		}
	}
	query, err := readCQL(t, q.Text)
	if query != nil || err != nil {
		return reading{Query: query, CQL: true}, err
	}
	if query, err = search.Words(q.Text); err != nil {
		return reading{}, err
	}
	switch q.In {
	case inTitle:
		in(query.Root, pointTitle)
	case inISSN:
		in(query.Root, pointNumber)
	}
	return reading{Query: query}, nil
}

// readNumber reads text that is an ISSN, or that was meant as one. What is
// wrong is looked for too, because records list numbers that are incorrect; as
// words besides, since years of publication look the same.
func readNumber(q *question) (reading, bool) {
	id, err := issn.Parse(q.Text)
	if err == nil {
		return reading{Number: id, Query: &cql.Query{Root: cql.NewClause(pointNumber, "=", id.String())}}, true
	}
	var wrong *issn.Error
	if !errors.As(err, &wrong) || wrong.Reason == issn.Malformed || wrong.Reason == issn.TrailingText {
		return reading{}, false
	}
	r := reading{Wrong: wrong}
	if digits, ok := eightDigits(q.Text); ok {
		r.Query = &cql.Query{Root: cql.NewClause(pointNumber, "=", digits)}
	}
	if words, err := search.Words(q.Text); err == nil && q.In == inAll {
		if r.Query == nil {
			r.Query = words
		} else {
			r.Query.Root = &cql.Boolean{Op: cql.Or, Left: r.Query.Root, Right: words.Root}
		}
	}
	return r, true
}

// eightDigits is the number that the text is, as it is written in records;
// false where it has another length.
func eightDigits(text string) (string, bool) {
	var b []byte
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			b = append(b, byte(r))
		case r >= '０' && r <= '９':
			b = append(b, byte(r-'０'+'0'))
		case (r == 'x' || r == 'X') && len(b) == 7:
			b = append(b, 'X')
		}
	}
	if len(b) != 8 {
		return "", false
	}
	return string(b[:4]) + "-" + string(b[4:]), true
}

// readCQL reads text that is a query in CQL: one of its clauses names an index
// that there is. Text that only resembles one gives nothing. The error is that
// of a query that surely was meant as CQL.
func readCQL(t *search.Table, text string) (*cql.Query, error) {
	q, err := cql.Parse(text, cql.DefaultLimits())
	if err != nil {
		if startsWithIndex(t, text) {
			return nil, err
		}
		return nil, nil
	}
	if q.Sort != nil || len(q.Root.Scope()) > 0 || namesIndex(t, q.Root) {
		return q, nil
	}
	return nil, nil
}

// namesIndex reports whether a clause names an index, in a way that words of
// a language do not: by a sign, a prefix or before a quotation mark.
func namesIndex(t *search.Table, n cql.Node) bool {
	switch n := n.(type) {
	case *cql.Boolean:
		return namesIndex(t, n.Left) || namesIndex(t, n.Right)
	case *cql.Clause:
		if len(n.Prefixes) > 0 {
			return true
		}
		if n.Index.Base == "" {
			return false
		}
		_, err := t.Find(n.Index)
		sign := strings.ContainsAny(n.Relation.Name.Base, "=<>")
		return err == nil && (sign || n.Index.Prefix != "" || n.Term.Quoted)
	}
	return false
}

// startsWithIndex reports whether the text begins with an index and a sign.
func startsWithIndex(t *search.Table, text string) bool {
	i := strings.IndexAny(text, "=<>")
	if i <= 0 {
		return false
	}
	name := strings.Trim(text[:i], " (\"")
	_, err := t.Find(cql.ParseName(name))
	return err == nil
}

// in makes the clauses without an index search a point.
func in(n cql.Node, point string) {
	switch n := n.(type) {
	case *cql.Boolean:
		in(n.Left, point)
		in(n.Right, point)
	case *cql.Clause:
		if n.Index.Base == "" {
			n.Index, n.Relation.Name = cql.ParseName(point), cql.ParseName("=")
		}
	}
}
