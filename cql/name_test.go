package cql

import "testing"

func TestParseName(t *testing.T) {
	for s, want := range map[string]Name{
		"title":     {Base: "title"},
		"dc.title":  {Prefix: "dc", Base: "title"},
		"marc.24.a": {Prefix: "marc", Base: "24.a"},
		".title":    {Base: ".title"},
		"dc.":       {Base: "dc."},
		"":          {},
	} {
		if got := ParseName(s); got != want || got.String() != s {
			t.Errorf("%q is %+v, want %+v", s, got, want)
		}
	}
}

// TestNewClause: what is special in a query is not so in the text of a clause.
func TestNewClause(t *testing.T) {
	c := NewClause("dc.title", "cql.adj", `a "b" *`)
	if got, want := c.String(), `dc.title cql.adj "a \"b\" \*"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := c.Term.Literal(); got != `a "b" *` {
		t.Errorf("the term is %s", got)
	}
}
