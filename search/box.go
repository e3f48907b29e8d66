package search

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/issn"
)

const longestBox = 2000 // bytes of what is typed into a box

// Words is the query for what people type into one box: words of which a record
// must have all, "phrases", the operators AND, OR and NOT in capitals, which are
// read from left to right, a star at the end of a word for all its endings. An
// ISSN in any form that people write is the number. What cannot be understood
// is searched as it stands or left out. The error is a *diagnostic.Diagnostic:
// 27 if there is no word at all, 12 if there are too many characters.
func Words(text string) (*cql.Query, error) {
	if len(text) > longestBox {
		return nil, diagnostic.New(diagnostic.TooManyCharacters, strconv.Itoa(longestBox))
	}
	b := box{rest: strings.ToValidUTF8(text, " "), op: cql.And}
	for b.next() {
	}
	if b.root == nil {
		return nil, noWords()
	}
	return &cql.Query{Root: b.root}, nil
}

// box reads what was typed, from left to right.
type box struct {
	rest string
	root cql.Node
	op   cql.Op // between root and what comes next
}

// next reads one word, phrase, number or operator, until there is no more.
func (b *box) next() bool {
	b.rest = strings.TrimLeftFunc(b.rest, func(r rune) bool { return space(r) || r < ' ' })
	if b.rest == "" {
		return false
	}
	if id, rest, ok := leadingNumber(b.rest); ok {
		b.rest = rest
		b.add(cql.NewTerm(id.String()))
		return true
	}
	if first, n := utf8.DecodeRuneInString(b.rest); closing(first) != 0 {
		if end := strings.IndexRune(b.rest[n:], closing(first)); end >= 0 {
			phrase := b.rest[n : n+end]
			b.rest = b.rest[n+end+utf8.RuneLen(closing(first)):]
			b.add(cql.NewTerm(phrase))
			return true
		}
		b.rest = b.rest[n:]
		return true
	}
	end := strings.IndexFunc(b.rest, func(r rune) bool { return space(r) || closing(r) != 0 })
	if end < 0 {
		end = len(b.rest)
	}
	word := b.rest[:end]
	b.rest = b.rest[end:]
	if !b.operator(word) {
		b.add(wordTerm(word))
	}
	return true
}

// closing is the quotation mark that ends a phrase that r begins, or 0.
func closing(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '“', '„':
		return '”'
	case '«':
		return '»'
	}
	return 0
}

func (b *box) operator(word string) bool {
	switch word {
	case "AND", "&&":
		b.op = cql.And
	case "OR", "||":
		b.op = cql.Or
	case "NOT":
		b.op = cql.Not
	default:
		return false
	}
	return true
}

// add adds a term, unless there is nothing in it to search for.
func (b *box) add(t cql.Term) {
	ph, err := parsePhrase(t.Tokens(), false)
	if err != nil && numberMask(t.Tokens()) == nil {
		t = cql.NewTerm(strings.TrimRight(t.Literal(), "*"))
		if ph, err = parsePhrase(t.Tokens(), false); err != nil {
			return
		}
	}
	if err == nil && len(ph.slots) == 0 {
		return
	}
	var n cql.Node = &cql.Clause{Term: t}
	if b.root == nil && b.op == cql.Not {
		b.root = cql.NewClause(allRecords, "=", "1")
	}
	if b.root != nil {
		n = &cql.Boolean{Op: b.op, Left: b.root, Right: n}
	}
	b.root, b.op = n, cql.And
}

// wordTerm is a word in which a star at the end stands for all endings and
// nothing else is special.
func wordTerm(word string) cql.Term {
	t := cql.NewTerm(strings.TrimRight(word, "*"))
	if strings.HasSuffix(word, "*") {
		t.Raw += "*"
	}
	return t
}

// leadingNumber is the ISSN that the text begins with, and what follows it.
func leadingNumber(text string) (issn.ISSN, string, bool) {
	c := text[0] | 0x20
	if (c < '0' || c > '9') && c != 'i' && c != 'e' && c != 'p' && c != 'u' && c < utf8.RuneSelf {
		return 0, "", false
	}
	id, rest, err := issn.Scan(text)
	return id, rest, err == nil
}
