package cql

import "issnd/internal/xmlw"

// Version is one of the two vocabularies of XCQL.
type Version uint8

// The versions. XCQL1 goes with SRU 1.1 and 1.2: prefixes and sort keys stand
// in the node that they belong to. XCQL2 goes with SRU 2.0 (xcql.xsd): they
// stand in the root, for the whole query.
const (
	XCQL1 Version = 1
	XCQL2 Version = 2
)

// Namespace is the XML namespace of v.
func (v Version) Namespace() string {
	if v == XCQL2 {
		return "http://docs.oasis-open.org/ns/search-ws/xcql"
	}
	return "http://www.loc.gov/zing/cql/xcql/"
}

// AppendXCQL appends q as an XML element in the namespace of v, without an
// XML declaration. Terms keep their backslashes, without which a mask could
// not be told from a literal character; names keep their letter case. A term
// alone has the index cql.serverChoice and the relation = in XCQL1, and
// neither in XCQL2.
//
// In XCQL2, which knows no prefixes but those of the whole query, the inner
// ones are declared under names that occur nowhere else, and the names in
// their scope are rewritten.
func AppendXCQL(dst []byte, q *Query, v Version) []byte {
	x := xcqlWriter{Writer: xmlw.Writer{Buf: dst}, v: v}
	if v == XCQL2 {
		x.document(q)
	} else {
		x.node(q.Root, q)
	}
	return x.Buf
}

// xcqlWriter writes both versions. Its flat is nil in XCQL1.
type xcqlWriter struct {
	xmlw.Writer
	v    Version
	flat *flattener
}

// document writes the root of XCQL2.
func (x *xcqlWriter) document(q *Query) {
	x.flat = newFlattener(q)
	body := xcqlWriter{v: x.v, flat: x.flat}
	body.node(q.Root, nil)

	x.Start("xcql")
	x.Attr("xmlns", x.v.Namespace())
	x.prefixes(x.flat.declared)
	if _, ok := q.Root.(*Clause); ok {
		x.Start("triple")
		x.Raw(string(body.Buf))
		x.End("triple")
	} else {
		x.Raw(string(body.Buf))
	}
	x.sortKeys(q.Sort)
	x.End("xcql")
}

// node writes n. The root of XCQL1 has its query; for others q is nil.
func (x *xcqlWriter) node(n Node, q *Query) {
	name := "searchClause"
	if _, ok := n.(*Boolean); ok {
		name = "triple"
	}
	x.Start(name)
	if q != nil {
		x.Attr("xmlns", x.v.Namespace())
	}
	if x.flat == nil {
		x.prefixes(n.Scope())
	} else {
		defer x.flat.enter(n)()
	}
	switch n := n.(type) {
	case *Clause:
		x.clause(n)
	case *Boolean:
		x.boolean(n)
	}
	if q != nil {
		x.sortKeys(q.Sort)
	}
	x.End(name)
}

func (x *xcqlWriter) boolean(b *Boolean) {
	name := "boolean"
	if x.v == XCQL2 {
		name = "Boolean"
	}
	x.Start(name)
	x.Element("value", b.Op.String())
	x.modifiers(b.Modifiers)
	x.End(name)
	x.Start("leftOperand")
	x.node(b.Left, nil)
	x.End("leftOperand")
	x.Start("rightOperand")
	x.node(b.Right, nil)
	x.End("rightOperand")
}

func (x *xcqlWriter) clause(c *Clause) {
	index, relation := x.flat.index(c.Index).String(), x.flat.name(c.Relation.Name).String()
	if index == "" && x.v == XCQL1 {
		index, relation = "cql.serverChoice", "="
	}
	if index != "" {
		x.Element("index", index)
		x.Start("relation")
		x.Element("value", relation)
		x.modifiers(c.Relation.Modifiers)
		x.End("relation")
	}
	x.Element("term", c.Term.Raw)
}

func (x *xcqlWriter) modifiers(list []Modifier) {
	if len(list) == 0 {
		return
	}
	x.Start("modifiers")
	for _, m := range list {
		x.Start("modifier")
		x.Element("type", x.flat.name(m.Name).String())
		if m.Comparison != "" {
			x.Element("comparison", m.Comparison)
			x.Element("value", m.Value)
		}
		x.End("modifier")
	}
	x.End("modifiers")
}

func (x *xcqlWriter) prefixes(list []Prefix) {
	if len(list) == 0 {
		return
	}
	x.Start("prefixes")
	for _, p := range list {
		x.Start("prefix")
		if p.Name != "" || x.v == XCQL2 {
			x.Element("name", p.Name)
		}
		x.Element("identifier", p.URI)
		x.End("prefix")
	}
	x.End("prefixes")
}

func (x *xcqlWriter) sortKeys(keys []SortKey) {
	if len(keys) == 0 {
		return
	}
	x.Start("sortKeys")
	for _, k := range keys {
		x.Start("key")
		x.Element("index", k.Index.String())
		x.modifiers(k.Modifiers)
		x.End("key")
	}
	x.End("sortKeys")
}
