package cql

import (
	"strconv"

	"issnd/diagnostic"
)

// clause reads a search clause without parentheses.
func (p *parser) clause() (*Clause, error) {
	first := p.tok
	if !first.named() {
		return nil, p.unexpected("a search term or an index")
	}
	if p.clauses == p.limits.Clauses {
		return nil, &SyntaxError{Code: diagnostic.TooManyBooleans, Pos: first.pos, Limit: p.limits.Clauses - 1,
			Message: "more than " + strconv.Itoa(p.limits.Clauses) + " search clauses"}
	}
	p.clauses++
	p.advance()
	if !p.atRelation() {
		return &Clause{Term: termOf(first)}, nil
	}
	if first.kind == word && reserved(first.text) && p.tok.kind != symbol {
		// The grammar lets it be an index, but who writes "and cat and" means an
		// operator.
		return nil, &SyntaxError{Code: diagnostic.QuerySyntax, Pos: first.pos,
			Message: "an operator has nothing before it: " + clip(first.text)}
	}
	c := new(Clause)
	var err error
	if c.Index, err = p.name(first); err != nil {
		return nil, err
	}
	if c.Relation, err = p.relation(); err != nil {
		return nil, err
	}
	if !p.tok.named() {
		return nil, p.unexpected(afterRelation(c.Relation))
	}
	c.Term = termOf(p.tok)
	p.advance()
	return c, nil
}

// atRelation reports whether the next token makes an index of the one before.
func (p *parser) atRelation() bool {
	return p.tok.kind == symbol || p.tok.kind == quoted || p.tok.kind == word && !reserved(p.tok.text)
}

// afterRelation says what is expected after r. Whoever writes the words of a
// term without quotes is told what the second was taken for.
func afterRelation(r Relation) string {
	if isSymbol(r.Name) {
		return "a search term"
	}
	return "a search term after " + clip(r.Name.String()) +
		", which is read as a relation (a term of several words needs quotation marks),"
}

// relation reads
//
//	relation ::= comparitor [modifierList]
func (p *parser) relation() (r Relation, err error) {
	if p.tok.kind == symbol {
		r.Name = Name{Base: p.tok.text, Pos: p.tok.pos}
	} else if r.Name, err = p.name(p.tok); err != nil {
		return r, err
	}
	p.advance()
	r.Modifiers, err = p.modifiers()
	return r, err
}

// modifiers reads any number of
//
//	modifier ::= '/' modifierName [comparitorSymbol modifierValue]
func (p *parser) modifiers() ([]Modifier, error) {
	var list []Modifier
	for p.tok.kind == slash {
		p.advance()
		if !p.tok.named() {
			return nil, p.unexpected("the name of a modifier")
		}
		n, err := p.name(p.tok)
		if err != nil {
			return nil, err
		}
		m := Modifier{Name: n, Pos: n.Pos}
		p.advance()
		if p.tok.kind == symbol {
			m.Comparison = p.tok.text
			p.advance()
			if !p.tok.named() {
				return nil, p.unexpected("the value of a modifier")
			}
			m.Value = p.tok.value()
			p.advance()
		}
		list = append(list, m)
	}
	return list, nil
}

// sortSpec reads
//
//	'sortby' sortSpec, where sortSpec ::= sortSpec singleSpec | singleSpec
func (p *parser) sortSpec() ([]SortKey, error) {
	var keys []SortKey
	for p.advance(); p.tok.named(); {
		n, err := p.name(p.tok)
		if err != nil {
			return nil, err
		}
		p.advance()
		m, err := p.modifiers()
		if err != nil {
			return nil, err
		}
		keys = append(keys, SortKey{Index: n, Modifiers: m})
	}
	if keys == nil {
		return nil, p.unexpected("an index to sort by")
	}
	return keys, nil
}

// name is what t names, which cannot be nothing.
func (p *parser) name(t token) (Name, error) {
	if t.text == "" {
		return Name{}, &SyntaxError{Code: diagnostic.QuerySyntax, Pos: t.pos, Message: "a name is empty"}
	}
	n := ParseName(t.value())
	n.Pos = t.pos
	return n, nil
}

func termOf(t token) Term { return Term{Raw: t.text, Quoted: t.kind == quoted, Pos: t.pos} }

// isSymbol reports whether n is a relation that is not a word.
func isSymbol(n Name) bool {
	switch n.Base {
	case "=", "==", "<>", "<", ">", "<=", ">=":
		return n.Prefix == ""
	}
	return false
}
