package crosswalk

import (
	"slices"

	"issnd/issn"
	"issnd/marc"
	"issnd/rdf"
	"issnd/register"
)

// builder makes the graph of one record. The statements about the resource go
// straight into the graph; those about the nodes that it names are kept back
// and follow, so that the statements of each subject stand together.
type builder struct {
	p    *Profile
	g    *rdf.Graph
	v    *register.View
	head register.Head
	full bool // more than the essential description

	fields fieldIndex
	fixed  string // 008
	lang   string // 008/35-37, "" if it is no code

	number    string // the ISSN
	self      rdf.Term
	issn      rdf.Term
	record    rdf.Term
	nodes     []rdf.Triple
	described []string // IRIs of the named nodes that have been described
	names     []named  // what has been named
	text      arena
	scratch   []byte
}

// named is the IRI of what a name after a prefix names; "" if that is nothing.
type named struct{ prefix, name, iri string }

func (b *builder) begin(g *rdf.Graph, v *register.View) {
	b.g, b.v, b.head = g, v, v.Head()
	b.full = v.Tier() >= register.Complete
	b.fields.build(v.MARC().Fields)
	b.fixed = ""
	if f := b.fields.first(8); f != nil {
		b.fixed = f.Value
	}
	b.lang = ""
	if len(b.fixed) >= 38 && isCode(b.fixed[35:38]) {
		b.lang = b.fixed[35:38]
	}
	b.self = b.serial(b.head.ISSN, "")
	b.number = b.self.Value[len(b.p.issn):]
	b.issn = b.fragment("#ISSN")
	b.record = b.fragment("#Record")
}

// end writes what was kept back and lets go of the view. The scratch keeps the
// texts of the record until the next one takes their place.
func (b *builder) end() {
	b.g.Triples = append(b.g.Triples, b.nodes...)
	b.nodes, b.described, b.names = b.nodes[:0], b.described[:0], b.names[:0]
	b.g, b.v = nil, nil
	b.fields.release()
}

// fragment is the IRI of a part of the resource.
func (b *builder) fragment(name string) rdf.Term {
	return rdf.IRI(b.text.join(b.self.Value, name))
}

// keyTitle is keyTitle with its text in the arena.
func (b *builder) keyTitle(f *marc.Field) string {
	title, before, qualifier, after := keyTitleParts(f)
	if qualifier == "" {
		return title
	}
	return b.text.join(title, before, qualifier, after)
}

// joined is joinSubfields with its text in the arena.
func (b *builder) joined(f *marc.Field, codes string) string {
	if one, ok := onlySubfield(f, codes); ok {
		return trimISBD(cleanText(one))
	}
	b.scratch = appendSubfields(b.scratch[:0], f, codes)
	return trimISBD(b.text.copy(b.scratch))
}

// say states something of the resource.
func (b *builder) say(p, o *rdf.Term) { *next(&b.g.Triples, &b.self, p) = *o }

// sayIRI states an IRI of the resource.
func (b *builder) sayIRI(p *rdf.Term, iri string) { *next(&b.g.Triples, &b.self, p) = rdf.IRI(iri) }

// mark is a place in the graph, for sayOnce.
func (b *builder) mark() int { return len(b.g.Triples) }

// sayOnce states something of the resource unless it has been stated since
// mark.
func (b *builder) sayOnce(mark int, p, o *rdf.Term) {
	// Until end the graph holds statements about the resource only.
	for i := mark; i < len(b.g.Triples); i++ {
		if t := &b.g.Triples[i]; t.O == *o && t.P == *p {
			return
		}
	}
	b.say(p, o)
}

// sayIRIOnce is sayOnce of an IRI.
func (b *builder) sayIRIOnce(mark int, p *rdf.Term, iri string) {
	o := rdf.IRI(iri)
	b.sayOnce(mark, p, &o)
}

// sayText states a text of the resource once since mark; "" says nothing.
func (b *builder) sayText(mark int, p *rdf.Term, s string) {
	if s != "" {
		o := rdf.Literal(s)
		b.sayOnce(mark, p, &o)
	}
}

// tell states something of another node.
func (b *builder) tell(s, p, o *rdf.Term) { *next(&b.nodes, s, p) = *o }

// tellIRI states an IRI of another node.
func (b *builder) tellIRI(s, p *rdf.Term, iri string) { *next(&b.nodes, s, p) = rdf.IRI(iri) }

// tellText states a text of another node; "" says nothing.
func (b *builder) tellText(s, p *rdf.Term, text string) {
	if text != "" {
		*next(&b.nodes, s, p) = rdf.Literal(text)
	}
}

// tellTyped states a text with a datatype of another node.
func (b *builder) tellTyped(s, p *rdf.Term, text, datatype string) {
	*next(&b.nodes, s, p) = rdf.Typed(text, datatype)
}

// tellLang states a text with a language of another node.
func (b *builder) tellLang(s, p *rdf.Term, text, lang string) {
	*next(&b.nodes, s, p) = rdf.LangString(text, lang)
}

// next appends a triple and returns its object for the caller to set. A Term is
// seven words: those of a triple are copied once, into their place.
func next(triples *[]rdf.Triple, s, p *rdf.Term) (o *rdf.Term) {
	n := len(*triples)
	if n == cap(*triples) {
		*triples = slices.Grow(*triples, n+64)
	}
	*triples = (*triples)[:n+1]
	t := &(*triples)[n]
	t.S, t.P = *s, *p
	return &t.O
}

// first reports whether the node is met for the first time in the record, so
// that it is described once.
func (b *builder) first(node *rdf.Term) bool {
	for _, iri := range b.described {
		if iri == node.Value {
			return false
		}
	}
	b.described = append(b.described, node.Value)
	return true
}

// named is the IRI of a part of the resource with a name in it. ok is false if
// the name holds nothing that could tell it from another.
func (b *builder) named(prefix, name string) (t rdf.Term, ok bool) {
	return b.nameAfter(b.self.Value, prefix, name)
}

// nameAfter is the IRI that begins with base and prefix and ends in a name.
// Records repeat names, of places above all. Different bases have different
// prefixes, so the base need not be compared.
func (b *builder) nameAfter(base, prefix, name string) (t rdf.Term, ok bool) {
	if name == "" {
		return rdf.Term{}, false
	}
	for i := range b.names {
		if n := &b.names[i]; n.name == name && n.prefix == prefix {
			return rdf.IRI(n.iri), n.iri != ""
		}
	}
	b.scratch = append(append(b.scratch[:0], base...), prefix...)
	n, iri := len(b.scratch), ""
	if b.scratch = appendName(b.scratch, name); len(b.scratch) > n {
		iri = b.text.copy(b.scratch)
	}
	b.names = append(b.names, named{prefix, name, iri})
	return rdf.IRI(iri), iri != ""
}

// serial is the IRI of another resource, or of the part of it that fragment
// names.
func (b *builder) serial(id issn.ISSN, fragment string) rdf.Term {
	return b.numbered(b.p.issn, id, fragment)
}

// numbered is an IRI with a number in it.
func (b *builder) numbered(prefix string, id issn.ISSN, fragment string) rdf.Term {
	b.scratch = id.AppendTo(append(b.scratch[:0], prefix...))
	b.scratch = append(b.scratch, fragment...)
	return rdf.IRI(b.text.copy(b.scratch))
}

// isCode reports whether s is two or three small letters.
func isCode(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return len(s) == 2 || len(s) == 3
}
