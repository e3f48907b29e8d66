package crosswalk

import (
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
	name      []byte   // scratch for IRIs
}

func (b *builder) begin(g *rdf.Graph, v *register.View) {
	b.g, b.v, b.head = g, v, v.Head()
	b.full = v.Tier() >= register.Complete
	rec := v.MARC()
	b.fields.build(rec.Fields)
	b.fixed = rec.Control(tag008)
	b.lang = ""
	if len(b.fixed) >= 38 && isCode(b.fixed[35:38]) {
		b.lang = b.fixed[35:38]
	}
	b.number = b.head.ISSN.String()
	b.self = rdf.IRI(b.p.issn + b.number)
	b.issn = b.fragment("#ISSN")
	b.record = b.fragment("#Record")
}

// end writes what was kept back and lets go of the view. The scratch keeps the
// texts of the record until the next one takes their place.
func (b *builder) end() {
	b.g.Triples = append(b.g.Triples, b.nodes...)
	b.nodes, b.described = b.nodes[:0], b.described[:0]
	b.g, b.v, b.fields.fields = nil, nil, nil
}

// fragment is the IRI of a part of the resource.
func (b *builder) fragment(name string) rdf.Term { return rdf.IRI(b.self.Value + name) }

// say states something of the resource.
func (b *builder) say(p, o rdf.Term) { b.g.Add(b.self, p, o) }

// mark is a place in the graph, for sayOnce.
func (b *builder) mark() int { return len(b.g.Triples) }

// sayOnce states something of the resource unless it has been stated since
// mark.
func (b *builder) sayOnce(mark int, p, o rdf.Term) {
	for i := mark; i < len(b.g.Triples); i++ {
		if t := &b.g.Triples[i]; t.P == p && t.O == o && t.S == b.self {
			return
		}
	}
	b.say(p, o)
}

// sayText states a text of the resource once since mark; "" says nothing.
func (b *builder) sayText(mark int, p rdf.Term, s string) {
	if s != "" {
		b.sayOnce(mark, p, rdf.Literal(s))
	}
}

// tell states something of another node.
func (b *builder) tell(s, p, o rdf.Term) {
	b.nodes = append(b.nodes, rdf.Triple{S: s, P: p, O: o})
}

// tellText states a text of another node; "" says nothing.
func (b *builder) tellText(s, p rdf.Term, text string) {
	if text != "" {
		b.tell(s, p, rdf.Literal(text))
	}
}

// first reports whether the node is met for the first time in the record, so
// that it is described once.
func (b *builder) first(node rdf.Term) bool {
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
	b.name = append(append(b.name[:0], b.self.Value...), prefix...)
	n := len(b.name)
	b.name = appendName(b.name, name)
	if len(b.name) == n {
		return rdf.Term{}, false
	}
	for _, iri := range b.described {
		if iri == string(b.name) {
			return rdf.IRI(iri), true
		}
	}
	return rdf.IRI(string(b.name)), true
}

// serial is the IRI of another resource, or of the part of it that fragment
// names.
func (b *builder) serial(id issn.ISSN, fragment string) rdf.Term {
	b.name = id.AppendTo(append(b.name[:0], b.p.issn...))
	b.name = append(b.name, fragment...)
	return rdf.IRI(string(b.name))
}

// fieldIndex finds the fields with a tag without going through the record.
type fieldIndex struct {
	fields []marc.Field
	head   [1000]int32 // by tag: 1 + index of the first field
	next   []int32     // by field: 1 + index of the next field with its tag
}

// build indexes the fields with a tag of three digits.
func (x *fieldIndex) build(fields []marc.Field) {
	x.fields = fields
	clear(x.head[:])
	if cap(x.next) < len(fields) {
		x.next = make([]int32, len(fields), 2*len(fields))
	}
	x.next = x.next[:len(fields)]
	for i := len(fields) - 1; i >= 0; i-- {
		t := fields[i].Tag
		a, b, c := t[0]-'0', t[1]-'0', t[2]-'0'
		if a > 9 || b > 9 || c > 9 {
			continue
		}
		n := int(a)*100 + int(b)*10 + int(c)
		x.next[i], x.head[n] = x.head[n], int32(i)+1
	}
}

// each yields the fields with the tag in record order.
func (x *fieldIndex) each(tag int) func(yield func(*marc.Field) bool) {
	return func(yield func(*marc.Field) bool) {
		for i := x.head[tag]; i != 0; i = x.next[i-1] {
			if !yield(&x.fields[i-1]) {
				return
			}
		}
	}
}

// first is the first field with the tag, or nil.
func (x *fieldIndex) first(tag int) *marc.Field {
	if i := x.head[tag]; i != 0 {
		return &x.fields[i-1]
	}
	return nil
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
