package rdf_test

import (
	"encoding/json"
	"strings"
	"testing"

	"issnd/rdf"
)

func TestNewContextErrors(t *testing.T) {
	const iri = "http://schema.org/name"
	for name, c := range map[string]struct {
		prefixes []rdf.Prefix
		terms    []rdf.TermDef
		want     string
	}{
		"key twice":             {terms: []rdf.TermDef{{Key: "a", IRI: iri}, {Key: "a", IRI: iri}}, want: `term "a": defined twice`},
		"key of a prefix":       {prefixes: []rdf.Prefix{{Name: "a", IRI: iri}}, terms: []rdf.TermDef{{Key: "a", IRI: iri}}, want: "defined twice"},
		"alias":                 {terms: []rdf.TermDef{{Key: "id", IRI: iri}}, want: "defined twice"},
		"keyword":               {terms: []rdf.TermDef{{Key: "@x", IRI: iri}}, want: "not usable"},
		"colon":                 {terms: []rdf.TermDef{{Key: "a:b", IRI: iri}}, want: "not usable"},
		"relative iri":          {terms: []rdf.TermDef{{Key: "a", IRI: "name"}}, want: "not an absolute IRI"},
		"type":                  {terms: []rdf.TermDef{{Key: "a", IRI: iri, Type: "date"}}, want: "neither a coercion"},
		"container":             {terms: []rdf.TermDef{{Key: "a", IRI: iri, Container: "@list"}}, want: "unknown container"},
		"reverse id map":        {terms: []rdf.TermDef{{Key: "a", IRI: iri, Reverse: true, Container: rdf.IDMap}}, want: "reverse"},
		"scoped id map":         {terms: []rdf.TermDef{{Key: "a", IRI: iri, Container: rdf.IDMap, Scoped: []rdf.TermDef{{Key: "b", IRI: iri}}}}, want: "id map"},
		"typed language map":    {terms: []rdf.TermDef{{Key: "a", IRI: iri, Type: rdf.CoerceID, Container: rdf.LanguageMap}}, want: "language map"},
		"scoped":                {terms: []rdf.TermDef{{Key: "a", IRI: iri, Scoped: []rdf.TermDef{{Key: "", IRI: iri}}}}, want: `in "a": term ""`},
		"prefix without an iri": {prefixes: []rdf.Prefix{{Name: "a"}}, want: "not an absolute IRI"},
		"prefix name":           {prefixes: []rdf.Prefix{{Name: "1", IRI: iri}}, want: "not an XML name"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := rdf.NewContext(c.prefixes, c.terms); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

// TestScopesThatCombine: terms whose scopes replace each other make finitely many
// scopes, or an error.
func TestScopesThatCombine(t *testing.T) {
	loop := []rdf.TermDef{
		{Key: "a", IRI: "http://p/a", Scoped: []rdf.TermDef{{Key: "x", IRI: "http://p/1"}}},
		{Key: "b", IRI: "http://p/b", Scoped: []rdf.TermDef{{Key: "x", IRI: "http://p/2"}}},
	}
	ctx, err := rdf.NewContext(nil, loop)
	if err != nil {
		t.Fatal(err)
	}
	g := &rdf.Graph{}
	nodes := []rdf.Term{g.NewBlank(), g.NewBlank(), g.NewBlank()}
	g.Add(nodes[0], rdf.IRI("http://p/a"), nodes[1])
	g.Add(nodes[1], rdf.IRI("http://p/1"), rdf.Literal("in a"))
	g.Add(nodes[1], rdf.IRI("http://p/b"), nodes[2])
	g.Add(nodes[2], rdf.IRI("http://p/2"), rdf.Literal("in b"))
	g.Add(nodes[2], rdf.IRI("http://p/1"), rdf.Literal("has no key there"))
	const want = `{"@context":"c","@graph":[{"a":{"x":"in a","b":{"x":"in b","http://p/1":"has no key there"}}}]}`
	if got := string(rdf.AppendJSONLD(nil, g, "", ctx.At("c"))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}

	var many []rdf.TermDef
	for _, key := range strings.Split("abcdefghij", "") {
		many = append(many, rdf.TermDef{Key: key, IRI: "http://p/" + key, Scoped: []rdf.TermDef{{Key: key + key, IRI: "http://p/x"}}})
	}
	if _, err := rdf.NewContext(nil, many); err == nil {
		t.Error("ten terms with scopes in any order are accepted")
	}
}

func TestAppendJSONString(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":     {"été", `"été"`},
		"quotes":    {`a"b\c`, `"a\"b\\c"`},
		"controls":  {"\n\r\t\x00\x1f\x7f", `"\n\r\t\u0000\u001F\u007F"`},
		"html":      {"</script><!--&", `"\u003C/script\u003E\u003C!--\u0026"`},
		"lines":     {"\u2028\u2029", `"\u2028\u2029"`},
		"not utf8":  {"a\xffb", "\"a\ufffdb\""},
		"surrogate": {"😀", `"😀"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := rdf.AppendJSONString(nil, c.in)
			if string(got) != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			var back string
			if err := json.Unmarshal(got, &back); err != nil || back != string([]rune(c.in)) {
				t.Errorf("comes back as %q, error %v", back, err)
			}
		})
	}
}
