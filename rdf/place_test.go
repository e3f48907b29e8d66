package rdf_test

import (
	"strings"
	"testing"

	"issnd/rdf"
)

// TestPlaces: a node is embedded nearest to the root, and through a reverse term
// only in the first object of its property. Statements are words, "a p b".
func TestPlaces(t *testing.T) {
	const ns = "http://example.org/"
	ctx, err := rdf.NewContext([]rdf.Prefix{{Name: "x", IRI: ns + "root"}}, []rdf.TermDef{
		{Key: "p", IRI: ns + "p", Type: rdf.CoerceID},
		{Key: "map", IRI: ns + "map", Container: rdf.IDMap},
		{Key: "made", IRI: ns + "made", Type: rdf.CoerceID},
		{Key: "madeBy", IRI: ns + "made", Reverse: true},
		{Key: "again", IRI: ns + "made", Reverse: true},
		{Key: "entityOf", IRI: ns + "entity", Reverse: true, Container: rdf.Set},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ graph, want string }{
		"nearest before first": {
			"root p #a; root p #b; #a p #b; #b p #c; #a p #c",
			`"p":[{"id":"#a","p":["#b",{"id":"#c","p":"#d"}]},{"id":"#b","p":"#c"}]`,
		},
		"first of its level": {
			"root p #a; root p #b; #a p #c; #b p #c",
			`"p":[{"id":"#a","p":{"id":"#c","p":"#d"}},{"id":"#b","p":"#c"}]`,
		},
		"property before reverse": {
			"#c entity root; root p #c",
			`"p":{"id":"#c","http://example.org/entity":{"id":""},"p":"#d"}`,
		},
		"first object only": {
			"root map #a; root map #c; root map #b; #r entity root; #r p #x; #e made #r; #e made #a; #e made #b; #a p #y",
			`"map":{"#a":{"p":"#y"},"#c":{"p":"#d"},"#b":{}},` +
				`"entityOf":[{"id":"#r","p":"#x","madeBy":{"id":"#e","made":["#a","#b"]}}]`,
		},
		"first object is no node": {
			"root map #a; #e made #gone; #e made #a; #a p #y; root p #c",
			`"map":{"#a":{"p":"#y"}},"p":{"id":"#c","p":"#d"},"@included":[{"id":"#e","made":["#gone","#a"]}]`,
		},
		"first object elsewhere": {
			"root p #c; #z p root; #e made #z; #e made root",
			`"p":{"id":"#c","p":"#d"},"@included":[{"id":"#z","p":"","madeBy":{"id":"#e","made":""}}]`,
		},
		"itself": {
			"root made root; root p #c",
			`"made":"","p":{"id":"#c","p":"#d"}`,
		},
		"made twice": {
			"root made #c; #e made #c; #e made #c",
			`"made":{"id":"#c","p":"#d","madeBy":{"id":"#e","made":"#c"}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := &rdf.Graph{}
			term := func(s string) rdf.Term {
				if strings.HasPrefix(s, "#") {
					s = "root" + s
				}
				return rdf.IRI(ns + s)
			}
			for s := range strings.SplitSeq(c.graph+"; #c p #d", "; ") {
				f := strings.Fields(s)
				g.Add(term(f[0]), rdf.IRI(ns+f[1]), term(f[2]))
			}
			want := `{"@context":["c",{"@base":"http://example.org/root"}],"id":"",` + c.want + `}`
			if got := string(rdf.AppendJSONLD(nil, g, ns+"root", ctx.At("c"))); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
