package cql

import (
	"strconv"
	"strings"

	"issnd/diagnostic"
)

// Parse reads a query. What it accepts is the grammar of CQL 1.2, which
// allows quotes around every name, and that of 2.0, with one addition found in
// practice: a prefix assignment may stand before any operand of a boolean, and
// then holds for that operand. The error is a *SyntaxError.
func Parse(query string, l Limits) (*Query, error) {
	l = l.orDefault()
	if len(query) > l.Bytes {
		return nil, &SyntaxError{Code: diagnostic.TooManyCharacters, Pos: l.Bytes, Limit: l.Bytes,
			Message: "the query is longer than " + strconv.Itoa(l.Bytes) + " bytes"}
	}
	p := parser{lexer: lexer{src: query}, limits: l}
	p.advance()
	return p.sortedQuery()
}

// ParseClause reads a query that is exactly one search clause, as a scan
// needs it; prefix assignments may precede it and parentheses enclose it. The
// error is a *SyntaxError.
func ParseClause(s string, l Limits) (*Clause, error) {
	q, err := Parse(s, l)
	if err != nil {
		return nil, err
	}
	pos := 0
	switch n := q.Root.(type) {
	case *Clause:
		if q.Sort == nil {
			return n, nil
		}
		pos = q.Sort[0].Index.Pos
	case *Boolean:
		pos = n.OpPos
	}
	return nil, &SyntaxError{Code: diagnostic.QuerySyntax, Pos: pos, Message: "more than one search clause"}
}

// parser reads by recursive descent. It descends at parentheses only, and so
// no deeper than limits.Depth. Its tok is the token to be read next.
type parser struct {
	lexer
	tok     token
	limits  Limits
	depth   int
	clauses int
	// prefixes holds all assignments of the query in their order. Nodes have
	// parts of it.
	prefixes []Prefix
}

func (p *parser) advance() { p.tok = p.lexer.next() }

// sortedQuery reads
//
//	sortedQuery ::= prefixAssignment sortedQuery | scopedClause ['sortby' sortSpec]
func (p *parser) sortedQuery() (*Query, error) {
	scope, err := p.assignments()
	if err != nil {
		return nil, err
	}
	root, err := p.scopedClause()
	if err != nil {
		return nil, err
	}
	p.attach(root, scope)
	q := &Query{Root: root}
	if p.tok.kind == word && strings.EqualFold(p.tok.text, "sortby") {
		if q.Sort, err = p.sortSpec(); err != nil {
			return nil, err
		}
		if scope.n > 0 {
			q.SortPrefixes = root.Scope()[:scope.n:scope.n]
		}
	}
	switch {
	case p.tok.kind == end:
		return q, nil
	case q.Sort != nil:
		return nil, p.unexpected("an index to sort by")
	}
	return nil, p.unexpectedAfterClause("a boolean operator or sortby")
}

// cqlQuery reads
//
//	cqlQuery ::= prefixAssignment cqlQuery | scopedClause
func (p *parser) cqlQuery() (Node, error) {
	scope, err := p.assignments()
	if err != nil {
		return nil, err
	}
	n, err := p.scopedClause()
	if err != nil {
		return nil, err
	}
	p.attach(n, scope)
	return n, nil
}

// scopedClause reads
//
//	scopedClause ::= scopedClause booleanGroup searchClause | searchClause
func (p *parser) scopedClause() (Node, error) {
	left, err := p.searchClause()
	if err != nil {
		return nil, err
	}
	for p.tok.kind == word {
		op, ok := operator(p.tok.text)
		if !ok {
			break
		}
		b := &Boolean{Op: op, OpPos: p.tok.pos, Left: left}
		p.advance()
		if b.Modifiers, err = p.modifiers(); err != nil {
			return nil, err
		}
		scope, err := p.assignments()
		if err != nil {
			return nil, err
		}
		if b.Right, err = p.searchClause(); err != nil {
			return nil, err
		}
		p.attach(b.Right, scope)
		left = b
	}
	return left, nil
}

// searchClause reads
//
//	searchClause ::= '(' cqlQuery ')' | index relation searchTerm | searchTerm
func (p *parser) searchClause() (Node, error) {
	if p.tok.kind != opening {
		c, err := p.clause()
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	if p.depth == p.limits.Depth {
		return nil, p.fail(diagnostic.InvalidParentheses, "parentheses nested deeper than "+strconv.Itoa(p.depth))
	}
	p.depth++
	p.advance()
	if p.tok.kind == closing {
		return nil, p.fail(diagnostic.InvalidParentheses, "empty parentheses")
	}
	n, err := p.cqlQuery()
	if err != nil {
		return nil, err
	}
	if p.tok.kind == end {
		return nil, p.fail(diagnostic.InvalidParentheses, "a parenthesis is not closed")
	}
	if p.tok.kind != closing {
		return nil, p.unexpectedAfterClause("a boolean operator or a closing parenthesis")
	}
	p.depth--
	p.advance()
	return n, nil
}

// operator is the boolean operator that s names, in any case.
func operator(s string) (Op, bool) {
	switch len(s) {
	case 2:
		return Or, strings.EqualFold(s, "or")
	case 3:
		if strings.EqualFold(s, "and") {
			return And, true
		}
		return Not, strings.EqualFold(s, "not")
	case 4:
		return Prox, strings.EqualFold(s, "prox")
	}
	return 0, false
}

// reserved reports whether s is a word of the language, in any case.
func reserved(s string) bool {
	_, ok := operator(s)
	return ok || strings.EqualFold(s, "sortby")
}
