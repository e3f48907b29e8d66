package search

import (
	"context"
	"strconv"
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/internal/deadline"
	"issnd/register"
)

const mostDisplayed = 100 // terms of one scan that are shown as a record writes them

// Scan lists terms of a point around that of the clause, which need not exist:
// then the first one after it has its place. No more terms are given than the
// limit allows. The relation = lists words or codes, == whole values or codes;
// others, masks and typing errors are refused, since they would not find what is
// counted.
func (s *Service) Scan(ctx context.Context, v register.Viewer, r ScanRequest) ([]ScanTerm, error) {
	l, err := s.listing(v, r.Clause)
	if err != nil {
		return nil, err
	}
	count := min(r.Count, s.limits.Terms)
	if r.Position < 0 || r.Position > r.Count+1 {
		return nil, diagnostic.New(diagnostic.ResponsePositionRange, strconv.Itoa(r.Position))
	}
	if count <= 0 {
		return nil, nil
	}
	position := min(r.Position, count+1)
	l.Before = max(position-1, 0)
	l.After = count - l.Before
	if position == 0 {
		l.After++ // the term itself stands before the list
	}
	limited, cancel := deadline.After(ctx, s.limits.Time)
	defer cancel()
	terms, err := l.terms(limited, s.index)
	if err != nil {
		return nil, s.tooLong(ctx, err)
	}
	if position == 0 && len(terms) > 0 {
		terms = terms[1:]
	}
	if err := s.display(limited, v, l, terms); err != nil {
		return nil, s.tooLong(ctx, err)
	}
	return terms, nil
}

// listing is a list of the terms of a point that is asked for.
type listing struct {
	TermsRequest
	point    *Point
	headings bool // whole values
	words    bool // of text, among which Start and End stand
}

// listing works out what the clause of a scan asks for.
func (s *Service) listing(v register.Viewer, cl *cql.Clause) (*listing, error) {
	c := s.compiler(v)
	if err := checkScope(cl.Prefixes); err != nil {
		return nil, err
	}
	c.scopes = [][]cql.Prefix{cl.Prefixes}
	p, err := c.point(cl)
	if err != nil {
		return nil, err
	}
	if !p.Scan {
		return nil, diagnostic.Newf(diagnostic.UnsupportedIndex, cl.Index.String(), "the terms of this index cannot be listed")
	}
	r, err := c.relation(p, cl.Relation)
	if err != nil {
		return nil, err
	}
	switch {
	case r.op != "=" && r.op != "==":
		return nil, diagnostic.Newf(diagnostic.UnsupportedRelation, cl.Relation.Name.String(), "terms are listed by = or by ==")
	case r.fuzzy:
		return nil, diagnostic.New(diagnostic.UnsupportedModifier, "fuzzy")
	case cl.Term.Masked() && !r.unmasked:
		return nil, diagnostic.Newf(diagnostic.MaskUnsupported, cl.Term.Raw, "a list begins at a term without masks and anchors")
	}
	l := &listing{point: p, TermsRequest: TermsRequest{Public: v.Public(), Fields: c.fieldsOf(p)}}
	text := cl.Term.Literal()
	switch {
	case p.marc != (path{}):
		if p.Kind == Text && r.op == "==" {
			return nil, noHeadings(p)
		}
		l.Prefix = p.marc.prefixes()[0]
		if p.Kind == Text {
			text = Fold(text)
		} else if s, ok := normal(p, text); ok {
			text = s
		}
		l.From = l.Prefix + text
	case p.Kind == Text || p.Kind == Everything:
		l.From = Fold(text)
		l.words = true
		if r.op == "==" {
			return l, l.wholeValues(c)
		}
		if p.Kind == Everything && p.Names[0] != allRecords {
			if id, ok := number([]cql.Token{{Kind: cql.Text, Text: text}}); ok {
				l.From = id
			}
		}
	default:
		l.From = codeForm(text)
		if s, ok := normal(p, text); ok {
			l.From = s
		}
	}
	return l, nil
}

// noHeadings says that whole values of a text are not indexed.
func noHeadings(p *Point) error {
	return diagnostic.New(diagnostic.UnsupportedRelationForIndex, p.Names[0]+" ==")
}

