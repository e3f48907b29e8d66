package portal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/issn"
	"issnd/register"
	"issnd/search"
)

// sruPath is where the same searches are answered for programs.
const sruPath = "/sru"

// Seconds after which to look again for an index that is being made.
const indexRetry = "30"

// result is what a search found, with how its question was understood.
type result struct {
	*question
	reading
	*search.Result
	hits        []hit
	counted     []counted
	similar     []hit // titles that are written nearly so, where nothing was found
	similarHref string
	number      *numberNote
}

// numberNote says what is to be known of a number that leads to no record.
type numberNote struct {
	Title, Detail string
	Near          []nearNumber
}

type nearNumber struct{ ISSN, Href string }

// Search answers a request for the list of what a search finds. A number that
// the register knows leads to its resource. An error that is not the client's
// is returned beside the answer, for the log.
func (s *Service) Search(ctx context.Context, r *Request) (*Response, error) {
	given, _ := url.ParseQuery(r.Query) // what can be read of it
	q := parseQuestion(given)
	if q.empty() && !q.JSON {
		return s.searchStart(r, &q), nil
	}
	out := &result{question: &q}
	var err error
	if out.reading, err = read(s.finder.Table(), &q); err == nil {
		if to := s.known(ctx, r, &q, out.Number); to != "" {
			led := found(to)
			led.Header["Cache-Control"], led.Header["Vary"] = []string{freshness(r.Viewer)}, []string{varyViewer}
			return led, nil
		}
		err = s.find(ctx, r.Viewer, out)
	}
	if err != nil {
		return s.searchFailed(r, &q, err)
	}
	if q.JSON {
		return s.searchData(r, out), nil
	}
	return s.searchFound(r, out), nil
}

// known is the path of the resource that a number alone leads to, "" where
// there is none.
func (s *Service) known(ctx context.Context, r *Request, q *question, id issn.ISSN) string {
	if id.IsZero() || len(q.Chosen) > 0 || q.JSON {
		return ""
	}
	if _, _, err := s.register.Head(ctx, r.Viewer, id); err == nil {
		return serialPath + id.String()
	}
	if _, err := s.register.Cluster(ctx, r.Viewer, id); err == nil {
		return linkingPath + id.String()
	}
	return ""
}

// find searches, and looks for what helps where that finds nothing.
func (s *Service) find(ctx context.Context, v register.Viewer, out *result) error {
	out.Result = &search.Result{}
	if err := s.explainNumber(ctx, v, out); err != nil || out.Query == nil {
		return err
	}
	request := search.Request{Query: out.Query, Start: out.Start, Count: out.Size}
	if !out.JSON {
		request.Facets = wishes(s.finder.Table(), v, out)
	}
	res, err := s.finder.Search(ctx, v, request)
	if err != nil {
		return err
	}
	out.Result = res
	if !out.JSON {
		s.count(ctx, v, out)
	}
	number := out.soughtNumber()
	for i := range res.Records {
		f := &res.Records[i]
		h := hitOf(f)
		if number != "" && f.View != nil {
			h.Why = roles(s.finder.Table(), v, f.View, number)
		}
		out.hits = append(out.hits, h)
	}
	if res.Total == 0 {
		s.findSimilar(ctx, v, out)
	}
	return nil
}

// explainNumber says why a number leads to no record.
func (s *Service) explainNumber(ctx context.Context, v register.Viewer, out *result) error {
	switch {
	case out.Wrong != nil:
		out.number = &numberNote{Title: "Not a valid ISSN", Detail: out.Wrong.Error() + "."}
		if digits, ok := eightDigits(out.Wrong.Input); ok {
			out.number.add(s.nearNumbers(ctx, v, digits)...)
		}
	case !out.Number.IsZero() && len(out.Chosen) == 0:
		id := out.Number.String()
		out.number = &numberNote{Title: "Not in the register",
			Detail: id + " is a well-formed ISSN, but the register has no record of it."}
		by, err := s.register.ReplacedBy(ctx, v, out.Number)
		if err != nil && !errors.Is(err, register.ErrNotFound) {
			return err
		}
		if !by.IsZero() {
			out.number.Detail = id + " was cancelled. Another number is used instead."
			out.number.add(by)
			break
		}
		out.number.add(s.nearNumbers(ctx, v, id)...)
	}
	return nil
}

func (n *numberNote) add(ids ...issn.ISSN) {
	for _, id := range ids {
		n.Near = append(n.Near, nearNumber{id.String(), serialPath + id.String()})
	}
}

