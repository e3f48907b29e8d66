package format

import (
	"strings"
	"sync"

	"issnd/crosswalk"
	"issnd/rdf"
	"issnd/rdf/jsonld"
	"issnd/register"
)

// syntax is an RDF syntax: how a graph is written as a document, and as a part
// of a document of several.
type syntax struct {
	document func(dst []byte, g *rdf.Graph, root string, o *crosswalk.Options) ([]byte, error)
	part     func(dst []byte, g *rdf.Graph, root string, o *crosswalk.Options) ([]byte, error)
}

// rdfFormat fills in how an RDF syntax renders records, clusters and other
// graphs: all of them are graphs.
func rdfFormat(f Format, o crosswalk.Options, p *crosswalk.Profile, s syntax, head, separator, tail string) *Format {
	serial, linking := base(o)+"resource/ISSN/", base(o)+"resource/ISSN-L/"
	f.Record = func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
		return withGraph(func(g *rdf.Graph) ([]byte, error) {
			p.Record(g, v)
			return s.document(dst, g, serial+v.Head().ISSN.String(), o)
		})
	}
	f.Cluster = func(dst []byte, c *register.ClusterView, o *crosswalk.Options) ([]byte, error) {
		return withGraph(func(g *rdf.Graph) ([]byte, error) {
			p.Cluster(g, c)
			return s.document(dst, g, linking+c.ISSNL.String(), o)
		})
	}
	f.Graph = func(dst []byte, g *rdf.Graph) ([]byte, error) {
		return s.document(dst, g, "", &crosswalk.Options{})
	}
	f.Many = &Sequence{Head: head, Separator: separator, Tail: tail,
		Record: func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
			return withGraph(func(g *rdf.Graph) ([]byte, error) {
				p.Record(g, v)
				g.SetLabelPrefix(labelPrefix(v))
				return s.part(dst, g, serial+v.Head().ISSN.String(), o)
			})
		}}
	return &f
}

// harvestedRDF is RDF/XML for harvesters. The schema of simple Dublin Core, which
// every answer of OAI-PMH is valid by, wants plain text in its elements, and the
// profile has resources in dc:format and dc:relation; so these are terms of
// dcterms, which have the same names, take resources, and imply the others.
func harvestedRDF(o crosswalk.Options, p *crosswalk.Profile, ns *rdf.Namespaces) func([]byte, *register.View, *crosswalk.Options) ([]byte, error) {
	const simple, refined = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
	serial, write := base(o)+"resource/ISSN/", rdfxml(ns)
	return func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
		return withGraph(func(g *rdf.Graph) ([]byte, error) {
			p.Record(g, v)
			for i := range g.Triples {
				t := &g.Triples[i]
				if name, ok := strings.CutPrefix(t.P.Value, simple); ok && t.O.Kind != rdf.KindLiteral {
					t.P.Value = refined + name
				}
			}
			return write.document(dst, g, serial+v.Head().ISSN.String(), o)
		})
	}
}

// alone is f without documents of several records: for a form that has the same
// labels of blank nodes in each of them.
func alone(f *Format) *Format {
	f.Many = nil
	return f
}

// labelPrefix keeps the blank nodes of records in one document apart.
func labelPrefix(v *register.View) string {
	s := v.Head().ISSN.String()
	return "r" + s[:4] + s[5:]
}

var graphs = sync.Pool{New: func() any { return new(rdf.Graph) }}

// withGraph lends an empty graph.
func withGraph(use func(*rdf.Graph) ([]byte, error)) ([]byte, error) {
	g := graphs.Get().(*rdf.Graph)
	defer func() {
		g.Reset()
		graphs.Put(g)
	}()
	return use(g)
}

func turtle(ns *rdf.Namespaces) syntax {
	return syntax{
		func(dst []byte, g *rdf.Graph, _ string, _ *crosswalk.Options) ([]byte, error) {
			return rdf.AppendTurtle(dst, g, ns), nil
		},
		func(dst []byte, g *rdf.Graph, _ string, _ *crosswalk.Options) ([]byte, error) {
			return rdf.AppendTurtleBody(dst, g, ns), nil
		},
	}
}

func rdfxml(ns *rdf.Namespaces) syntax {
	return syntax{
		func(dst []byte, g *rdf.Graph, _ string, _ *crosswalk.Options) ([]byte, error) {
			return rdf.AppendRDFXML(dst, g, ns)
		},
		func(dst []byte, g *rdf.Graph, _ string, _ *crosswalk.Options) ([]byte, error) {
			return rdf.AppendRDFXMLBody(dst, g, ns)
		},
	}
}

func ntriples() syntax {
	one := func(dst []byte, g *rdf.Graph, _ string, _ *crosswalk.Options) ([]byte, error) {
		return rdf.AppendNTriples(dst, g), nil
	}
	return syntax{one, one}
}

// compactJSONLD is the compact form by the project's context. A graph that has
// no root of its own is written with full IRIs.
func compactJSONLD(ctx *rdf.Context) syntax {
	one := func(dst []byte, g *rdf.Graph, root string, o *crosswalk.Options) ([]byte, error) {
		if root == "" {
			return rdf.AppendJSONLDGraph(dst, g), nil
		}
		return rdf.AppendJSONLD(dst, g, root, ctx.At(o.ContextURL)), nil
	}
	return syntax{one, one}
}

// flatJSON is the graph-shaped JSON that the portal of before 2026 gave.
func flatJSON() syntax {
	return syntax{
		func(dst []byte, g *rdf.Graph, _ string, _ *crosswalk.Options) ([]byte, error) {
			return append(rdf.AppendJSONLDGraph(dst, g), '\n'), nil
		},
		func(dst []byte, g *rdf.Graph, _ string, _ *crosswalk.Options) ([]byte, error) {
			return rdf.AppendJSONLDNodes(dst, g), nil
		},
	}
}

// jsonldProfile is a form of JSON-LD that json-gold makes of the compact one
// (JSON-LD 1.1 §6.2 names them by IRIs).
func jsonldProfile(ctx *rdf.Context, form string) syntax {
	one := func(dst []byte, g *rdf.Graph, root string, o *crosswalk.Options) ([]byte, error) {
		doc, err := compactJSONLD(ctx).document(nil, g, root, o)
		if err != nil {
			return nil, err
		}
		out, err := jsonld.Profile(doc, form, ctx.At(o.ContextURL))
		return append(dst, out...), err
	}
	return syntax{one, one}
}
