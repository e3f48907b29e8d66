package rdf_test

import (
	"testing"

	"issnd/rdf"
)

func TestNamespaces(t *testing.T) {
	ns := rdf.NewNamespaces([]rdf.Prefix{
		{Name: "base", IRI: "http://issn.org/"},
		{Name: "medium", IRI: "http://issn.org/vocabularies/Medium#"},
		{Name: "none", IRI: ""},
		{Name: "again", IRI: "http://issn.org/"},
	})
	for name, c := range map[string]struct {
		iri, prefix, local string
		ok                 bool
	}{
		"longest":       {"http://issn.org/vocabularies/Medium#Print", "medium", "Print", true},
		"shorter":       {"http://issn.org/vocabularies/Medium", "base", "vocabularies/Medium", true},
		"nothing after": {"http://issn.org/", "base", "", true},
		"unknown":       {"http://example.org/", "", "", false},
		"shorter than":  {"http:", "", "", false},
		"empty":         {"", "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			prefix, local, ok := ns.Shorten(c.iri)
			if prefix != c.prefix || local != c.local || ok != c.ok {
				t.Errorf("Shorten(%q) = %q, %q, %t", c.iri, prefix, local, ok)
			}
			if !c.ok {
				return
			}
			if back, ok := ns.Expand(prefix + ":" + local); !ok || back != c.iri {
				t.Errorf("Expand(%s:%s) = %q, %t", prefix, local, back, ok)
			}
		})
	}
	var none *rdf.Namespaces
	if _, _, ok := none.Shorten("http://issn.org/"); ok || none.Prefixes() != nil {
		t.Error("nil Namespaces has prefixes")
	}
	if _, ok := ns.Expand("unknown:x"); ok {
		t.Error("an unknown prefix expands")
	}
}
