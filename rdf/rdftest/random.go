package rdftest

import (
	"fmt"
	"math/rand/v2"

	"issnd/rdf"
)

// Random returns a graph of at most 40 statements in no order: shared, nested and
// cyclic blank nodes, IRIs that make good and bad prefixed names, and every kind
// of literal. The predicates end in XML names. Equal sources give equal graphs.
func Random(r *rand.Rand) *rdf.Graph {
	g := &rdf.Graph{}
	nodes := make([]rdf.Term, 0, 14)
	for range 1 + r.IntN(7) {
		nodes = append(nodes, g.NewBlank(), rdf.IRI(randomIRI(r)))
	}
	seen := map[rdf.Triple]bool{}
	for range r.IntN(40) {
		p := pick(r, predicates)
		o := pick(r, nodes)
		if p == typeIRI {
			o = rdf.IRI("http://schema.org/" + pick(r, locals))
		} else if r.IntN(2) == 0 {
			o = randomLiteral(r)
		}
		t := rdf.Triple{S: pick(r, nodes), P: rdf.IRI(p), O: o}
		if !seen[t] {
			seen[t] = true
			g.Add(t.S, t.P, t.O)
		}
	}
	return g
}

const typeIRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

var (
	predicates = []string{
		typeIRI, typeIRI,
		"http://schema.org/name", "http://schema.org/mainEntity", "http://schema.org/isPartOf",
		"http://id.loc.gov/ontologies/bibframe/identifiedBy", "http://id.loc.gov/ontologies/bibframe/title",
		"http://id.loc.gov/ontologies/bibframe/status", "http://purl.org/dc/terms/modified",
		"http://issn.org/vocabularies/properties/hasCancelledISSN-L", "http://marc21rdf.info/elements/00X/M00806",
		"urn:unknown:p1", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
	}
	locals = []string{"A", "a.b", ".a", "a.", "-a", "9", "_", "a-b", "a:b", "it's(1,2)", "x/y", "x#y", "x?y=1&z=2", "%41", "é漢", "", "//x", "true", "a~!$*+;=@"}
	bases  = []string{"http://schema.org/", "http://issn.org/vocabularies/IdentifierStatus#", SerialIRI, SerialIRI + "#", "http://example.org/a/", "urn:x:"}
	texts  = []string{"", " ", "a", "\"q\"", "\\", "a\\", "l1\nl2", "cr\rcr", "\t tab", "<b>&amp;</b>", "]]>", "é漢字\U0001F600", "\u2028\u2029", " lead and trail ", "'", "true", "{}", "_:b0", "#ISSN", "@type"}
	langs  = []string{"en", "und-Latn", "und-Latn-t-und-Cyrl", "fr-FR"}
	typed  = [][2]string{
		{"true", "boolean"}, {"false", "boolean"}, {"1", "boolean"}, {"5", "integer"}, {"-5", "integer"}, {"007", "integer"},
		{"-0", "integer"}, {"1234567890123456789", "integer"}, {"-", "integer"}, {"+1", "integer"}, {"2024-02-29", "date"},
		{"no date\n", "date"}, {"51.5", "decimal"}, {"1e3", "double"}, {"x", "string"},
	}
)

func pick[T any](r *rand.Rand, s []T) T { return s[r.IntN(len(s))] }

func randomIRI(r *rand.Rand) string {
	return pick(r, bases) + pick(r, locals)
}

func randomLiteral(r *rand.Rand) rdf.Term {
	s := pick(r, texts)
	switch r.IntN(4) {
	case 0:
		return rdf.LangString(s, pick(r, langs))
	case 1:
		t := pick(r, typed)
		return rdf.Typed(t[0], "http://www.w3.org/2001/XMLSchema#"+t[1])
	case 2:
		return rdf.Typed(s, "http://example.org/type#"+fmt.Sprint(r.IntN(3)))
	}
	return rdf.Literal(s)
}
