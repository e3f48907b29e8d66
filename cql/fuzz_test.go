package cql

import (
	"encoding/xml"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse: whatever goes in, Parse returns; an error points into the query;
// a query prints as CQL that reads back as itself, and prints the same again;
// a term is its tokens; XCQL is well formed.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`cat`, `""`, `"a\"b\\"`, `te\rm\*\?\^`, `^a* or ?b^`, `and and or`,
		`dc.title any/stem/cql.locale=fr "annual review" and/rel.x issn == 0317-8471`,
		`a prox/distance<=3/unit=word (b or (c not d))`,
		`>dc="u" >"d" (>dc="v" dc.title = x) sortby dc.date/sort.descending "my key"`,
		`>a=1 (>b=2 x and >c=3 y) and (>a=1 z)`,
		`"my index" "is like" x`, `a "and" b`, `a "<>" b`, `"\\" = \`, `x sortby and/or=not`,
		"a\tand\u3000b", "\u0085", "a\x00", "\"\xff", `((()`, `> any > any = exact any > any`,
	} {
		f.Add(s)
	}
	// What is printed may be longer than what was read.
	wide := Limits{Bytes: 1 << 20, Depth: 1 << 10, Clauses: 1 << 12}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s, DefaultLimits())
		if err != nil {
			if e := err.(*SyntaxError); e.Pos < 0 || e.Pos > len(s) || e.Message == "" || e.Code == 0 {
				t.Fatalf("%q: %#v", s, e)
			}
			return
		}
		printed := q.String()
		again, err := Parse(printed, wide)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", s, printed, err)
		}
		// The time that cmp.Diff takes grows with the square of the depth.
		forgetPlaces(q)
		forgetPlaces(again)
		if !reflect.DeepEqual(q, again) {
			t.Fatalf("%q prints as %q (-want +got):\n%s", s, printed, cmp.Diff(q, again))
		}
		if twice := again.String(); twice != printed {
			t.Fatalf("%q prints as %q and then as %q", s, printed, twice)
		}
		checkTerms(t, q.Root)
		for _, v := range []Version{XCQL1, XCQL2} {
			var any struct{}
			if err := xml.Unmarshal(AppendXCQL(nil, q, v), &any); err != nil {
				t.Fatalf("%q: XCQL %d: %v", s, v, err)
			}
		}
	})
}

func checkTerms(t *testing.T, n Node) {
	if b, ok := n.(*Boolean); ok {
		checkTerms(t, b.Left)
		checkTerms(t, b.Right)
		return
	}
	term := n.(*Clause).Term
	text, masked := "", false
	for _, tok := range term.Tokens() {
		text += tok.Text
		masked = masked || tok.Kind != Text
	}
	if text != term.Literal() || masked != term.Masked() {
		t.Fatalf("%q is literally %q, and its tokens are %q", term.Raw, term.Literal(), text)
	}
	if got := NewTerm(text); got.Literal() != text || got.Masked() {
		t.Fatalf("NewTerm(%q) = %#v", text, got)
	}
}

// forgetPlaces sets the offsets of all parts of q to zero.
func forgetPlaces(q *Query) {
	modifiers := func(list []Modifier) {
		for i := range list {
			list[i].Pos, list[i].Name.Pos = 0, 0
		}
	}
	for i := range q.Sort {
		q.Sort[i].Index.Pos = 0
		modifiers(q.Sort[i].Modifiers)
	}
	var node func(Node)
	node = func(n Node) {
		for i := range n.Scope() {
			n.Scope()[i].Pos = 0
		}
		switch n := n.(type) {
		case *Clause:
			n.Index.Pos, n.Relation.Name.Pos, n.Term.Pos = 0, 0, 0
			modifiers(n.Relation.Modifiers)
		case *Boolean:
			n.OpPos = 0
			modifiers(n.Modifiers)
			node(n.Left)
			node(n.Right)
		}
	}
	node(q.Root)
}
