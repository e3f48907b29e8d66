package cql

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"issnd/diagnostic"
)

// samePlace compares trees without the offsets of their parts.
var samePlace = cmp.Options{
	cmpopts.IgnoreFields(Name{}, "Pos"),
	cmpopts.IgnoreFields(Prefix{}, "Pos"),
	cmpopts.IgnoreFields(Modifier{}, "Pos"),
	cmpopts.IgnoreFields(Term{}, "Pos"),
	cmpopts.IgnoreFields(Boolean{}, "OpPos"),
}

func parse(t testing.TB, s string) *Query {
	t.Helper()
	q, err := Parse(s, DefaultLimits())
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return q
}

func TestParseKeepsEveryPartAndItsOffset(t *testing.T) {
	const s = `>dc="u" >"d" Dc.Title ANY/stem/cql.locale<=fr "a\"b" And/rel.x=1 (x) sortBy dc.date/sort.Descending y`
	at := func(part string) int { return strings.Index(s, part) }
	want := &Query{
		Root: &Boolean{
			Prefixes:  []Prefix{{"dc", "u", 0}, {"", "d", 8}},
			Op:        And,
			OpPos:     at("And"),
			Modifiers: []Modifier{{Name{"rel", "x", at("rel.")}, "=", "1", at("rel.")}},
			Left: &Clause{
				Index: Name{"Dc", "Title", at("Dc.")},
				Relation: Relation{Name{"", "ANY", at("ANY")}, []Modifier{
					{Name{"", "stem", at("stem")}, "", "", at("stem")},
					{Name{"cql", "locale", at("cql.")}, "<=", "fr", at("cql.")},
				}},
				Term: Term{`a\"b`, true, at(`"a\`)},
			},
			Right: &Clause{Term: Term{"x", false, at("x)")}},
		},
		Sort: []SortKey{
			{Name{"dc", "date", at("dc.date")}, []Modifier{{Name{"sort", "Descending", at("sort.D")}, "", "", at("sort.D")}}},
			{Name{"", "y", len(s) - 1}, nil},
		},
		SortPrefixes: []Prefix{{"dc", "u", 0}, {"", "d", 8}},
	}
	if d := cmp.Diff(want, parse(t, s)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// outline is a query with every node in brackets, and its assignments before
// it in braces.
func outline(n Node) string {
	var b strings.Builder
	b.WriteByte('[')
	for _, p := range n.Scope() {
		b.WriteString("{" + p.Name + ":" + p.URI + "}")
	}
	switch n := n.(type) {
	case *Boolean:
		b.WriteString(outline(n.Left) + " " + n.Op.String() + string(appendModifiers(nil, n.Modifiers)) + " " + outline(n.Right))
	case *Clause:
		if n.Index.Base != "" {
			b.WriteString(n.Index.String() + " " + n.Relation.Name.String() + string(appendModifiers(nil, n.Relation.Modifiers)) + " ")
		}
		b.WriteString(n.Term.Raw)
	}
	b.WriteByte(']')
	return b.String()
}

func TestParseStructure(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"term", `cat`, `[cat]`},
		{"quoted term", `"cat hat"`, `[cat hat]`},
		{"empty term", `""`, `[]`},
		{"empty term with an index", `dc.title = ""`, `[dc.title = ]`},
		{"parentheses add nothing", `(((cat)))`, `[cat]`},
		{"punctuation in a word", `comp.os:linux,l'été-2_$#@!;&%+[]{}|~`, `[comp.os:linux,l'été-2_$#@!;&%+[]{}|~]`},
		{"subfield in an index", `marc.022$a = 0317-8471`, `[marc.022$a = 0317-8471]`},

		{"all symbols", `a=1 or a==1 or a<>1 or a<1 or a>1 or a<=1 or a>=1`,
			`[[[[[[[a = 1] or [a == 1]] or [a <> 1]] or [a < 1]] or [a > 1]] or [a <= 1]] or [a >= 1]]`},
		{"relation in words", `title any x or title cql.adj y`, `[[title any x] or [title cql.adj y]]`},
		{"unknown relation is for the caller", `title zoop x`, `[title zoop x]`},
		{"relation modifiers", `a =/stem/locale="fr FR"/substring="1:6" b`, `[a =/stem/locale="fr FR"/substring=1:6 b]`},
		{"quoted names", `"dc.title" "any"/"stem" "x"`, `[dc.title any/stem x]`},

		{"left association, equal precedence", `a or b and c not d prox e`, `[[[[[a] or [b]] and [c]] not [d]] prox [e]]`},
		{"parentheses on the right", `a and (b or c)`, `[[a] and [[b] or [c]]]`},
		{"operators in any case", `a AND b Or c nOt d PROX e`, `[[[[[a] and [b]] or [c]] not [d]] prox [e]]`},
		{"boolean modifiers", `a prox/distance<=3/unit=word/ordered b`, `[[a] prox/distance<=3/unit=word/ordered [b]]`},

		{"tabs and line ends separate", "a\tand\r\nb\nor\tc", `[[[a] and [b]] or [c]]`},
		{"blanks of Unicode separate", "dc.title\u3000=\u00a0漢字\u2003and\u0085b", `[[dc.title = 漢字] and [b]]`},
		{"no blanks", `(a=b)and(c)or"d"`, `[[[a = b] and [c]] or [d]]`},
		{"blanks within symbols' arguments", `a = / stem / x = y b`, `[a =/stem/x=y b]`},
		{"line end in a quoted term", "\"a\n\tb\"", "[a\n\tb]"},

		{"reserved words quoted", `"and" or "sortby"`, `[[and] or [sortby]]`},
		{"reserved words as terms", `and and or or prox`, `[[[and] and [or]] or [prox]]`},
		{"reserved word as index and term", `not = sortby`, `[not = sortby]`},
		{"reserved word as modifier", `a =/and=or b`, `[a =/"and"="or" b]`},
		{"relation words as terms", `any or all and title any any`, `[[[any] or [all]] and [title any any]]`},
		{"reserved words everywhere", `any or all == any prox prox=fuzzy`, `[[[any] or [all == any]] prox [prox = fuzzy]]`},
		{"quoted relation that is reserved", `title "and" x`, `[title and x]`},

		{"prefix", `>dc="u" dc.title=x`, `[{dc:u}dc.title = x]`},
		{"prefix without quotes", `> dc = u dc.title=x`, `[{dc:u}dc.title = x]`},
		{"default set", `> "u" title=x`, `[{:u}title = x]`},
		{"prefix of the whole", `>a="u" a.x=1 and b`, `[{a:u}[a.x = 1] and [b]]`},
		{"prefix of an operand", `(>a="u" a.x=1) and b`, `[[{a:u}a.x = 1] and [b]]`},
		{"prefix of a part", `a or (>a="u" b and c)`, `[[a] or [{a:u}[b] and [c]]]`},
		{"prefix before an operand", `a or >a="u" b and c`, `[[[a] or [{a:u}b]] and [c]]`},
		{"prefixes in parentheses follow those outside", `>a="1" (>a="2" >b="3" (>"4" x)) `, `[{a:1}{a:2}{b:3}{:4}x]`},
		{"prefixes of neighbours", `>a="1" (>b="2" x) and (>c="3" y)`, `[{a:1}[{b:2}x] and [{c:3}y]]`},
		{"words that look like prefixes", `> any > any = exact any > any`, `[{:any}{any:exact}any > any]`},
		{"escapes in a URI", `>a="u\"\\" x`, `[{a:u"\}x]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := outline(parse(t, c.query).Root); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
			}
		})
	}
}

func TestSortKeysSeeOuterPrefixesOnly(t *testing.T) {
	for _, c := range []struct {
		query string
		want  []Prefix
	}{
		{`>a="1" x sortby a.y`, []Prefix{{Name: "a", URI: "1"}}},
		{`(>a="1" x) sortby a.y`, nil},
		{`>a="1" (>a="2" x) sortby a.y`, []Prefix{{Name: "a", URI: "1"}}},
		{`>a="1" ((>a="2" x) and z) sortby a.y`, []Prefix{{Name: "a", URI: "1"}}},
		{`>a="1" x`, nil},
	} {
		if d := cmp.Diff(c.want, parse(t, c.query).SortPrefixes, samePlace); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.query, d)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const (
		syntax = diagnostic.QuerySyntax
		parens = diagnostic.InvalidParentheses
		quotes = diagnostic.InvalidQuotes
	)
	for _, c := range []struct {
		name, query string
		code        diagnostic.Code
		pos         int
	}{
		{"nothing", "", syntax, 0},
		{"blanks", " \t\n", syntax, 3},
		{"boolean without its right side", "a and", syntax, 5},
		{"boolean without its right side in parentheses", "(a and )", syntax, 7},
		{"boolean without its left side", "/and b", syntax, 0},
		{"two booleans", "a and/x and b", syntax, 8},
		{"boolean at both ends", "and a and", syntax, 0},
		{"relation without a term", "title any", syntax, 9},
		{"symbol without a term", "title =", syntax, 7},
		{"symbol without an index", "= x", syntax, 0},
		{"symbol alone", "<", syntax, 0},
		{"symbols alone", "===", syntax, 0},
		{"two relations", "a = b = c", syntax, 6},
		{"words without quotes", "a b c d", syntax, 6},
		{"parenthesised value", "dc.title = (a or b)", syntax, 11},
		{"torn symbol", "a > = b", syntax, 4},
		{"modifier of a term", "cat/stem", syntax, 3},
		{"address without quotes", "url = https://portal.issn.org/", syntax, 12},
		{"modifier without a name", "a =/ = b", syntax, 5},
		{"modifier without a value", "a =/x= (b)", syntax, 7},
		{"empty modifier", `a =/"" b`, syntax, 4},
		{"empty index", `"" = b`, syntax, 0},
		{"empty relation", `a "" b`, syntax, 2},
		{"term after parentheses", "(a) b", syntax, 4},

		{"sortby without keys", "x sortby", syntax, 8},
		{"sortby in parentheses", "(x sortby y)", syntax, 3},
		{"sortby and a relation", "x sortby a = b", syntax, 11},
		{"empty sort key", `x sortby ""`, syntax, 9},
		{"boolean after sortby is a key, a parenthesis is not", "x sortby and (b)", syntax, 13},

		{"prefix alone", `>a="u"`, syntax, 6},
		{"prefix without a URI", `>a= (b)`, syntax, 4},
		{"prefix of nothing", `> = "u" x`, syntax, 2},
		{"empty prefix", `>""="u" x`, syntax, 1},
		{"prefix before sortby", `x >a="u" sortby y`, syntax, 4},

		{"empty parentheses", "()", parens, 1},
		{"empty parentheses within", "a or ( )", parens, 7},
		{"open parenthesis", "(a", parens, 2},
		{"open parentheses", "((a) or b", parens, 9},
		{"closing parenthesis", "a)", parens, 1},
		{"closing parenthesis first", ")", parens, 0},
		{"closing parenthesis for a term", "a or )", parens, 5},

		{"open quotation mark", `title = "x`, quotes, 8},
		{"open quotation mark after an escaped one", `"x\"`, quotes, 0},
		{"quotation mark at the end", `a or "`, quotes, 5},

		{"NUL", "foo\x00bar and (", syntax, 3},
		{"control character in quotes", "\"a\x1bb\"", syntax, 2},
		{"escaped control character", "\"a\\\x01\"", syntax, 3},
		{"delete", "a\x7f", syntax, 1},
		{"control character beyond ASCII", "a and \u009cb", syntax, 6},
		{"vertical tab", "a\vb", syntax, 1},
		{"noncharacter", "a\uffff", syntax, 1},
		{"not UTF-8", "a or b\xff", syntax, 6},
		{"not UTF-8 in quotes", "\"caf\xe9\"", syntax, 4},
		{"truncated UTF-8", "caf\xc3", syntax, 3},
		{"surrogate", "\xed\xa0\x80", syntax, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := Parse(c.query, DefaultLimits())
			if err == nil {
				t.Fatalf("%q is %s", c.query, q)
			}
			e := err.(*SyntaxError)
			if e.Code != c.code || e.Pos != c.pos {
				t.Errorf("%q: diagnostic %d at %d (%s), want %d at %d", c.query, e.Code, e.Pos, e.Message, c.code, c.pos)
			}
		})
	}
}

func TestParseClause(t *testing.T) {
	for _, c := range []struct {
		name, query, want string
		pos               int
	}{
		{"clause", `dc.title == "a b"`, `[dc.title == a b]`, 0},
		{"empty term", `dc.title=""`, `[dc.title = ]`, 0},
		{"term alone", `cat`, `[cat]`, 0},
		{"prefix and parentheses", `>a="u" (a.x=1)`, `[{a:u}a.x = 1]`, 0},
		{"boolean", `a and b`, ``, 2},
		{"sorted", `a sortby b`, ``, 9},
		{"syntax", `a =`, ``, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseClause(c.query, Limits{})
			if c.want == "" {
				if e, ok := err.(*SyntaxError); !ok || e.Pos != c.pos || e.Code != diagnostic.QuerySyntax {
					t.Errorf("error %v, want one at %d", err, c.pos)
				}
				return
			}
			if err != nil || outline(got) != c.want {
				t.Errorf("%v, %v, want %s", got, err, c.want)
			}
		})
	}
}
