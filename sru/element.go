package sru

import (
	"bytes"
	"context"

	"issnd/diagnostic"
	"issnd/format"
	"issnd/issn"
	"issnd/register"
)

// element is a record as it stands in answers in XML. It is right as long as
// nothing has changed in the register.
type element struct {
	generation uint64 // of the register
	text       []byte
}

func (e element) weight() uint32 {
	const beside = 200 // about what it takes besides its text, in bytes
	return uint32(len(e.text) + beside)
}

// keeps reports whether the records of the answer to a request are kept for the
// next one: where they stand in it as elements.
func (s *Service) keeps(r *Request, f *format.Format) bool {
	return s.elements != nil && f != nil && r.asXML && !r.AsText
}

// kept is a record of an answer, which is read and rendered unless that was done
// before. Generation is that of the register from before it was searched.
func (s *Service) kept(ctx context.Context, v register.Viewer, id issn.ISSN, position uint64, out *Response, generation uint64) (Record, error) {
	key := format.Key{ISSN: id, Tier: v.Tier(&register.Head{}), Format: out.format.Name, Site: out.options.PublicURL}
	if e, ok := s.elements.Get(key); ok && e.generation == generation {
		return Record{Identifier: id.String(), Position: position, element: e.text}, nil
	}
	r, err := s.read(ctx, v, id, position, out.format)
	if err != nil || r.Surrogate != nil {
		return r, err
	}
	room, err := out.format.AppendElement((*rooms.Get().(*[]byte))[:0], r.View, out.options, false)
	if err != nil {
		r.Surrogate = diagnostic.New(diagnostic.NotInSchema, schemaURI(out.format))
		return r, nil
	}
	r.View, r.element = nil, bytes.Clone(room)
	giveBack(room)
	s.elements.Put(key, element{generation, r.element})
	return r, nil
}
