package cql

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		raw     string
		want    []Token
		literal string
		masked  bool
	}{
		{``, nil, ``, false},
		{`cat hat`, []Token{{Text, "cat hat"}}, `cat hat`, false},
		{`cat*`, []Token{{Text, "cat"}, {Any, "*"}}, `cat*`, true},
		{`*`, []Token{{Any, "*"}}, `*`, true},
		{`c?t`, []Token{{Text, "c"}, {One, "?"}, {Text, "t"}}, `c?t`, true},
		{`^été 漢^`, []Token{{Anchor, "^"}, {Text, "été 漢"}, {Anchor, "^"}}, `^été 漢^`, true},
		{`**?`, []Token{{Any, "*"}, {Any, "*"}, {One, "?"}}, `**?`, true},
		{`zz\*`, []Token{{Text, "zz*"}}, `zz*`, false},
		{`\^\*\?\\\"`, []Token{{Text, `^*?\"`}}, `^*?\"`, false},
		{`a\\*`, []Token{{Text, `a\`}, {Any, "*"}}, `a\*`, true},
		{`te\rm\é`, []Token{{Text, `termé`}}, `termé`, false},
		{`end\`, []Token{{Text, `end\`}}, `end\`, false},
		{`a*\`, []Token{{Text, `a`}, {Any, "*"}, {Text, `\`}}, `a*\`, true},
	} {
		term := Term{Raw: c.raw}
		if d := cmp.Diff(c.want, term.Tokens()); d != "" {
			t.Errorf("tokens of %s (-want +got):\n%s", c.raw, d)
		}
		if got := term.Literal(); got != c.literal {
			t.Errorf("%s is literally %s, want %s", c.raw, got, c.literal)
		}
		if term.Masked() != c.masked {
			t.Errorf("%s masked: %v", c.raw, !c.masked)
		}
	}
}

func TestNewTermIsLiteral(t *testing.T) {
	for _, s := range []string{``, `cat`, `a b`, `"*?^\`, `\`, `\\"`, "été\n"} {
		term := NewTerm(s)
		if term.Masked() || term.Literal() != s {
			t.Errorf("NewTerm(%q) is %q, masked %v", s, term.Literal(), term.Masked())
		}
		c := &Clause{Index: Name{Base: "x"}, Relation: Relation{Name: Name{Base: "="}}, Term: term}
		if got := parse(t, c.String()).Root.(*Clause).Term.Literal(); got != s {
			t.Errorf("%s reads back as %q", c, got)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ in, prefix, base string }{
		{"title", "", "title"},
		{"dc.title", "dc", "title"},
		{"marc.245.a", "marc", "245.a"},
		{".title", "", ".title"},
		{"title.", "", "title."},
		{"a..b", "a", ".b"},
		{".", "", "."},
	} {
		n := parse(t, c.in+" = x").Root.(*Clause).Index
		if n.Prefix != c.prefix || n.Base != c.base || n.String() != c.in {
			t.Errorf("%s: %q and %q, written %s", c.in, n.Prefix, n.Base, n)
		}
	}
	if n := (Name{Prefix: "DC", Base: "Title"}); !n.Is("dc", "title") || n.Is("", "title") || n.Is("dc", "titles") {
		t.Error("names are compared regardless of case, prefix and base")
	}
}
