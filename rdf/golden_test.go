package rdf_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"issnd/internal/golden"
	"issnd/rdf"
	"issnd/rdf/rdftest"
)

// terms returns a graph with every kind of term, and blank nodes in every
// position: nested, shared, in a cycle, without statements, without a reference.
func terms() *rdf.Graph {
	iri := func(s string) rdf.Term { return rdf.IRI("http://schema.org/" + s) }
	g := &rdf.Graph{}
	root := rdf.IRI(rdftest.SerialIRI)
	nested, shared, a, b, empty, alone := g.NewBlank(), g.NewBlank(), g.NewBlank(), g.NewBlank(), g.NewBlank(), g.NewBlank()
	g.Add(root, iri("name"), rdf.Literal("plain \"quoted\" \\ back\r\nline\ttab \x01 \xff <&> é \u2028"))
	g.Add(root, iri("name"), rdf.LangString("tagged", "und-Latn-t-und-Cyrl"))
	g.Add(nested, iri("name"), rdf.LangString("tag not well formed", "en us"))
	g.Add(root, iri("name"), rdf.Typed("string", "http://www.w3.org/2001/XMLSchema#string"))
	g.Add(root, iri("dateModified"), rdf.Typed("2024-02-29", "http://www.w3.org/2001/XMLSchema#date"))
	g.Add(root, iri("isAccessibleForFree"), rdf.Typed("true", "http://www.w3.org/2001/XMLSchema#boolean"))
	g.Add(root, iri("position"), rdf.Typed("7", "http://www.w3.org/2001/XMLSchema#integer"))
	g.Add(root, iri("about"), rdf.Typed("x", "urn:other:type"))
	g.Add(root, iri("about"), nested)
	g.Add(nested, iri("about"), empty)
	g.Add(nested, iri("about"), shared)
	g.Add(root, iri("about"), shared)
	g.Add(shared, rdf.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), iri("Thing"))
	g.Add(root, rdf.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), iri("Periodical"))
	g.Add(root, iri("url"), rdf.IRI("http://example.org/a b<c>\"{}|^`\\\x7f\xff?q=é&r=1"))
	g.Add(root, iri("url"), iri("(odd).name."))
	g.Add(root, rdf.IRI("urn:unknown:property"), rdf.IRI("https://www.iso.org/obp/ui/#iso:code:3166:NL"))
	g.Add(a, iri("about"), b)
	g.Add(b, iri("about"), a)
	g.Add(alone, iri("about"), root)
	g.Add(rdf.Literal("no subject"), iri("about"), root)
	g.Add(root, rdf.Literal("no predicate"), root)
	g.Add(root, iri("about"), rdf.Term{})
	return g
}

func TestGolden(t *testing.T) {
	ctx, err := rdf.NewContext(rdftest.Prefixes(), rdftest.Terms())
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, "testdata/context.jsonld", ctx.Document())
	at := ctx.At("https://register.example/context/v1.jsonld")
	for name, g := range map[string]*rdf.Graph{"serial": rdftest.Serial(), "terms": terms()} {
		t.Run(name, func(t *testing.T) {
			xml, err := rdf.AppendRDFXML(nil, g, namespaces)
			if err != nil {
				t.Fatal(err)
			}
			for ext, got := range map[string][]byte{
				".nt":          rdf.AppendNTriples(nil, g),
				".ttl":         rdf.AppendTurtle(nil, g, namespaces),
				".rdf":         xml,
				".flat.jsonld": append(rdf.AppendJSONLDGraph(nil, g), '\n'),
				".jsonld":      append(rdf.AppendJSONLD(nil, g, rdftest.SerialIRI, at), '\n'),
			} {
				golden.Equal(t, "testdata/"+name+ext, got)
			}
		})
	}
}

