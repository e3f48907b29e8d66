package portal

import (
	"strings"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/rdf"
)

// documentPage is a vocabulary or another small graph as a page shows it.
type documentPage struct {
	Title, IRI string
	Terms      []term
	Formats    []Available
}

// term is one node of the graph with what is said of it.
type term struct {
	ID, Label  string
	Statements []statement
}

type statement struct{ Property, Text, Lang, Href string }

// document renders a vocabulary, the ISSN centres, the keepers or the dataset.
func (p *pages) document(o *crosswalk.Options, d *document, c *format.Choice) []byte {
	page := graphPage(d.Graph)
	page.Title, page.IRI = d.Title, o.PublicURL+d.path[1:]
	page.Formats = available(page.IRI, c)
	return p.page(d.Title, "document.html", page)
}

// graph renders any graph without knowing where it stands.
func (p *pages) graph(dst []byte, g *rdf.Graph) ([]byte, error) {
	page := graphPage(g)
	page.Title = "Document"
	return append(dst, p.page(page.Title, "document.html", page)...), nil
}

// graphPage groups the triples by subject in their order; blank nodes stand
// where they are pointed to only by their label.
func graphPage(g *rdf.Graph) *documentPage {
	page := &documentPage{}
	index := map[rdf.Term]int{}
	for _, t := range g.Triples {
		i, ok := index[t.S]
		if !ok {
			i = len(page.Terms)
			index[t.S] = i
			page.Terms = append(page.Terms, term{ID: fragment(t.S.Value), Label: localName(t.S.Value)})
		}
		page.Terms[i].Statements = append(page.Terms[i].Statements, statementOf(t))
	}
	return page
}

func statementOf(t rdf.Triple) statement {
	s := statement{Property: localName(t.P.Value), Text: t.O.Value, Lang: t.O.Lang}
	if t.O.Kind == rdf.KindIRI {
		s.Href = t.O.Value
	}
	return s
}

// fragment is what follows the hash of an IRI, "" without one.
func fragment(iri string) string {
	_, f, _ := strings.Cut(iri, "#")
	return f
}

// localName is the last step of an IRI, for people.
func localName(iri string) string {
	s := strings.TrimRight(iri, "/")
	if i := strings.LastIndexAny(s, "#/"); i >= 0 && i+1 < len(s) {
		return s[i+1:]
	}
	return iri
}