// wholeValues makes it a list of whole values.
func (l *listing) wholeValues(c *compiler) error {
	if !l.point.Headings {
		return noHeadings(l.point)
	}
	l.headings, l.words, l.Fields = true, false, nil
	for _, m := range c.table.members(l.point) {
		l.Fields = append(l.Fields, names(c.viewer, c.table.fields[m].whole)...)
	}
	return nil
}

// terms asks the index, for one term more on each side, which tells whether the
// list ends there, and for more again where some are passed over.
func (l *listing) terms(ctx context.Context, ix Index) ([]ScanTerm, error) {
	r := l.TermsRequest
	if l.words {
		r.From = max(r.From, End+"\x00")
	}
	r.Before, r.After = r.Before+1, r.After+1
	for {
		got, err := ix.Terms(ctx, r)
		if err != nil {
			return nil, err
		}
		before, after := l.listed(got.Before), l.listed(got.After)
		moreBefore, moreAfter := len(before)-l.Before, len(after)-l.After
		if moreBefore <= 0 && !got.First || moreAfter <= 0 && !got.Last {
			r.Before, r.After = 2*r.Before, 2*r.After
			continue
		}
		list := append(before[max(moreBefore, 0):], after[:min(len(after), l.After)]...)
		if n := len(list); n > 0 {
			list[0].First, list[n-1].Last = moreBefore <= 0, moreAfter <= 0
		}
		return list, nil
	}
}

// listed is the terms without those that nobody looks for: Start and End, and,
// in a point that is made of others, ISSNs in another form than their one.
func (l *listing) listed(terms []TermCount) []ScanTerm {
	list := make([]ScanTerm, 0, len(terms))
	for _, t := range terms {
		if l.words && t.Term <= End {
			continue
		}
		if l.words && l.point.Kind == Everything {
			if _, ok := one([]byte(t.Term)); ok {
				continue
			}
		}
		list = append(list, ScanTerm{Value: strings.TrimPrefix(t.Term, l.Prefix), Count: t.Count})
	}
	return list
}

// display sets how terms are shown: codes in words, whole values as a record
// has them.
func (s *Service) display(ctx context.Context, v register.Viewer, l *listing, terms []ScanTerm) error {
	for i := range terms {
		t := &terms[i]
		switch {
		case l.headings && i < mostDisplayed:
			shown, err := s.heading(ctx, v, l, t.Value)
			if err != nil {
				return err
			}
			t.Display = shown
		case l.point.Label != nil:
			t.Display = l.point.Label(t.Value)
		}
		if t.Display == t.Value {
			t.Display = ""
		}
	}
	return nil
}

// heading is a whole value as a record has it that the viewer may see; "" if
// there is none any more.
func (s *Service) heading(ctx context.Context, v register.Viewer, l *listing, term string) (string, error) {
	plan := &Plan{Query: &Term{l.Fields, term}, Public: v.Public()}
	hits, err := s.index.Search(ctx, plan, Window{Limit: 1})
	if err != nil || len(hits.ISSNs) == 0 {
		return "", err
	}
	found, err := s.read(ctx, v, hits.ISSNs, false)
	if err != nil || found[0].View == nil {
		return "", err
	}
	for _, m := range s.table.members(l.point) {
		for _, value := range m.Values(nil, found[0].View) {
			if whole(value) == term {
				return value, nil
			}
		}
	}
	return "", nil
}

// Suggest lists at most n key titles that begin with the prefix, in order. The
// terms are whole values of the point issn.keyTitle.
func (s *Service) Suggest(ctx context.Context, v register.Viewer, prefix string, n int) ([]ScanTerm, error) {
	folded := Fold(prefix)
	if folded == "" || n <= 0 {
		return nil, nil
	}
	l, err := s.listing(v, cql.NewClause("issn.keyTitle", "==", prefix))
	if err != nil {
		return nil, err
	}
	l.From, l.Prefix, l.After = folded, folded, min(n, mostDisplayed)
	limited, cancel := deadline.After(ctx, s.limits.Time)
	defer cancel()
	got, err := s.index.Terms(limited, l.TermsRequest)
	if err != nil {
		return nil, s.tooLong(ctx, err)
	}
	list := make([]ScanTerm, len(got.After))
	for i, t := range got.After {
		list[i] = ScanTerm{Value: t.Term, Count: t.Count}
	}
	if err := s.display(limited, v, l, list); err != nil {
		return nil, s.tooLong(ctx, err)
	}
	return list, nil
}
