package cql

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestString(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"blanks", "  a=b  AND(c)  ", `a = b and c`},
		{"parentheses that are needed", `(a or b) and (c or d)`, `a or b and (c or d)`},
		{"relation modifiers", `cql.serverChoice=/stem cat`, `cql.serverChoice =/stem cat`},
		{"boolean modifiers", `a prox / distance < 3 b`, `a prox/distance<3 b`},
		{"scope of a prefix", `(>dc="x" dc.a=1) and b`, `(>dc="x" dc.a = 1) and b`},
		{"scope of a prefix on the right", `a and >dc="x" b`, `a and (>dc="x" b)`},
		{"scope of a prefix and sort keys", `>a=1 (>b=2 x) sortby a.y`, `>a="1" (>b="2" x) sortby a.y`},
		{"prefixes without sort keys", `>a=1 (>b=2 x)`, `>a="1" >b="2" x`},
		{"reserved words as names", `and =/or=not prox`, `"and" =/"or"="not" prox`},
		{"names that need quotes", `"my index" "is like" x`, `"my index" "is like" x`},
		{"symbol in quotes", `a "=" b`, `a = b`},
		{"backslashes in names", `"a\"b\\" = x`, `"a\"b\\" = x`},
		{"terms stay as they are", `te\rm\* or "te\rm\*\""`, `te\rm\* or "te\rm\*\""`},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := parse(t, c.query)
			if got := q.String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if d := cmp.Diff(q, parse(t, q.String()), samePlace); d != "" {
				t.Errorf("%s reads back otherwise (-want +got):\n%s", q, d)
			}
		})
	}
}

// TestStringOfABuiltQuery: a tree need not come from Parse.
func TestStringOfABuiltQuery(t *testing.T) {
	title := &Clause{
		Index:    Name{Prefix: "dc", Base: "title"},
		Relation: Relation{Name: Name{Base: "=="}},
		Term:     Term{Raw: "two words"},
	}
	q := &Query{Root: &Boolean{
		Op:    Not,
		Left:  title,
		Right: &Boolean{Op: Or, Left: &Clause{Term: Term{Raw: ""}}, Right: &Clause{Term: Term{Raw: "a/b"}}},
	}}
	const want = `dc.title == "two words" not ("" or "a/b")`
	if got := q.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := title.String(); got != `dc.title == "two words"` {
		t.Errorf("clause: %s", got)
	}
}
