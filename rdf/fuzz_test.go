package rdf_test

import (
	"strings"
	"testing"

	"issnd/rdf"
	"issnd/rdf/rdftest"
)

// FuzzLiteral: any string comes back from every syntax, with U+FFFD for each
// byte that is not UTF-8 and, in XML, for each character that XML cannot hold.
func FuzzLiteral(f *testing.F) {
	for _, s := range []string{"", " ", "a\"\\\x00\x7f\r\n\t\b\f", "\xff\xfe", "\ufffe", "]]>&<", "\u2028", "'''\"\"\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		graph := func(s string) *rdf.Graph {
			g := &rdf.Graph{}
			root, p := rdf.IRI(rdftest.SerialIRI), rdf.IRI("http://schema.org/name")
			g.Add(root, p, rdf.Literal(s+"."))
			g.Add(root, p, rdf.LangString(s+".", "en"))
			g.Add(root, p, rdf.Typed(s+".", "http://example.org/type"))
			return g
		}
		valid := string([]rune(s))
		want := map[string]string{"ntriples": valid, "turtle": valid, "rdfxml": strings.Map(inXML, valid)}
		for _, syntax := range syntaxes {
			doc, err := syntax.write(graph(s))
			if err != nil {
				t.Fatal(err)
			}
			got, err := syntax.read(doc)
			if err != nil {
				t.Fatalf("%s: %v\n%s", syntax.name, err, doc)
			}
			if d := rdftest.Diff(graph(want[syntax.name]), got); d != "" {
				t.Errorf("%s (-want +got):\n%s\n%s", syntax.name, d, doc)
			}
		}
	})
}

// inXML replaces what XML 1.0 §2.2 does not allow.
func inXML(r rune) rune {
	if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
		return 0xFFFD
	}
	return r
}

// FuzzIRI: any string in any place of an IRI comes back as EscapeIRI has it, and
// escaping twice is escaping once.
func FuzzIRI(f *testing.F) {
	for _, s := range []string{"", "a b", "<>\"{}|^`\\", "é漢\u0080\ufffe", "\xff%", "#x", "/.", "-a.", "a:b@c!$&'()*+,;="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		graph := func(escape func(string) string) *rdf.Graph {
			g := &rdf.Graph{}
			for _, base := range []string{"http://schema.org/", "http://example.org/#"} {
				iri := rdf.IRI(escape(base + s))
				g.Add(iri, rdf.IRI("http://schema.org/name"), iri)
				g.Add(iri, rdf.IRI("http://schema.org/name"), rdf.Typed("x", iri.Value))
				g.Add(iri, rdf.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), iri)
			}
			return g
		}
		want := graph(rdf.EscapeIRI)
		if again := graph(func(s string) string { return rdf.EscapeIRI(rdf.EscapeIRI(s)) }); !rdftest.Isomorphic(want, again) {
			t.Errorf("escaped twice:\n%s", rdftest.Diff(want, again))
		}
		for _, syntax := range syntaxes {
			doc, err := syntax.write(graph(strings.Clone))
			if err != nil {
				t.Fatal(err)
			}
			got, err := syntax.read(doc)
			if err != nil {
				t.Fatalf("%s: %v\n%s", syntax.name, err, doc)
			}
			if d := rdftest.Diff(want, got); d != "" {
				t.Errorf("%s (-want +got):\n%s\n%s", syntax.name, d, doc)
			}
		}
	})
}

// FuzzParseRDFXML: no input makes the reader panic, and what it reads can be
// written. The readers of Turtle and N-Triples promise less.
func FuzzParseRDFXML(f *testing.F) {
	doc, err := rdf.AppendRDFXML(nil, rdftest.Serial(), namespaces)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(doc))
	f.Add(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description><a><b/></a></rdf:Description></rdf:RDF>`)
	f.Fuzz(func(t *testing.T, doc string) {
		g, err := rdf.ParseRDFXML(strings.NewReader(doc), "http://example.org/")
		if err != nil {
			return
		}
		nt := string(rdf.AppendNTriples(nil, g))
		if _, err := rdf.ParseNTriples(strings.NewReader(nt)); err != nil {
			t.Errorf("%v\n%s", err, nt)
		}
	})
}