// TestAppend: writers append, and write the same after what is already there.
func TestAppend(t *testing.T) {
	ctx, err := rdf.NewContext(rdftest.Prefixes(), rdftest.Terms())
	if err != nil {
		t.Fatal(err)
	}
	const before = "before {[,:"
	for name, write := range map[string]func([]byte, *rdf.Graph) []byte{
		"ntriples":    rdf.AppendNTriples,
		"turtle":      func(dst []byte, g *rdf.Graph) []byte { return rdf.AppendTurtle(dst, g, namespaces) },
		"no prefixes": func(dst []byte, g *rdf.Graph) []byte { return rdf.AppendTurtle(dst, g, nil) },
		"rdfxml": func(dst []byte, g *rdf.Graph) []byte {
			dst, _ = rdf.AppendRDFXML(dst, g, nil)
			return dst
		},
		"flat":    rdf.AppendJSONLDGraph,
		"compact": func(dst []byte, g *rdf.Graph) []byte { return rdf.AppendJSONLD(dst, g, rdftest.SerialIRI, ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			want := before + string(write(nil, terms()))
			if got := string(write([]byte(before), terms())); got != want {
				t.Errorf("after other bytes:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// TestBodies: header, bodies and footer of several graphs make one document in
// which blank nodes stay apart.
func TestBodies(t *testing.T) {
	one, two := rdftest.Serial(), rdftest.Serial()
	one.SetLabelPrefix("r1")
	two.SetLabelPrefix("r2")
	ttl := rdf.AppendTurtleHeader(nil, namespaces)
	xml := rdf.AppendRDFXMLHeader(nil, namespaces)
	var nt []byte
	for _, g := range []*rdf.Graph{one, two} {
		var err error
		if xml, err = rdf.AppendRDFXMLBody(xml, g, namespaces); err != nil {
			t.Fatal(err)
		}
		ttl = rdf.AppendTurtleBody(ttl, g, namespaces)
		nt = rdf.AppendNTriples(nt, g)
	}
	want := rdftest.Serial()
	for _, triple := range rdftest.Serial().Triples {
		for _, term := range []*rdf.Term{&triple.S, &triple.O} {
			if term.Kind == rdf.KindBlank {
				term.Value = "other-" + term.Value
			}
		}
		want.Triples = append(want.Triples, triple)
	}
	docs := map[string][]byte{"ntriples": nt, "turtle": ttl, "rdfxml": rdf.AppendRDFXMLFooter(xml)}
	for _, syntax := range syntaxes {
		t.Run(syntax.name, func(t *testing.T) {
			got, err := syntax.read(docs[syntax.name])
			if err != nil {
				t.Fatal(err)
			}
			if d := rdftest.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestPredicateError(t *testing.T) {
	for name, pred := range map[string]string{
		"slash at the end": "http://example.org/p/",
		"only digits":      "http://example.org/245",
		"no namespace":     "name",
		"reserved":         "http://www.w3.org/1999/02/22-rdf-syntax-ns#about",
	} {
		t.Run(name, func(t *testing.T) {
			g := rdftest.Serial()
			g.Add(rdf.IRI(rdftest.SerialIRI), rdf.IRI(pred), rdf.Literal("x"))
			got, err := rdf.AppendRDFXML([]byte("kept"), g, namespaces)
			var e *rdf.PredicateError
			if !errors.As(err, &e) || e.IRI != pred {
				t.Errorf("error %v, want a PredicateError for %s", err, pred)
			}
			if string(got) != "kept" {
				t.Errorf("bytes before the call became %q", got)
			}
		})
	}
}

// TestScatteredStatements: statements that arrive scattered are grouped into the
// same document as statements that arrive together.
func TestScatteredStatements(t *testing.T) {
	g := rdftest.Serial()
	slices.Reverse(g.Triples)
	doc := rdf.AppendTurtle(nil, g, namespaces)
	got, err := rdf.ParseTurtle(bytes.NewReader(doc), "")
	if err != nil {
		t.Fatal(err)
	}
	if d := rdftest.Diff(g, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	subjects := map[string]bool{}
	for line := range strings.Lines(string(doc)) {
		if strings.ContainsAny(line[:1], "<_") {
			if subjects[line] {
				t.Errorf("subject %s is written twice", line)
			}
			subjects[line] = true
		}
	}
}
