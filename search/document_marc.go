package search

import (
	"issnd/issn"
	"issnd/marc"
)

// marc adds the subfields and coded positions of a record.
func (b *builder) marc(r *marc.Record) {
	b.begin(marcField)
	b.seen.clear()
	for i := range positionList {
		b.position(&positionList[i], r)
	}
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Tag.Control() {
			continue
		}
		tag := effectiveTag(f)
		for j := range f.Subfields {
			if s := &f.Subfields[j]; s.Code != '6' && s.Code != '8' {
				b.subfield(tag, s)
			}
		}
	}
}

func (b *builder) position(p *position008, r *marc.Record) {
	var value string
	if p.tag == tagLeader {
		value = string(r.Leader[:])
	} else {
		value = r.Control(p.tag)
	}
	if len(value) < p.to {
		return
	}
	start := len(b.buf)
	b.buf = append(append(b.buf, p.name...), pathEnd...)
	fill := true
	for _, c := range []byte(value[p.from:p.to]) {
		switch {
		case c == '|' || c >= 0x7F || c < ' ':
			c = '|'
		case c == ' ', c == '^':
			c = '#'
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		fill = fill && c == '|'
		b.buf = append(b.buf, c)
	}
	if !fill {
		b.tail(start)
	}
}

// serial is the ISSN that a value is.
func serial(s string) (issn.ISSN, bool) {
	if len(s) != 8 && len(s) != 9 || s[0] > '9' || s[1] > '9' {
		return 0, false
	}
	id, err := issn.Parse(s)
	return id, err == nil
}

// subfield adds the words of a subfield; an ISSN is one word.
func (b *builder) subfield(tag marc.Tag, s *marc.Subfield) {
	if id, ok := serial(s.Value); ok {
		start := len(b.buf)
		b.buf = append(append(append(b.buf, tag[:]...), s.Code), pathEnd...)
		b.buf = appendNumber(b.buf, id)
		b.tail(start)
		return
	}
	folded := b.fold(s.Value)
	b.words, _ = appendWords(b.words[:0], b.bytes(folded), 0)
	for _, w := range b.words {
		start := len(b.buf)
		b.buf = append(append(append(b.buf, tag[:]...), s.Code), pathEnd...)
		b.buf = append(b.buf, b.bytes(w.in(folded))...)
		b.tail(start)
	}
}
