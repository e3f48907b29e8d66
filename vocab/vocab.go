// Package vocab holds what the server itself publishes as linked data: the
// vocabularies of the ISSN linked data application profile, the ISSN centres
// and keepers that are known, and the description of the data set.
//
// They are files of Turtle with relative IRIs, resolved against the identity
// base when they are loaded.
package vocab

import (
	"embed"
	"fmt"
	"strings"

	"issnd/rdf"
)

//go:embed *.ttl
var files embed.FS

// documents lists the files with the path that each is published under.
var documents = [...]struct{ file, path string }{
	{"RecordStatus.ttl", "vocabularies/RecordStatus"},
	{"IdentifierStatus.ttl", "vocabularies/IdentifierStatus"},
	{"Medium.ttl", "vocabularies/Medium"},
	{"properties.ttl", "vocabularies/properties"},
	{"ISSNCenter.ttl", "organization/ISSNCenter"},
	{"keepers.ttl", "organization/keepers"},
	{"dataset.ttl", "dataset"},
}

// Document is one graph that is published at a path below the identity base.
// The graph is shared and must not be changed.
type Document struct {
	Path  string // without a slash at either end, for example "vocabularies/Medium"
	Title string // in English
	Graph *rdf.Graph
}

// Vocab is the documents of a server. It does not change and may be shared.
type Vocab struct {
	docs   []Document
	labels map[string]string
}

// Load reads the documents with their IRIs below the identity base, which ends
// in a slash. It fails only if base is no base for IRIs.
func Load(base string) (*Vocab, error) {
	if !strings.HasSuffix(base, "/") || !strings.Contains(base, "://") {
		return nil, fmt.Errorf("vocab: %q is not an identity base", base)
	}
	v := &Vocab{labels: map[string]string{}}
	for _, d := range documents {
		f, err := files.Open(d.file)
		if err != nil {
			return nil, fmt.Errorf("vocab: %w", err)
		}
		g, err := rdf.ParseTurtle(f, base)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("vocab: %s: %w", d.file, err)
		}
		v.add(base, d.path, g)
	}
	return v, nil
}

const (
	dctTitle   = "http://purl.org/dc/terms/title"
	skosLabel  = "http://www.w3.org/2004/02/skos/core#prefLabel"
	rdfsLabel  = "http://www.w3.org/2000/01/rdf-schema#label"
	schemaName = "http://schema.org/name"
)

func (v *Vocab) add(base, path string, g *rdf.Graph) {
	doc := Document{Path: path, Graph: g}
	for _, t := range g.Triples {
		switch t.P.Value {
		case dctTitle:
			if strings.TrimSuffix(t.S.Value, "/") == base+path {
				doc.Title = t.O.Value
			}
		case skosLabel, rdfsLabel, schemaName:
			v.labels[t.S.Value] = t.O.Value
		}
	}
	v.docs = append(v.docs, doc)
}

// Documents lists the documents. The caller must not change the list.
func (v *Vocab) Documents() []Document { return v.docs }

// Document finds the document at a path below the identity base. The slash at
// the end does not matter, and a property is found in the document of its
// vocabulary.
func (v *Vocab) Document(path string) (Document, bool) {
	path = strings.Trim(path, "/")
	for _, d := range v.docs {
		if rest, ok := strings.CutPrefix(path, d.Path); ok && (rest == "" || rest[0] == '/' && v.defines(d, rest)) {
			return d, true
		}
	}
	return Document{}, false
}

// defines reports whether something is said in d of the IRI that ends in rest.
func (v *Vocab) defines(d Document, rest string) bool {
	for _, t := range d.Graph.Triples {
		if strings.HasSuffix(t.S.Value, d.Path+rest) {
			return true
		}
	}
	return false
}

// Label is the English name of a member of a vocabulary, a centre or a keeper
// by its IRI, or "".
func (v *Vocab) Label(iri string) string { return v.labels[iri] }

// Prefixes is the prefixes that suit the documents beside those of the profile.
func Prefixes() []rdf.Prefix {
	return []rdf.Prefix{
		{Name: "skos", IRI: "http://www.w3.org/2004/02/skos/core#"},
		{Name: "owl", IRI: "http://www.w3.org/2002/07/owl#"},
		{Name: "void", IRI: "http://rdfs.org/ns/void#"},
		{Name: "dcat", IRI: "http://www.w3.org/ns/dcat#"},
		{Name: "foaf", IRI: "http://xmlns.com/foaf/0.1/"},
	}
}
