package jsonld

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/piprate/json-gold/ld"

	"issnd/rdf"
)

// Parse reads a JSON-LD document into a graph. Its contexts must stand in it or
// be among those given. It fails on a document with named graphs, since a
// Graph has none.
func Parse(doc []byte, contexts Contexts) (*rdf.Graph, error) {
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		return nil, fmt.Errorf("json-ld: %w", err)
	}
	result, err := ld.NewJsonLdProcessor().ToRDF(v, options(contexts))
	if err != nil {
		return nil, fmt.Errorf("json-ld: %w", err)
	}
	data, ok := result.(*ld.RDFDataset)
	if !ok {
		return nil, fmt.Errorf("json-ld: no data set but %T", result)
	}
	g := &rdf.Graph{}
	for name, quads := range data.Graphs {
		if name != "@default" && len(quads) > 0 {
			return nil, fmt.Errorf("json-ld: named graph %s", name)
		}
		for _, q := range quads {
			g.Add(term(q.Subject), term(q.Predicate), term(q.Object))
		}
	}
	return g, nil
}

func term(n ld.Node) rdf.Term {
	switch {
	case ld.IsBlankNode(n):
		return rdf.Term{Kind: rdf.KindBlank, Value: strings.TrimPrefix(n.GetValue(), "_:")}
	case ld.IsIRI(n):
		return rdf.IRI(n.GetValue())
	}
	if l, ok := n.(ld.Literal); ok && l.Language != "" {
		return rdf.LangString(l.Value, l.Language)
	} else if ok {
		return rdf.Typed(l.Value, l.Datatype)
	}
	return rdf.Term{}
}
