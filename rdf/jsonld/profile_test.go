package jsonld_test

import (
	"encoding/json"
	"strings"
	"testing"

	"issnd/rdf"
	"issnd/rdf/jsonld"
	"issnd/rdf/rdftest"
)

// TestProfile: every profile of a compact document says the same, in the shape
// that it promises.
func TestProfile(t *testing.T) {
	ctx := newContext(t).At(address)
	contexts := jsonld.Contexts{address: ctx.Document()}
	doc := rdf.AppendJSONLD(nil, rdftest.Serial(), rdftest.SerialIRI, ctx)
	for name, c := range map[string]struct {
		profile string
		ctx     *rdf.Context
		doc     []byte
		shape   func(any) bool
	}{
		"expanded":  {jsonld.Expanded, ctx, doc, isFlatList(false)},
		"flattened": {jsonld.Flattened, ctx, doc, isFlatList(true)},
		"compacted": {jsonld.Compacted, ctx, doc, hasContext},
		"flat compacted inline": {
			jsonld.Compacted, newContext(t), rdf.AppendJSONLDGraph(nil, rdftest.Serial()), hasContext,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := jsonld.Profile(c.doc, c.profile, c.ctx)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(got, &v); err != nil {
				t.Fatal(err)
			}
			if !c.shape(v) {
				t.Errorf("wrong shape:\n%s", got)
			}
			comesBack(t, got, rdftest.Serial(), contexts)
		})
	}
}

// isFlatList accepts an array of objects whose keys are keywords or IRIs and, if
// flat, which hold no nodes in each other.
func isFlatList(flat bool) func(any) bool {
	return func(v any) bool {
		list, ok := v.([]any)
		for _, item := range list {
			object, isObject := item.(map[string]any)
			ok = ok && isObject
			for key, values := range object {
				ok = ok && strings.ContainsAny(key, "@:")
				for _, value := range asList(values) {
					node, isNode := value.(map[string]any)
					ok = ok && !(flat && isNode && node["@id"] != nil && len(node) > 1)
				}
			}
		}
		return ok && len(list) > 0
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

func hasContext(v any) bool {
	object, ok := v.(map[string]any)
	return ok && object["@context"] != nil
}

func TestProfileErrors(t *testing.T) {
	ctx := newContext(t).At(address)
	for name, c := range map[string]struct {
		doc, profile string
		ctx          *rdf.Context
		want         string
	}{
		"unknown profile":    {`{}`, "http://www.w3.org/ns/json-ld#framed", ctx, "unknown profile"},
		"not json":           {`{`, jsonld.Expanded, ctx, "unexpected end"},
		"context not held":   {`{"@context":"https://elsewhere.example/c"}`, jsonld.Expanded, ctx, "unknown context"},
		"nothing is held":    {`{"@context":"` + address + `"}`, jsonld.Expanded, nil, "unknown context"},
		"nothing to compact": {`{}`, jsonld.Compacted, nil, "no context"},
		"not json-ld":        {`{"@id":5}`, jsonld.Expanded, ctx, "invalid @id"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := jsonld.Profile([]byte(c.doc), c.profile, c.ctx)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %s, error %v, want one with %q", out, err, c.want)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for name, doc := range map[string]string{
		"named graph": `{"@id":"http://a/","@graph":[{"@id":"http://b/","http://p/":"x"}]}`,
		"not json":    `[`,
		"remote":      `{"@context":"https://elsewhere.example/c"}`,
	} {
		t.Run(name, func(t *testing.T) {
			if g, err := jsonld.Parse([]byte(doc), nil); err == nil {
				t.Errorf("got %v, want an error", g)
			}
		})
	}
}

// FuzzLiteral: any string comes back from the compact and the flat form, with
// U+FFFD for each byte that is not UTF-8.
func FuzzLiteral(f *testing.F) {
	ctx := newContext(f)
	for _, s := range []string{"", "a\"\\\x00\u2028</script>", "\xff", "#ISSN", "_:b0", "@type", "schema:name"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, want := &rdf.Graph{}, &rdf.Graph{}
		for _, p := range []string{"name", "publisher", "url", "isPartOf", "other"} {
			for _, lang := range []string{"", "en"} {
				p := rdf.IRI("http://schema.org/" + p)
				g.Add(rdf.IRI(rdftest.SerialIRI), p, rdf.LangString(s, lang))
				want.Add(rdf.IRI(rdftest.SerialIRI), p, rdf.LangString(string([]rune(s)), lang))
			}
		}
		for _, doc := range [][]byte{rdf.AppendJSONLDGraph(nil, g), rdf.AppendJSONLD(nil, g, rdftest.SerialIRI, ctx)} {
			got, err := jsonld.Parse(doc, nil)
			if err != nil {
				t.Fatalf("%v\n%s", err, doc)
			}
			if d := rdftest.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s\n%s", d, doc)
			}
		}
	})
}