// findSimilar looks for titles in which letters of the words are wrong. What
// fails here is only help that is not given.
func (s *Service) findSimilar(ctx context.Context, v register.Viewer, out *result) {
	const most = 5
	if out.CQL || out.number != nil || out.Text == "" || len(out.Chosen) > 0 {
		return
	}
	query, err := search.Words(out.Text)
	if err != nil || !fuzzily(query.Root) {
		return
	}
	res, err := s.finder.Search(ctx, v, search.Request{Query: query, Start: 1, Count: most})
	if err != nil {
		return
	}
	for i := range res.Records {
		out.similar = append(out.similar, hitOf(&res.Records[i]))
	}
	out.similarHref = searchFor(query.String())
}

// fuzzily makes the words of a query search titles with typing errors. It
// reports whether all can.
func fuzzily(n cql.Node) bool {
	switch n := n.(type) {
	case *cql.Boolean:
		return fuzzily(n.Left) && fuzzily(n.Right)
	case *cql.Clause:
		if n.Term.Masked() || n.Index.Base != "" {
			return false
		}
		n.Index = cql.ParseName(pointTitle)
		n.Relation = cql.Relation{Name: cql.Name{Base: "="}, Modifiers: []cql.Modifier{{Name: cql.Name{Base: "fuzzy"}}}}
		return true
	}
	return false
}

// searchFailed answers with what is wrong with a question, or with the search.
func (s *Service) searchFailed(r *Request, q *question, err error) (*Response, error) {
	p := searchProblem(err, q.Text)
	at := place(err, q.Text)
	if p.Status != http.StatusInternalServerError || asDiagnostic(err) != nil {
		err = nil
	} else {
		err = fmt.Errorf("search: %w", err)
	}
	var out *Response
	if q.JSON {
		plain := *r
		plain.Header = http.Header{"Accept": {"application/json"}}
		out = s.Problem(&plain, p)
	} else {
		out = s.searchRefused(r, q, p, at)
	}
	if p.Status == http.StatusServiceUnavailable {
		out.Header["Retry-After"] = []string{indexRetry}
	}
	return out, err
}

func asDiagnostic(err error) *diagnostic.Diagnostic {
	var d *diagnostic.Diagnostic
	errors.As(err, &d)
	return d
}

// searchProblem is the table from what a search says to HTTP.
func searchProblem(err error, text string) *Problem {
	d := asDiagnostic(err)
	if d == nil {
		if errors.Is(err, context.Canceled) {
			return &Problem{Status: http.StatusServiceUnavailable, Title: "Search was given up",
				Detail: "The request ended before the search did."}
		}
		return problem(err, nil)
	}
	p := &Problem{Status: http.StatusBadRequest, Title: "This search cannot be understood", Detail: said(err, d, text)}
	switch d.Code {
	case diagnostic.SystemTemporarilyUnavailable:
		p.Status, p.Title = http.StatusServiceUnavailable, "Search is not available at the moment"
		p.Detail = d.Text() + ". Records can be read all the same: an ISSN leads to its record. Please try again in a while."
	case diagnostic.CannotProcessQuery:
		p.Status, p.Title = http.StatusServiceUnavailable, "This search takes too long"
	case diagnostic.TooManyRecords, diagnostic.TooManyMasks:
		p.Title = "This search asks for too much"
	case diagnostic.AuthenticationError:
		p.Status, p.Title = http.StatusForbidden, "This search needs a key"
	case diagnostic.EmptyTerm:
		p.Title, p.Detail = "Nothing to search for", "There is no word or number in what was typed."
	}
	return p
}

// said is a diagnostic in a sentence, with the place where the text of a query
// is wrong.
func said(err error, d *diagnostic.Diagnostic, query string) string {
	text := capital(d.Text())
	if at := place(err, query); at >= 0 {
		text += ", at character " + strconv.Itoa(utf8.RuneCountInString(query[:at])+1)
	} else if d.Details != "" && d.Message == "" {
		text += ": " + d.Details
	}
	return text + "."
}

// place is where the syntax of a query is wrong, -1 where that is not what is
// wrong with it.
func place(err error, query string) int {
	var wrong *cql.SyntaxError
	if !errors.As(err, &wrong) || wrong.Limit > 0 || wrong.Pos > len(query) {
		return -1
	}
	at := wrong.Pos
	for at > 0 && at < len(query) && !utf8.RuneStart(query[at]) {
		at--
	}
	return at
}
