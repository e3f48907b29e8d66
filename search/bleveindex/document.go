package bleveindex

import (
	"encoding/binary"
	"fmt"

	index "github.com/blevesearch/bleve_index_api"

	"issnd/issn"
	"issnd/search"
)

// document is a search.Document as scorch takes it.
type document struct {
	id     string
	fields []index.Field
}

// docID is an ISSN as scorch knows it. The order of bytes is that of ISSNs.
func docID(i issn.ISSN) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(i))
	return string(b[:])
}

// newDocument makes a document of a batch whose documents share the scratch.
func newDocument(s schema, d *search.Document, sc *scratch) (*document, error) {
	doc := &document{id: docID(d.ISSN), fields: make([]index.Field, 0, len(d.Fields)+2)}
	doc.fields = append(doc.fields, idField(doc.id))
	if d.Public {
		doc.fields = append(doc.fields, &setField{
			info: s[fieldPublic], tokens: []search.Token{{Term: termPublic}}, terms: sc.field(len(doc.fields))})
	}
	for i, f := range d.Fields {
		info, known := s[f.Field]
		if !known {
			return nil, fmt.Errorf("%s: there is no field %q", d.ISSN, f.Field)
		}
		for _, other := range d.Fields[:i] {
			if other.Field == f.Field {
				return nil, fmt.Errorf("%s: field %s is there twice", d.ISSN, f.Field)
			}
		}
		set := setField{info: info, tokens: f.Tokens, terms: sc.field(len(doc.fields))}
		if info.Positions {
			doc.fields = append(doc.fields, &wordField{set})
		} else {
			doc.fields = append(doc.fields, &set)
		}
	}
	return doc, nil
}

// ID is the ISSN as four bytes.
func (d *document) ID() string { return d.id }

// Size is about how many bytes the document takes in memory.
func (d *document) Size() int { return 64 * len(d.fields) }

// VisitFields shows every field.
func (d *document) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

// VisitComposite does nothing: no field is made of others.
func (d *document) VisitComposite(index.CompositeFieldVisitor) {}

// HasComposite is false.
func (d *document) HasComposite() bool { return false }

// NumPlainTextBytes is 0: it is for statistics that nobody reads.
func (d *document) NumPlainTextBytes() uint64 { return 0 }

// AddIDField does nothing: the field is there from the start.
func (d *document) AddIDField() {}

// StoredFieldsBytes is 0: nothing is stored but the ISSN.
func (d *document) StoredFieldsBytes() uint64 { return 0 }

// Indexed is true.
func (d *document) Indexed() bool { return true }
